"""What Liaison says of SPF, DKIM and DMARC records: each way in which an office's mail suffers is named, and what is not known is said."""

from __future__ import annotations

import base64
import socket
from threading import Thread
from typing import TYPE_CHECKING

import dns.message
import dns.resolver
import dns.rrset
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mail.records import dmarc
from mail.records.zone import InDns, RecordsError, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mail.records.finding import Finding

FROM = "district.example"
OFFICE = "smtp.office365.com"


def key(bits: int = 2048) -> str:
    public = generate_private_key(public_exponent=65537, key_size=bits).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


KEY = key()
SPF = f'{FROM}. 300 IN TXT "v=spf1 include:spf.protection.outlook.com -all"'
DKIM = f"selector1._domainkey.{FROM} TXT v=DKIM1; k=rsa; p={KEY}"
DMARC = f"_dmarc.{FROM} TXT v=DMARC1; p=quarantine; rua=mailto:reports@{FROM}"
GOOD = (SPF, DKIM, DMARC)


def judged(*lines: str, domain: str = FROM, host: str = OFFICE) -> dict[str, Finding]:
    return {each.name: each for each in dmarc.judged(read("\n".join(lines)), domain, host)}


def test_records_that_are_good_are_called_so_with_what_they_do() -> None:
    found = judged(*GOOD)

    assert all(each.ok for each in found.values())
    assert "Microsoft 365 may send" in found["SPF"].says
    assert "2048 bits" in found["DKIM"].says
    assert f"passes by SPF and by DKIM (d={FROM}); forged mail meets quarantine" in found["DMARC"].says


@pytest.mark.parametrize(
    ("lines", "which", "says"),
    [
        ((DKIM, DMARC), "SPF", "no SPF record"),
        ((SPF, f'{FROM} TXT "v=spf1 mx ~all"', DKIM, DMARC), "SPF", "2 SPF records"),
        ((f"{FROM} TXT v=spf1 include:spf.protection.outlook.com +all", DKIM, DMARC), "SPF", "the whole world"),
        ((f"{FROM} TXT v=spf1 mx -all", DKIM, DMARC), "SPF", "add `include:spf.protection.outlook.com`"),
        ((f"{FROM} TXT v=spf1 ipv4:192.0.2.1 -all", DKIM, DMARC), "SPF", "no term of SPF"),
        ((f"{FROM} TXT v=spf1 ip4:2001:db8::1 -all", DKIM, DMARC), "SPF", "of the other kind"),
        ((f"{FROM} TXT v=spf1 include:{FROM} -all", DKIM, DMARC), "SPF", "includes itself"),
        ((f"{FROM} TXT v=spf1 " + " ".join(f"a:h{n}.example" for n in range(11)) + " -all",), "SPF", "takes 11 lookups"),
        ((f"{FROM} TXT v=spf1 include:a.example -all", 'a.example TXT "nothing"'), "SPF", "a.example, which has no SPF records"),
        ((SPF, DMARC), "DKIM", "s= in the DKIM-Signature header"),
        ((SPF, f"s._domainkey.{FROM} TXT v=DKIM1; p=", DMARC), "DKIM", "withdrawn"),
        ((SPF, f"s._domainkey.{FROM} TXT v=DKIM1; p={KEY[:80]}", DMARC), "DKIM", "damaged"),
        ((SPF, f"s._domainkey.{FROM} TXT k=rsa; v=DKIM1; p={KEY}", DMARC), "DKIM", "begins with `v=DKIM1`"),
        ((SPF, f"s._domainkey.{FROM} TXT v=DKIM1; s=tlsrpt; p={KEY}", DMARC), "DKIM", "not for mail"),
        ((SPF, DKIM), "DMARC", "no DMARC record"),
        ((SPF, DKIM, DMARC, f"_dmarc.{FROM} TXT v=DMARC1; p=none"), "DMARC", "2 records"),
        ((SPF, DKIM, f"_dmarc.{FROM} TXT v=DMARC1; rua=mailto:a@{FROM}"), "DMARC", "not left out"),
        ((SPF, DKIM, f"_dmarc.{FROM} TXT v=dmarc1; p=none"), "DMARC", "exactly `v=DMARC1;`"),
        ((DMARC,), "DMARC", "neither SPF nor DKIM"),
    ],
)
def test_what_harms_mail_is_named_by_the_record_that_does_it(lines: tuple[str, ...], which: str, says: str) -> None:
    found = judged(*lines)[which]

    assert not found.ok
    assert says in found.says


