"""Gets access tokens for a mailbox from Microsoft or Google and keeps each until it ends; the only module that asks by HTTP."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from handlers.outages import Kind
from mail.addresses import clean
from mail.hosts import is_loopback

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

#: Where tokens are asked for; {tenant} is the directory's id or one of its domains.
MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
GOOGLE = "https://oauth2.googleapis.com/token"

#: What the token is for: the permissions that an administrator has consented to, IMAP.AccessAsApp and SMTP.SendAsApp.
MICROSOFT_SCOPE = "https://outlook.office365.com/.default"

#: A token is renewed this long before its end, or at half its life where that is shorter.
BEFORE_THE_END_S = 300.0

#: Where the answer does not say how long a token is good.
USUAL_LIFE_S = 3600.0

#: A signed assertion is used at once; its end allows for clocks that differ.
ASSERTION_S = 600

SILENCE_S = 30.0
MOST_BYTES = 256 * 1024
_LONGEST_WORDS = 300

#: Answers that say nothing against us: the service has trouble of its own.
_LATER = frozenset({408, 429, *range(500, 600)})


class NoToken(Exception):  # noqa: N818  one clear line for the one who must act
    """There is no access token. `refused`: somebody must mend that, and asking often mends nothing."""

    def __init__(self, words: str, *, refused: bool) -> None:
        super().__init__(words)
        self.refused = refused
        self.kind = Kind.PASSWORD if refused else None


class Grant(Protocol):
    """By what right a token is asked for."""

    def form(self, url: str) -> Mapping[str, str]:
        """Return the fields of the request; NoToken says what is wrong with what they are made of."""
        ...

    @property
    def mend(self) -> str:
        """Name the settings to look at where the right is denied."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """A private key and the certificate whose thumbprint tells Microsoft which key it is."""

    key: bytes = field(repr=False)  #: PEM, without a passphrase
    thumbprint: str  #: SHA-256 of the certificate, base64url

    @classmethod
    def read(cls, file: Path) -> Certificate:
        """Read a PEM file that holds both; ValueError says what is wrong with it and nothing of what it holds."""
        from cryptography import x509  # noqa: PLC0415  only an office with a certificate needs it
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415  as above
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415  as above

        try:
            pem = file.read_bytes()
            key = serialization.load_pem_private_key(pem, None)
            digest = x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256())
        except OSError as error:
            raise ValueError(f"{file} cannot be read: {error.strerror}") from None
        except (ValueError, TypeError):
            raise ValueError(f"{file} must hold a certificate and its private key in PEM, the key without a passphrase") from None
        if not isinstance(key, RSAPrivateKey):
            raise ValueError(f"{file}: Microsoft takes RSA keys alone")  # noqa: TRY004  as for every wrong setting
        plain = serialization.NoEncryption()
        kept = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        return cls(key=kept, thumbprint=base64.urlsafe_b64encode(digest).decode().rstrip("="))


@dataclass(frozen=True, kw_only=True, slots=True)
class Microsoft:
    """Client credentials of an application, which acts for itself: no person logs in (Entra ID, `client_credentials`)."""

    client: str
    secret: str = field(default="", repr=False)
    certificate: Certificate | None = None
    now: Callable[[], datetime]  #: for the assertion alone
    mend: str = "LIAISON_OAUTH_CLIENT_ID, LIAISON_OAUTH_TENANT and LIAISON_OAUTH_SECRET or LIAISON_OAUTH_CERTIFICATE"

    def form(self, url: str) -> Mapping[str, str]:
        asked = {"grant_type": "client_credentials", "client_id": self.client, "scope": MICROSOFT_SCOPE}
        if self.certificate is None:
            return {**asked, "client_secret": self.secret}
        by_assertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return {**asked, "client_assertion_type": by_assertion, "client_assertion": self._assertion(url, self.certificate)}

    def _assertion(self, url: str, certificate: Certificate) -> str:
        """Sign who we are, as RFC 7523 and Microsoft's page on certificate credentials have it."""
        import jwt  # noqa: PLC0415  only an office with a certificate needs it

        at = int(self.now().timestamp())
        claims = {"aud": url, "iss": self.client, "sub": self.client, "jti": str(uuid4()), "iat": at, "nbf": at, "exp": at + ASSERTION_S}
        return jwt.encode(claims, certificate.key, algorithm="PS256", headers={"x5t#S256": certificate.thumbprint})


@dataclass(frozen=True, kw_only=True, slots=True)
class Google:
    """A refresh token that the mailbox's owner has given once, kept in a file."""

    client: str
    secret: str = field(repr=False)
    file: Path
    mend: str = "LIAISON_OAUTH_CLIENT_ID, LIAISON_OAUTH_SECRET and LIAISON_OAUTH_TOKEN_FILE"

    def form(self, url: str) -> Mapping[str, str]:
        del url  # Google knows us by our secret, whichever way leads there.
        return {
            "grant_type": "refresh_token",
            "client_id": self.client,
            "client_secret": self.secret,
            # Read each time: an access that is given anew needs no restart.
            "refresh_token": self._refresh_token(),
        }

    def _refresh_token(self) -> str:
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
        except OSError as error:
            raise NoToken(f"{self.file} cannot be read: {error.strerror}; LIAISON_OAUTH_TOKEN_FILE names it", refused=True) from None
        except ValueError:
            raise NoToken(f"{self.file} is no JSON; LIAISON_OAUTH_TOKEN_FILE names it", refused=True) from None
        found = kept.get("refresh_token") if isinstance(kept, dict) else None
        if not isinstance(found, str) or not found:
            raise NoToken(f"{self.file} holds no refresh_token; LIAISON_OAUTH_TOKEN_FILE names it", refused=True)
        return found


