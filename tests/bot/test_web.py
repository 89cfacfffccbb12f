"""The web application: it tells a monitor how Liaison is, names nobody, and stops with the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from bot.console import Trouble
from bot.setting_values import HostPort, SettingsError
from bot.settings import load_settings
from bot.web import WebServer, web_app
from tests.scenarios.office import open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.scenarios.office import Office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = open_office(tmp_path, monkeypatch)
    yield opened
    opened.app.close()


async def asked(office: Office, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(office.app)), base_url="http://liaison.test") as client:
        return await client.get(path)


async def test_it_is_alive_and_ready_where_the_store_answers(office: Office) -> None:
    alive, ready = await asked(office, "/healthz"), await asked(office, "/readyz")

    assert (alive.status_code, alive.text) == (200, "ok\n")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "store": "ok", "away": []})
    assert alive.headers["content-security-policy"].startswith("default-src 'none'")


async def test_it_is_not_ready_without_its_store_but_alive(office: Office, tmp_path: Path) -> None:
    office.app.close()
    for file in (tmp_path / "var").glob("liaison.db*"):
        file.unlink()
    (tmp_path / "var" / "liaison.db").mkdir()

    alive, ready = await asked(office, "/healthz"), await asked(office, "/readyz")

    assert alive.status_code == 200
    assert ready.status_code == 503
    assert ready.json()["ready"] is False


async def test_the_figures_count_messages_and_name_nobody(office: Office) -> None:
    office.write("Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?")

    text = (await asked(office, "/metrics")).text

    assert 'liaison_inbox{status="done"} 1.0' in text
    assert 'liaison_outbox{status="ready"} 1.0' in text
    assert "liaison_oldest_undecided_seconds 0.0" in text
    assert "liaison_store_up 1.0" in text
    assert "@" not in text


async def test_it_serves_a_real_port_and_frees_it_when_it_stops(office: Office, free_port: int) -> None:
    at = HostPort("127.0.0.1", free_port)
    server = WebServer(web_app(office.app), at)
    await server.start()

    async with httpx.AsyncClient(base_url=f"http://{at}") as client:
        body = (await client.get("/healthz")).text
        with pytest.raises(Trouble, match=r"LIAISON_WEB: cannot open .* in use"):
            await WebServer(web_app(office.app), at).start()
        await server.stop()

        assert body == "ok\n"
        with pytest.raises(httpx.ConnectError):
            await client.get("/healthz")


@pytest.mark.parametrize("url", ["partners.district.example", "ftp://x", "https://", "https://a.example/?q=1", "https://me@a.example"])
def test_a_public_address_that_is_none_stops_the_start(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_PUBLIC_URL", url)

    with pytest.raises(SettingsError, match="LIAISON_PUBLIC_URL"):
        load_settings(tmp_path)