@pytest.mark.parametrize(
    ("lines", "which", "says"),
    [
        ((SPF, DKIM, f"_dmarc.{FROM} TXT v=DMARC1; p=none"), "DMARC", "p=none asks for reports"),
        ((SPF, DKIM, f"_dmarc.{FROM} TXT v=DMARC1; p=none"), "DMARC", "without rua="),
        ((SPF, DKIM, f"_dmarc.{FROM} TXT v=DMARC1; p=reject; rua=mailto:d@other.example"), "DMARC", "must agree by a record"),
        ((SPF, DMARC), "DMARC", "by SPF alone; set up DKIM"),
        (GOOD, "SPF", "1 lookups or more: what spf.protection.outlook.com says is not known here"),
        ((*GOOD, "spf.protection.outlook.com TXT v=spf1 ip4:192.0.2.0/24 -all"), "SPF", "1 of 10 lookups"),
        ((f"{FROM} TXT v=spf1 include:spf.protection.outlook.com", DKIM, DMARC), "SPF", "no `all` at its end"),
        ((f"s._domainkey.{FROM} CNAME s.relay.example.", SPF, DMARC), "DKIM", "not looked at"),
        ((f"s._domainkey.{FROM} CNAME s.relay.example.", f"s.relay.example TXT v=DKIM1; t=y; p={KEY}"), "DKIM", "a trial"),
    ],
)
def test_what_could_be_better_or_is_not_known_is_said_and_no_failure(lines: tuple[str, ...], which: str, says: str) -> None:
    found = judged(*lines)[which]

    assert found.ok
    assert says in found.says


def test_a_short_key_is_refused_by_receivers() -> None:
    assert "1024 bits; 2048 would be better" in judged(f"s._domainkey.{FROM} TXT v=DKIM1; p={key(1024)}")["DKIM"].says


def test_a_record_above_the_from_domain_counts_unless_it_is_strict() -> None:
    below = f"partners.{FROM}"
    lines = (DKIM, f"_dmarc.{FROM} TXT v=DMARC1; p=reject; sp=none; rua=mailto:a@{FROM}")

    relaxed = judged(*lines, domain=below)["DMARC"]
    strict = judged(DKIM, f"_dmarc.{FROM} TXT v=DMARC1; p=reject; adkim=s", domain=below)["DMARC"]

    assert relaxed.ok
    assert f"by DKIM (d={FROM}) alone" in relaxed.says
    assert "p=none" in relaxed.says
    assert not strict.ok
    assert "adkim=s asks for a key of this very domain" in strict.says


def test_a_relay_with_an_envelope_of_its_own_needs_dkim() -> None:
    lines = (f"{FROM} TXT v=spf1 include:sendgrid.net -all", DMARC)

    assert not judged(*lines, host="smtp.sendgrid.net")["DMARC"].ok
    assert judged(*lines, DKIM, host="smtp.sendgrid.net")["DMARC"].ok


def test_the_address_of_a_relay_is_looked_for_in_the_networks() -> None:
    lines = (f"{FROM} TXT v=spf1 ip4:9.9.9.0/24 -all", DKIM, DMARC)

    assert "9.9.9.9 may send" in judged(*lines, host="9.9.9.9")["SPF"].says
    assert not judged(*lines, host="8.8.8.8")["SPF"].ok
    assert "is not known here" in judged(*lines, host="relay.district.example")["SPF"].says


def test_text_that_is_no_record_is_refused_with_what_to_write() -> None:
    with pytest.raises(RecordsError, match="write a line each"):
        read("our mail is fine")


@pytest.fixture
def resolver() -> Iterator[dns.resolver.Resolver]:
    """A resolver that asks a server of the test's own, which knows the good records."""
    zone = {(name := line.split()[0].rstrip(".")): read(line).found[name][0] for line in GOOD}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(10)

        def serve() -> None:
            for _ in range(100):
                try:
                    raw, who = server.recvfrom(4096)
                except OSError:
                    return
                asked = dns.message.from_wire(raw)
                answer = dns.message.make_response(asked)
                text = zone.get(asked.question[0].name.to_text(omit_final_dot=True))
                if text:
                    parts = " ".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250))
                    answer.answer.append(dns.rrset.from_text(asked.question[0].name, 60, "IN", "TXT", parts))
                server.sendto(answer.to_wire(), who)

        Thread(target=serve, daemon=True).start()
        found = dns.resolver.Resolver(configure=False)
        found.nameservers, found.port = ["127.0.0.1"], server.getsockname()[1]
        yield found


def test_records_are_looked_up_where_the_office_says_so(resolver: dns.resolver.Resolver) -> None:
    found = dmarc.judged(InDns(resolver=resolver, known=("selector1",)), FROM, OFFICE)
    without = dmarc.judged(InDns(resolver=resolver), FROM, OFFICE)

    # The server knows nothing of what Microsoft's record says, which is an error of ours to receivers.
    assert "spf.protection.outlook.com, which has no SPF records" in found[0].says
    assert [each.ok for each in found[1:]] == [True, True]
    assert "in DNS" in without[1].says
