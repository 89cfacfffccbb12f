"""Access tokens: how they are asked for, kept and given up, what is said where there is none, and how mail is sent with one."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import jwt
import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from handlers.outages import Kind
from mail.causes import kind_of
from mail.delivery import Relay, SmtpDelivery
from mail.oauth import MICROSOFT_SCOPE, Certificate, Google, Microsoft, NoToken, Tokens, check_url, microsoft_url
from tests.token_service import REFRESH, SECRET, TokenService

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

#: What aiosmtpd says of a server that asks for a log-in without TLS, as this one on loopback does.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH", "ignore:Session.login_data")

NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  an assertion is only valid now


@dataclass
class Seconds:
    """A clock that a test moves."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def service() -> Iterator[TokenService]:
    made = TokenService()
    made.start()
    yield made
    made.close()


def by_secret(secret: str = SECRET) -> Microsoft:
    return Microsoft(client="an-id", secret=secret, now=lambda: NOW)


def no_token(tokens: Tokens) -> NoToken:
    with pytest.raises(NoToken) as told:
        tokens.token()
    assert "\n" not in str(told.value)
    assert "hunter2" not in str(told.value)
    return told.value


def test_a_token_is_asked_for_once_and_again_shortly_before_its_end(service: TokenService) -> None:
    clock = Seconds()
    tokens = Tokens(by_secret(), service.url, clock_s=clock)

    found = []
    for at in (0, 1, 3299, 3301, 3302):
        clock.at = at
        found.append(tokens.token())

    assert found == ["token-1", "token-1", "token-1", "token-2", "token-2"]
    assert service.asked[0] == {
        "grant_type": "client_credentials",
        "client_id": "an-id",
        "client_secret": SECRET,
        "scope": MICROSOFT_SCOPE,
    }


@pytest.mark.parametrize(("life", "good_for"), [(60, 30), ("3600", 3300), (None, 3300), (-1, 3300), ("soon", 3300)])
def test_however_a_service_tells_how_long_a_token_is_good_it_is_renewed_in_time(
    service: TokenService, life: object, good_for: float
) -> None:
    service.life = life
    clock = Seconds()
    tokens = Tokens(by_secret(), service.url, clock_s=clock)
    tokens.token()

    clock.at = good_for - 1
    assert tokens.token() == "token-1"
    clock.at = good_for
    assert tokens.token() == "token-2"


def test_a_refused_token_is_fetched_anew_once_for_all_who_were_refused(service: TokenService) -> None:
    tokens = Tokens(by_secret(), service.url)
    refused = tokens.token()

    assert tokens.instead_of(refused) == "token-2"
    assert tokens.instead_of(refused) == "token-2"
    assert len(service.asked) == 2


def test_a_google_mailbox_is_read_by_the_refresh_token_in_its_file(service: TokenService, tmp_path: Path) -> None:
    file = tmp_path / "google.json"
    file.write_text(json.dumps({"refresh_token": REFRESH}))
    tokens = Tokens(Google(client="an-id", secret=SECRET, file=file), service.url)

    tokens.token()

    assert service.asked == [{"grant_type": "refresh_token", "client_id": "an-id", "client_secret": SECRET, "refresh_token": REFRESH}]


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read"), ("hunter2", "no JSON"), ("{}", "no refresh_token"), ("[]", "no refresh_token")]
)
def test_a_token_file_that_is_of_no_use_is_told_by_its_name(service: TokenService, tmp_path: Path, content: str | None, says: str) -> None:
    file = tmp_path / "google.json"
    if content is not None:
        file.write_text(content)

    told = no_token(Tokens(Google(client="an-id", secret=SECRET, file=file), service.url))

    assert str(file) in str(told)
    assert says in str(told)
    assert told.refused
    assert service.asked == []


def test_a_certificate_signs_who_we_are_and_no_secret_is_sent(service: TokenService, tmp_path: Path) -> None:
    file, certificate = made_certificate(tmp_path, rsa.generate_private_key(65537, 2048))
    grant = Microsoft(client="an-id", certificate=Certificate.read(file), now=lambda: NOW)

    Tokens(grant, service.url).token()

    (form,) = service.asked
    assertion = form.pop("client_assertion")
    public = certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    claims = jwt.decode(assertion, public, algorithms=["PS256"], audience=service.url, issuer="an-id")
    thumbprint = hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).digest()
    assert jwt.get_unverified_header(assertion)["x5t#S256"] == base64.urlsafe_b64encode(thumbprint).decode().rstrip("=")
    assert claims["sub"] == "an-id"
    assert claims["exp"] - claims["nbf"] == 600
    assert form == {
        "grant_type": "client_credentials",
        "client_id": "an-id",
        "scope": MICROSOFT_SCOPE,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    assert "PRIVATE" not in repr(grant)


def made_certificate(folder: Path, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> tuple[Path, x509.Certificate]:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "liaison")])
    unsigned = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = unsigned.not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1)).sign(key, hashes.SHA256())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "liaison.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file, made


def test_a_key_that_microsoft_does_not_take_is_refused(tmp_path: Path) -> None:
    file, _ = made_certificate(tmp_path, ec.generate_private_key(ec.SECP256R1()))

    with pytest.raises(ValueError, match="RSA"):
        Certificate.read(file)


