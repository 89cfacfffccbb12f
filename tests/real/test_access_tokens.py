"""Logging in to a real IMAP server with an access token, which the server has checked by the service that gave it."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mail.account import Account
from mail.mailbox import Mailbox, NotAdmitted, Trouble
from mail.oauth import Microsoft, Tokens
from tests.real.conftest import NOBODY, NOGROUP, Dovecot, running
from tests.token_service import SECRET, TokenService

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.real

USER = "intake"

BY_TOKEN = """
auth_mechanisms = plain xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {file}
}}
auth_cache_size = 0
namespace inbox {{
  mailbox Gesendet {{
    auto = create
    special_use = \\Sent
  }}
}}
"""


@pytest.fixture(scope="module")
def service() -> Iterator[TokenService]:
    made = TokenService(user=USER)
    made.start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(real_program: Callable[[str], str], service: TokenService) -> Iterator[Dovecot]:
    folder = Path(tempfile.mkdtemp(prefix="liaison-token-"))
    file = folder / "oauth2.conf.ext"
    file.write_text(f"tokeninfo_url = {service.url}/tokeninfo?access_token=\nusername_attribute = email\n", encoding="utf-8")
    if os.geteuid() == 0:
        for each in (folder, file):
            shutil.chown(each, NOBODY, NOGROUP)
    with running(real_program("dovecot"), real_program("openssl"), BY_TOKEN.format(file=file)) as made:
        yield made
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _as_in_the_beginning(service: TokenService) -> None:
    service.taken_back.clear()
    service.asked.clear()
    service.denies = None


def mailbox(server: Dovecot, tokens: Tokens, user: str = USER) -> Mailbox:
    return Mailbox(Account.from_url(f"imap://{user}@127.0.0.1:{server.imap}", "", tokens))


def tokens_of(service: TokenService, secret: str = SECRET) -> Tokens:
    return Tokens(Microsoft(client="an-id", secret=secret, now=lambda: datetime.now(UTC)), service.url)  # noqa: TID251  no assertion here


def test_a_token_opens_the_mailbox_and_serves_again(server: Dovecot, service: TokenService) -> None:
    tokens = tokens_of(service)

    for _ in range(2):
        with closing(mailbox(server, tokens)) as box:
            assert box.open().messages == 0

    assert len(service.asked) == 1


def test_a_token_that_was_taken_back_is_fetched_anew_once(server: Dovecot, service: TokenService) -> None:
    tokens = tokens_of(service)
    service.taken_back.add(tokens.token())

    with closing(mailbox(server, tokens)) as box:
        box.open()

    assert len(service.asked) == 2


def test_a_mailbox_that_the_token_is_not_for_is_one_clear_line(server: Dovecot, service: TokenService) -> None:
    with closing(mailbox(server, tokens_of(service), "somebody")) as box, pytest.raises(NotAdmitted, match="may read this mailbox") as told:
        box.open()

    assert "\n" not in str(told.value)
    assert "token-" not in str(told.value)
    assert len(service.asked) == 2


def test_no_token_is_a_refusal_or_an_outage_as_the_service_has_it(server: Dovecot, service: TokenService) -> None:
    with closing(mailbox(server, tokens_of(service, "hunter2"))) as box, pytest.raises(NotAdmitted, match="LIAISON_OAUTH_SECRET") as told:
        box.open()
    service.denies = (503, b"", {})
    with closing(mailbox(server, tokens_of(service))) as box, pytest.raises(Trouble, match="just now: 503") as away:
        box.open()

    assert "hunter2" not in str(told.value)
    assert not isinstance(away.value, NotAdmitted)


def test_the_folder_that_the_server_marks_is_found_by_its_mark(server: Dovecot, service: TokenService) -> None:
    with closing(mailbox(server, tokens_of(service))) as box:
        box.open()

        assert box.sent_folder() == "Gesendet"
