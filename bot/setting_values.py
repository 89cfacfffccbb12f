"""What single settings mean: each reads the text that an office wrote, or says in one sentence why it cannot work."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args
from urllib.parse import urlsplit

from bot.clock import parse_instant
from mail.addresses import is_sendable, parse_mailbox
from mail.hosts import is_loopback

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.types import Address

PREFIX = "LIAISON_"

Role = Literal["viewer", "staff", "approver", "admin"]


class SettingsError(Exception):
    """A setting that cannot work: one line for each, which names it."""


class HostPort(NamedTuple):
    """Where the built-in listener, or the web application, listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def host_port(value: object) -> HostPort | None:
    text = str(value).strip()
    if not text:
        return None
    host, _, port = text.rpartition(":")
    bare = host.removeprefix("[").removesuffix("]")
    if not bare or not port.isdecimal() or not 0 < int(port) < 2**16 or (":" in bare and bare == host):
        raise ValueError(f"{text!r} is no host:port such as 127.0.0.1:2525 or [::1]:2525")
    return HostPort(bare, int(port))


def public_url(value: object) -> str:
    """What links in our mails begin with, without a slash at the end."""
    text = str(value).strip().rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment or parts.username):
        raise ValueError(f"{text!r} is no address such as https://partners.district.example")
    return text


def mailbox(value: object) -> Address:
    address = parse_mailbox(str(value))
    if address is None or not is_sendable(address.email):
        raise ValueError(f"{value!r} is no mail address")
    return address


class Staff(NamedTuple):
    """Who of the office may do what."""

    email: str
    role: Role


def staff_list(value: object) -> tuple[Staff, ...]:
    found: list[Staff] = []
    for each in filter(None, (part.strip() for part in str(value).split(","))):
        email, _, suffix = each.partition(":")
        role = next((known for known in get_args(Role) if known == (suffix or "staff")), None)
        if role is None:
            raise ValueError(f"{each!r}: the role after the colon is one of {', '.join(get_args(Role))}")
        found.append(Staff(mailbox(email).email, role))
    return tuple(found)


def since(value: object) -> object:
    text = str(value).strip()
    if text in {"now", "all"}:
        return text
    try:
        return parse_instant(text)
    except ValueError as error:
        raise ValueError(f"this must be now, all or an instant: {error}") from None


def database_url(value: object, folder: Path) -> str:
    """The address with an absolute path, so that the current folder matters only once."""
    scheme, _, rest = str(value).partition("://")
    if scheme == "sqlite":
        path, mark, query = rest.removeprefix("/").partition("?")
        if not rest.startswith("/") or not path or path == ":memory:":
            raise ValueError("a SQLite address needs a file: sqlite:///var/liaison.db, or four slashes before an absolute path")
        return f"sqlite:///{folder / path}{mark}{query}"
    if scheme not in {"postgresql", "postgresql+psycopg"}:
        raise ValueError("an address begins with sqlite:/// or postgresql://")  # What was given may hold a password.
    if importlib.util.find_spec("psycopg") is None:
        raise ValueError('PostgreSQL needs psycopg, which is not installed: ./dev setup, or pip install "psycopg[binary]"')
    return str(value)


class SlackStaff(NamedTuple):
    """Who in Slack may do what: one user, all of a user group, or all members of a channel."""

    id: str
    role: Role

    @property
    def kind(self) -> Literal["user", "group", "channel"]:
        return {"S": "group", "C": "channel", "G": "channel"}.get(self.id[0], "user")  # type: ignore[return-value]  # the three words of `kind`


_SLACK_ID = re.compile(r"[UWSCG][A-Z0-9]+", re.IGNORECASE)


def slack_staff(value: object) -> tuple[SlackStaff, ...]:
    found: list[SlackStaff] = []
    for each in filter(None, (part.strip() for part in str(value).split(","))):
        name, _, suffix = each.partition(":")
        role = next((known for known in get_args(Role) if known == (suffix or "staff")), None)
        if not _SLACK_ID.fullmatch(name):
            raise ValueError(f"{name!r} is no Slack id: a user's begins with U or W, a user group's with S, a channel's with C or G")
        if role is None:
            raise ValueError(f"{each!r}: the role after the colon is one of {', '.join(get_args(Role))}")
        found.append(SlackStaff(name.upper(), role))
    return tuple(found)


def slack_channel(value: object) -> str:
    text = str(value).strip().upper()
    if text and not (_SLACK_ID.fullmatch(text) and text[0] in "CG"):
        raise ValueError(f"{value!r} is no channel's id such as C0123456789; Slack shows it at the end of the channel's details")
    return text


def slack_api_url(value: object) -> str:
    """Where Slack's Web API is, if not at its own address: a local stand-in, whose address ends with a slash."""
    text = str(value).strip()
    if not text:
        return ""
    parts = urlsplit(text)
    on_this_machine = parts.hostname is not None and is_loopback(parts.hostname)
    if not parts.netloc or not (parts.scheme == "https" or (parts.scheme == "http" and on_this_machine)):
        raise ValueError(f"{text!r} is no https:// address; http:// is for this machine only")
    return text if text.endswith("/") else f"{text}/"


def check_slack(*, bot: str, app: bool, signing: bool, web: bool) -> None:
    """Say what is missing for Slack to be spoken with and heard."""
    if not bot and (app or signing):
        raise ValueError("this is missing, and another Slack setting is there: the Bot User OAuth Token of your Slack app, xoxb-…")
    if bot.startswith(("xapp-", "xoxp-")):
        raise ValueError("this is another token of your Slack app: the Bot User OAuth Token begins with xoxb-")
    if bot and not (app or signing):
        raise ValueError(f"it needs {PREFIX}SLACK_APP_TOKEN (Socket Mode, no public address) or {PREFIX}SLACK_SIGNING_SECRET (HTTP)")
    if signing and not app and not web:
        raise ValueError(f"{PREFIX}SLACK_SIGNING_SECRET hears Slack by HTTP, which needs {PREFIX}WEB; or set {PREFIX}SLACK_APP_TOKEN")
