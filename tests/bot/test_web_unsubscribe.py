"""Out by one click: only a POST does anything, every token gets the same answer, and it holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette

from bot.web_unsubscribe import routes
from mail.issue.tokens import message_id_of, row_of_message_id, row_of_token, token_of
from tests.scenarios.office import Office, open_office
from tests.scenarios.test_newsletters import approved, know, states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = open_office(tmp_path, monkeypatch, STAFF="sam@district.example:staff", PUBLIC_URL="https://desk.district.example")
    know(opened, "bob@chess.example", "Chess")
    yield opened
    opened.app.close()


def web(office: Office) -> httpx.AsyncClient:
    application = Starlette(routes=routes(office.app.subscribing, office.app.newsletters.studio.folder))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="https://desk.district.example")


def link(office: Office) -> str:
    return f"/u/{token_of(office.app.desk.secret, 1)}"


async def test_a_scanner_that_opens_every_link_changes_nothing(office: Office) -> None:
    issue = approved(office)

    async with web(office) as client:
        answers = [await client.request(method, link(office)) for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")]

    assert answers[0].status_code == 200
    assert 'method="post"' in answers[0].text
    assert states(office, issue)["bob@chess.example"] == "ready"


async def test_one_click_takes_off_at_once_what_is_ready_too_and_twice_is_once(office: Office) -> None:
    issue = approved(office)

    async with web(office) as client:
        first, second = [await client.post(link(office).upper().replace("/U/", "/u/"), data=ONE_CLICK) for _ in range(2)]

    assert (first.status_code, second.status_code) == (200, 200)
    assert states(office, issue)["bob@chess.example"] == "unsubscribed"
    assert office.kinds_of_records().count("newsletter.unsubscribed") == 1


async def test_a_mistake_is_taken_back_on_the_same_page(office: Office) -> None:
    approved(office)
    async with web(office) as client:
        left = await client.post(link(office), data={"leave": "yes"})
        assert "Subscribe again" in left.text
        await client.post(link(office), data={"subscribe": "again"})

    assert states(office, approved(office, "# More\n\nText.\n"))["bob@chess.example"] == "ready"


async def test_tokens_that_we_never_made_get_the_same_answer_and_do_nothing(office: Office) -> None:
    issue = approved(office)

    async with web(office) as client:
        good = await client.post(link(office), data={"subscribe": "again"})
        others = [
            await client.post(f"/u/{token}", data={"subscribe": "again"}) for token in ("a" * 26, "x", "%00", link(office)[3:-1] + "a")
        ]

    assert {(each.status_code, each.text) for each in others} == {(good.status_code, good.text)}
    assert states(office, issue)["bob@chess.example"] == "ready"


async def test_a_body_that_is_no_form_is_refused(office: Office) -> None:
    async with web(office) as client:
        answer = await client.post(link(office), content=b"x" * 5_000)

    assert answer.status_code == 413


def test_tokens_and_message_ids_prove_that_we_made_them() -> None:
    for row in (1, 7, 2**40):
        assert row_of_token(b"secret", token_of(b"secret", row)) == row
        assert row_of_token(b"other", token_of(b"secret", row)) is None
        assert row_of_message_id(b"secret", message_id_of(b"secret", row, "d.example")) == row
        assert row_of_message_id(b"other", message_id_of(b"secret", row, "d.example")) is None
