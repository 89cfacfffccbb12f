"""DKIM (RFC 6376): the keys by which receivers check the relay's signature."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mail.records.finding import Finding
from mail.records.tags import tags_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mail.records.zone import Records

#: Receivers refuse shorter keys, and should be given longer ones (RFC 8301, 3.2).
LEAST_BITS, GOOD_BITS = 1024, 2048

ED25519_BYTES = 32


def judged(records: Records, domains: tuple[str, ...]) -> tuple[Finding, ...]:
    """What the keys say; `domains` are the From domain and those above it, of which one may sign as well."""
    found = [(each, selector) for each in domains for selector in records.selectors(each)]
    if not found:
        says = f"no DKIM key below _domainkey.{domains[0]} is {records.where}: {WHERE_IT_STANDS}"
        return (Finding(name="DKIM", ok=False, says=says),)
    return tuple(_of_key(records, domain, selector) for domain, selector in found)


#: How an office finds out what is missing.
WHERE_IT_STANDS = "which one your relay signs with stands as s= in the DKIM-Signature header of any mail that has left by it"


def signs_as(records: Records, domains: tuple[str, ...]) -> tuple[str, bool]:
    """The first of the domains that has a key that works, or none, and whether that key was looked at."""
    maybe = ""
    for domain in domains:
        for selector in records.selectors(domain):
            if records.texts(f"{selector}._domainkey.{domain}") is None:
                maybe = maybe or domain
            elif _of_key(records, domain, selector).ok:
                return domain, True
    return maybe, False


def _of_key(records: Records, domain: str, selector: str) -> Finding:
    name = f"{selector}._domainkey.{domain}"
    texts = records.texts(name)
    if texts is None:
        return Finding(name="DKIM", ok=True, says=f"{name} leads to another name, whose key is not {records.where}: it is not looked at")
    if len(texts) != 1:
        return Finding(name="DKIM", ok=False, says=f"{name} has {len(texts)} texts; a key is one alone")
    wrong, told = _problem(tags_of(texts[0]))
    return Finding(name="DKIM", ok=not wrong, says=f"{name}: {'; '.join(filter(None, (wrong, told)))}")


def _problem(tags: Mapping[str, str]) -> tuple[str, str]:
    """What makes a key useless, or nothing, and what else is to be said."""
    if tags.get("v", "DKIM1") != "DKIM1" or ("v" in tags and next(iter(tags)) != "v"):
        return "a key begins with `v=DKIM1`", ""
    if "p" not in tags:
        return "there is no key in it (p=)", ""
    if not tags["p"]:
        return "the key was withdrawn (p= is empty): nothing that is signed with it is believed", ""
    services = tags.get("s", "*").split(":")
    if not {"*", "email"} & set(services):
        return f"the key is for {tags['s']} and not for mail", ""
    wrong, told = _strength(tags.get("k", "rsa"), "".join(tags["p"].split()))
    if not wrong and "y" in tags.get("t", "").split(":"):
        told += "; it is marked as a trial (t=y): receivers may treat mail as unsigned"
    return wrong, told


def _strength(kind: str, key: str) -> tuple[str, str]:
    try:
        raw = base64.b64decode(key, validate=True)
    except binascii.Error:
        return "the key is damaged: it is no base64", ""
    if kind == "ed25519":
        return (
            ("", "an Ed25519 key, which some receivers do not know: sign with an RSA key as well")
            if len(raw) == ED25519_BYTES
            else (
                "the key is damaged: an Ed25519 key has 32 bytes",
                "",
            )
        )
    if kind != "rsa":
        return f"nobody knows keys of the kind {kind}", ""
    try:
        loaded = load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm):
        return "the key is damaged, often because it was cut when it was copied", ""
    if not isinstance(loaded, RSAPublicKey):
        return "the key is not of the kind that it says", ""
    if loaded.key_size < LEAST_BITS:
        return f"the key has {loaded.key_size} bits, and receivers refuse less than {LEAST_BITS}", ""
    better = f"; {GOOD_BITS} would be better" if loaded.key_size < GOOD_BITS else ""
    return "", f"a key of {loaded.key_size} bits{better}"
