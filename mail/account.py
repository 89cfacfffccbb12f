"""Which mailbox is read, and how to get in; read from a setting without anything of IMAP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mail.hosts import is_loopback

if TYPE_CHECKING:
    from mail.oauth import Tokens


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Which mailbox, and how to get in."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    tokens: Tokens | None = field(default=None, repr=False)  #: instead of a password

    @property
    def key(self) -> str:
        """What names this mailbox for ever, whichever way leads to it."""
        return self.key_of(self.folder)

    def key_of(self, folder: str) -> str:
        return f"{self.user}@{self.host}/{folder}"

    @classmethod
    def from_url(cls, url: str, password: str, tokens: Tokens | None = None) -> Account:
        """Read `imaps://user@host:993/INBOX`; a ValueError says what is wrong with it."""
        parts = urlsplit(url)
        if parts.scheme not in {"imap", "imaps"}:
            raise ValueError("an address begins with imaps://, or with imap:// on this machine")
        host, user = parts.hostname or "", unquote(parts.username or "")
        folder = unquote(parts.path.strip("/")) or "INBOX"
        for wrong, words in (
            (not host, "the server's name is missing"),
            (parts.password is not None, "the password belongs into LIAISON_IMAP_PASSWORD"),
            (not user, "the user is missing: imaps://user@host"),
            (bool(parts.query or parts.fragment), "nothing may follow the folder's name"),
            (not f"{user}{password}{folder}".isprintable(), "a user, password or folder has no line break or other control character"),
            (parts.scheme == "imap" and not is_loopback(host), f"imap:// is for this machine only; for {host} use imaps://"),
            (not password and tokens is None, "there is a user and no LIAISON_IMAP_PASSWORD"),
        ):
            if wrong:
                raise ValueError(words)
        tls = parts.scheme == "imaps"
        # INBOX is the one folder whose name has no case (RFC 3501, 5.1).
        folder = "INBOX" if folder.upper() == "INBOX" else folder
        port = parts.port or (993 if tls else 143)
        return cls(host=host, port=port, tls=tls, user=user, password=password, folder=folder, tokens=tokens)
