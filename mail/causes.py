"""What lies behind a connection that failed, and how long a server's certificate is good."""

from __future__ import annotations

import errno
import socket
import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from handlers.outages import Kind
from mail.addresses import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED.
_EXPIRED = 10

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def kind_of(error: BaseException) -> Kind:
    """Name what an error goes back to: the first cause counts, since libraries wrap it in words of their own."""
    for each in reversed(list(_chain(error))):
        found = _kind(each)
        if found is not None:
            return found
    return Kind.BROKEN


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> Kind | None:
    match error:
        case ssl.SSLCertVerificationError():
            return Kind.EXPIRED if error.verify_code == _EXPIRED else Kind.UNTRUSTED
        case ssl.SSLError():
            return None
        case socket.gaierror():
            return Kind.NO_NAME
        case TimeoutError():
            return Kind.SILENT
        case OSError() if error.errno in _NO_ROOM:
            return Kind.FULL
        case OSError() if error.errno is not None or isinstance(error, ConnectionError) or "exceptions" in str(error):
            # asyncio tells of several addresses that all failed in one error without a number.
            return Kind.UNREACHABLE
    return None


def certificate_trouble(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """The certificate that is not to be trusted, where one lies behind an error."""
    return next((each for each in _chain(error) if isinstance(each, ssl.SSLCertVerificationError)), None)


def words_of(error: BaseException) -> str:
    """What a failed connection says, on one clean line."""
    untrusted = certificate_trouble(error)
    if untrusted is not None:
        return clean(f"its certificate is not to be trusted ({untrusted.verify_message.rstrip('.')}); nothing was sent")
    return clean(str(getattr(error, "message", "") or error or type(error).__name__))


def life_now(host: str, port: int, context: ssl.SSLContext | None = None, within_s: float = 10) -> tuple[datetime, datetime] | None:
    """How long the certificate is good that a server shows to a newcomer just now; None where it cannot be seen or trusted."""
    context = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), within_s) as line,
            context.wrap_socket(line, server_hostname=host) as secured,
        ):
            return life(secured.getpeercert())
    except OSError:
        return None


def life(certificate: Mapping[str, Any] | None) -> tuple[datetime, datetime] | None:
    """From when to when a peer's certificate is good, as the ssl module tells it; None where it was not verified."""
    if not certificate or "notAfter" not in certificate or "notBefore" not in certificate:
        return None
    starts, ends = (datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate[name]), UTC) for name in ("notBefore", "notAfter"))
    return starts, ends