class Tokens:
    """Access tokens of one mailbox, for all that log in to it. Every method may be called from any thread, and waits for the network."""

    def __init__(self, grant: Grant, url: str, *, tls: ssl.SSLContext | None = None, clock_s: Callable[[], float] = time.monotonic) -> None:
        check_url(url)
        self._grant = grant
        self._url = url
        self._tls = tls
        self._clock_s = clock_s
        self._lock = Lock()
        self._token = ""
        self._good_until_s = 0.0

    def token(self) -> str:
        """Return a token that is good for some minutes at least; NoToken says in one line why there is none."""
        with self._lock:
            if not self._token or self._clock_s() >= self._good_until_s:
                self._fetch()
            return self._token

    def instead_of(self, refused: str) -> str:
        """Return another token than one that a server did not take; where somebody has fetched one meanwhile, that one."""
        with self._lock:
            if self._token == refused:
                self._token = ""
                self._fetch()
        return self.token()

    def _fetch(self) -> None:
        began_s = self._clock_s()
        said = self._ask(self._grant.form(self._url))
        token = said.get("access_token")
        if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
            raise NoToken(f"{self._host} answers without an access token", refused=True)
        life_s = _seconds(said.get("expires_in"))
        self._token, self._good_until_s = token, began_s + max(life_s - BEFORE_THE_END_S, life_s / 2)

    def _ask(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        # Imported here, since most offices ask nobody.
        from http.client import HTTPException  # noqa: PLC0415  as above
        from urllib.error import HTTPError, URLError  # noqa: PLC0415  as above
        from urllib.request import Request  # noqa: PLC0415, TID251  this is the module that asks by HTTP

        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        request = Request(self._url, urlencode(form).encode(), headers)  # noqa: S310  check_url has seen the scheme
        try:
            with _opener(self._tls, self._host).open(request, timeout=SILENCE_S) as answer:
                return self._read(answer.read(MOST_BYTES))
        except HTTPError as no:
            with no:
                raise self._denied(no.code, no.read(MOST_BYTES), form) from None
        except URLError as lost:
            reason = lost.reason
            cause = reason if isinstance(reason, Exception) else lost
            raise NoToken(f"{self._host} gives no access token: {_words(str(reason))}", refused=False) from cause
        except (OSError, HTTPException) as lost:
            words = _words(str(lost)) or type(lost).__name__
            raise NoToken(f"{self._host} gives no access token: {words}", refused=False) from lost

    def _read(self, body: bytes) -> Mapping[str, Any]:
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise NoToken(f"{self._host} answers something that is no JSON object", refused=False)
        return said

    def _denied(self, code: int, body: bytes, form: Mapping[str, str]) -> NoToken:
        """Say in the service's own words why not, without anything of ours that must stay secret."""
        if code in _LATER:
            return NoToken(f"{self._host} gives no access token just now: {code}", refused=False)
        try:
            said = json.loads(body)
            told = [str(said[name]).split("\n")[0] for name in ("error", "error_description") if said.get(name)]
        except (ValueError, AttributeError):
            told = []
        words = ": ".join(told)
        for name in ("client_secret", "refresh_token", "client_assertion"):
            if form.get(name):
                words = words.replace(form[name], "…")
        return NoToken(f"{self._host} gives no access token: {code} {_words(words)}".rstrip() + f"; check {self._grant.mend}", refused=True)

    @property
    def _host(self) -> str:
        return urlsplit(self._url).hostname or ""


def check_url(url: str) -> None:
    """Refuse what a secret must not be sent to; a ValueError says why."""
    parts = urlsplit(url)
    for wrong, words in (
        (parts.scheme not in {"https", "http"} or not parts.hostname, "an address begins with https://, or with http:// on this machine"),
        (parts.username is not None, "an address holds no user and no password"),
        (
            parts.scheme == "http" and not is_loopback(parts.hostname or ""),
            f"http:// is for this machine only; for {parts.hostname} use https://",
        ),
    ):
        if wrong:
            raise ValueError(words)


def microsoft_url(tenant: str) -> str:
    return MICROSOFT.format(tenant=quote(tenant, safe=""))


def _opener(tls: ssl.SSLContext | None, host: str) -> Any:
    """Follow no redirect, which would carry the secret elsewhere; go by the system's proxy, but not to this machine."""
    import ssl as tls_module  # noqa: PLC0415  as the next
    from urllib.request import (  # noqa: PLC0415, TID251  this is the module that asks by HTTP
        HTTPRedirectHandler,
        HTTPSHandler,
        ProxyHandler,
        build_opener,
    )

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    ways = [ProxyHandler({})] if is_loopback(host) else []
    return build_opener(*ways, HTTPSHandler(context=tls or tls_module.create_default_context()), Stay)


def _seconds(value: object) -> float:
    """How long a token is good; some services write the number as text."""
    try:
        seconds = float(str(value))
    except ValueError:
        return USUAL_LIFE_S
    return seconds if 0 < seconds < float("inf") else USUAL_LIFE_S


def _words(text: str) -> str:
    return clean(text)[:_LONGEST_WORDS]
