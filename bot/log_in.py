"""How both mail servers are logged in to: what each way needs among the settings, and what it makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.clock import Clock
from bot.setting_values import PREFIX
from mail import oauth
from mail.account import Account

if TYPE_CHECKING:
    from collections.abc import Mapping


def account(url: str, password: SecretStr, tokens: oauth.Tokens | None) -> Account | None:
    return Account.from_url(url, password.get_secret_value(), tokens) if url else None


#: What each way to log in needs beside the mailbox's address, and what it has no use for.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "password": (),
    "microsoft": ("oauth_client_id", "oauth_tenant"),
    "google": ("oauth_client_id", "oauth_secret", "oauth_token_file"),
}
HAS_NO_USE_FOR: Mapping[str, tuple[str, ...]] = {
    "password": ("oauth_client_id", "oauth_secret", "oauth_certificate", "oauth_tenant", "oauth_token_file", "oauth_token_url"),
    "microsoft": ("imap_password", "smtp_password", "oauth_token_file"),
    "google": ("imap_password", "smtp_password", "oauth_certificate", "oauth_tenant"),
}


#: All that says who logs in.
SETTINGS = frozenset({"mail_auth", *HAS_NO_USE_FOR["password"], "imap_password", "smtp_password"})


def plain(value: object) -> str:
    """What was set, in one kind: an empty one is none."""
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value or "")


def names(settings: list[str]) -> str:
    return " and ".join(f"{PREFIX}{name.upper()}" for name in settings)


def tokens(given: Mapping[str, Any]) -> oauth.Tokens | None:
    """What stands for a password, from settings that were checked; asks nobody yet."""
    auth = given.get("mail_auth")
    if auth == "password":
        return None
    secret, client = given["oauth_secret"].get_secret_value(), given["oauth_client_id"]
    if auth == "microsoft":
        file = given["oauth_certificate"]
        grant = oauth.Microsoft(client=client, secret=secret, certificate=oauth.Certificate.read(file) if file else None, now=Clock().now)
        return oauth.Tokens(grant, given["oauth_token_url"] or oauth.microsoft_url(given["oauth_tenant"]))
    return oauth.Tokens(
        oauth.Google(client=client, secret=secret, file=given["oauth_token_file"]), given["oauth_token_url"] or oauth.GOOGLE
    )