def test_a_wrong_secret_is_one_clear_line_that_does_not_hold_it(service: TokenService) -> None:
    told = no_token(Tokens(by_secret("hunter2-wrong"), service.url))

    assert str(told) == (
        "127.0.0.1 gives no access token: 401 invalid_client: Invalid secret … provided."
        "; check LIAISON_OAUTH_CLIENT_ID, LIAISON_OAUTH_TENANT and LIAISON_OAUTH_SECRET or LIAISON_OAUTH_CERTIFICATE"
    )
    assert told.refused
    assert told.kind is Kind.PASSWORD


@pytest.mark.parametrize(
    ("code", "body", "refused"),
    [
        (400, b"", True),
        (403, b"[1]", True),
        (503, b"{}", False),
        (429, b"", False),
        (200, b"<html>", False),
        (200, b"{}", True),
        (302, b"", True),
    ],
)
def test_whatever_a_service_answers_it_is_told_in_one_line(service: TokenService, code: int, body: bytes, refused: bool) -> None:
    service.denies = (code, body, {"Location": f"{service.url}/elsewhere"} if code == 302 else {})

    told = no_token(Tokens(by_secret(), service.url))

    assert told.refused is refused
    assert len(service.asked) == 1


def test_a_service_that_is_away_is_no_refusal() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    told = no_token(Tokens(by_secret(), f"http://127.0.0.1:{port}"))

    assert not told.refused
    assert kind_of(told) is Kind.UNREACHABLE


@pytest.mark.parametrize("url", ["http://login.example/token", "ftp://localhost", "https://", "https://ana:pw@login.example"])
def test_a_secret_is_sent_by_https_or_to_this_machine_alone(url: str) -> None:
    with pytest.raises(ValueError, match=r"machine|no user"):
        check_url(url)


def test_a_tenant_cannot_lead_elsewhere() -> None:
    assert microsoft_url("../x?y") == "https://login.microsoftonline.com/..%2Fx%3Fy/oauth2/v2.0/token"


@dataclass
class Sink:
    """An SMTP server that lets in whoever has a token that the service gave and did not take back."""

    service: TokenService
    port: int = 0
    tried: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802  aiosmtpd's name
        said = base64.b64decode(args[1]).decode()
        self.tried.append(said)
        token = said.split("\1")[1].removeprefix("auth=Bearer ")
        if token.startswith("token-") and token not in self.service.taken_back:
            return AuthResult(success=True)
        assert await server.challenge_auth('{"status":"401"}') == b""
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        return "250 OK"


@asynccontextmanager
async def listening(sink: Sink) -> AsyncIterator[Sink]:
    def session() -> SMTP:
        return SMTP(sink, hostname="sink.example", auth_require_tls=False, auth_required=True)

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        await server.wait_closed()


def delivery_to(sink: Sink, tokens: Tokens) -> SmtpDelivery:
    return SmtpDelivery(Relay.from_url(f"smtp://partners%40district.example@127.0.0.1:{sink.port}", "", tokens))


async def test_mail_is_sent_with_a_token_and_again_with_another_where_it_was_taken_back(service: TokenService) -> None:
    tokens = Tokens(by_secret(), service.url)
    tokens.token()
    service.taken_back.add("token-1")
    async with listening(Sink(service)) as sink:
        delivery = delivery_to(sink, tokens)

        delivered = await delivery.deliver(b"Subject: x\r\n\r\nHello\r\n", "partners@district.example", ["luz@buddies.example"])

        await delivery.close()
    assert delivered.status == "sent"
    assert sink.tried == [f"user=partners@district.example\1auth=Bearer token-{number}\1\1" for number in (1, 2)]
    assert len(sink.taken) == 1


async def test_a_server_that_takes_no_token_of_ours_is_asked_twice_and_the_mail_waits(service: TokenService) -> None:
    service.taken_back = {"token-1", "token-2"}
    async with listening(Sink(service)) as sink:
        delivered = await delivery_to(sink, Tokens(by_secret(), service.url)).probe()

    assert (delivered.status, delivered.ours, delivered.kind) == ("temporary", True, Kind.PASSWORD)
    assert len(sink.tried) == 2
    assert "token-" not in delivered.message


async def test_without_a_token_mail_waits_and_the_line_says_what_to_mend(service: TokenService) -> None:
    async with listening(Sink(service)) as sink:
        refused = await delivery_to(sink, Tokens(by_secret("hunter2-wrong"), service.url)).probe()
        service.denies = (503, b"", {})
        away = await delivery_to(sink, Tokens(by_secret(), service.url)).probe()

    assert (refused.status, refused.ours, refused.kind) == ("temporary", True, Kind.PASSWORD)
    assert "LIAISON_OAUTH_SECRET" in refused.message
    assert "hunter2" not in refused.message
    assert (away.status, away.ours, away.away) == ("temporary", False, True)
    assert sink.tried == []


async def test_a_relay_without_a_user_needs_no_token(service: TokenService) -> None:
    assert Relay.from_url("smtp://127.0.0.1", "", Tokens(by_secret(), service.url)).tokens is None
