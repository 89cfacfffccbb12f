"""What lies behind a connection that failed, and how long a server's certificate is good."""

from __future__ import annotations

import errno
import socket
import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from handlers.outages import Kind

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
