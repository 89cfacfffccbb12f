"""What holds for every test: none of our settings, no network but loopback, and no test fails for being slow."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from hypothesis import settings

from bot.settings import use_one_blas_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

settings.register_profile("liaison", deadline=None)
settings.load_profile("liaison")
use_one_blas_thread()


class OutsideNetworkError(RuntimeError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def _no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):  # noqa: TID251  tests clear what settings would read
        if name.upper().startswith("LIAISON_") and name != "LIAISON_REQUIRE_REAL":
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logging_of_its_own() -> Iterator[None]:
    """A command sets logging up for its own standard error, which is closed when the next test logs."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(connect: Callable[[socket.socket, Any], Any]) -> Callable[[socket.socket, Any], Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(str(address[0])):
            raise OutsideNetworkError(f"a test may not connect to {address}")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture
def free_port() -> int:
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def real_program() -> Callable[[str], str]:
    """Where a program of Debian's stands; a test that needs one that is missing is skipped, or fails under LIAISON_REQUIRE_REAL=1."""

    def find(name: str) -> str:
        # Debian keeps servers out of an ordinary path.
        places = [os.environ.get("PATH", ""), "/usr/sbin", *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin")))]  # noqa: TID251  as above
        path = shutil.which(name, path=os.pathsep.join(places))
        if path is None and os.environ.get("LIAISON_REQUIRE_REAL") == "1":  # noqa: TID251  a setting of the tests alone
            pytest.fail(f"{name} is not installed, and LIAISON_REQUIRE_REAL=1")
        if path is None:
            pytest.skip(f"{name} is not installed")
        return path

    return find
