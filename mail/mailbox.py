"""One mailbox over IMAP: what lies in it, its bytes, where they go and when something stirs; the only importer of imapclient."""

from __future__ import annotations

import logging
import select
import socket
import ssl
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Timer
from typing import TYPE_CHECKING, Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError, ProtocolError

from handlers.outages import Kind
from mail.account import Account
from mail.addresses import clean
from mail.causes import life
from mail.oauth import NoToken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

__all__ = ["Account", "Mailbox", "NoFolder", "NoIdle", "NotAdmitted", "Opened", "Outline", "Refused", "Trouble", "refuse_line_breaks"]

#: A server that says nothing for this long is gone.
SILENCE_S = 30.0

#: A command that takes longer is cut by the watchdog, however much the server trickles in the meantime; bytes have their own allowance.
COMMAND_S = 120.0
SLOWEST_BYTES_PER_S = 50_000

#: Without IDLE the mailbox is looked at this often.
POLL_S = 30.0

#: How soon a wait notices that it is wanted for something else.
SLICE_S = 0.25

#: Finds a dead line in two minutes, where an IDLE that hears nothing would take until it is renewed.
_KEEPALIVE = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4))


#: What the folder of sent mail is called, in English and Spanish, where the server does not mark it (RFC 6154).
SENT_NAMES = (
    *("Sent", "Sent Items", "Sent Messages", "Sent Mail"),
    *("Enviados", "Elementos enviados", "Mensajes enviados", "Correo enviado", "Correos enviados"),
)

#: What a server may tell of a mail without being asked.
_UNASKED = frozenset({b"SEQ", b"UID", b"FLAGS", b"MODSEQ"})


class Trouble(Exception):  # noqa: N818  one clear line for the one who must act; what follows says which kind
    """The connection is of no use any more: open another one after a while."""


class NotAdmitted(Trouble):
    """The server refuses the user or the password: somebody must mend that, and to try often may lock the account."""

    kind = Kind.PASSWORD


class NoFolder(Trouble):
    """The server lets us in, and not into the folder."""

    kind = Kind.FOLDER


class NoIdle(Trouble):
    """The server offered IDLE and then did not take it."""


class Refused(Exception):  # noqa: N818  an answer of the server; the connection is as good as before
    """The server says NO to one command."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A folder as it was when it was opened."""

    uidvalidity: int
    uidnext: int
    messages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """What is asked before a mail is fetched (T17)."""

    size: int
    arrived: datetime | None  #: when the server got it, by the server's clock


class Mailbox:
    """One connection to one folder, for one thread. Only `cut` may be called from another.

    No command reads or sets the flag Seen: staff read the mailbox too. Mails are named by UID alone, and nothing that a stranger wrote is
    ever sent to the server. Every method raises Trouble where the connection is lost, and Refused where the server says NO.
    """

    def __init__(self, account: Account, *, tls: ssl.SSLContext | None = None, silence_s: float = SILENCE_S, idle: bool = True) -> None:
        self.account = account
        self._tls = tls
        self._silence_s = silence_s
        self._wants_idle = idle
        self._client: Any = None
        self._prefix = ""
        self._uidvalidity = 0
        self._can: frozenset[str] = frozenset()

    @property
    def can_idle(self) -> bool:
        return self._wants_idle and "IDLE" in self._can

    @property
    def can_move(self) -> bool:
        """Without UIDPLUS an EXPUNGE would remove what staff have marked as deleted, so there is no moving by copies."""
        return bool(self._can & {"MOVE", "UIDPLUS"})

    def open(self) -> Opened:
        """Connect, log in and select the folder."""
        # imapclient logs every line at debug, mail and all; ours stay out of logs.
        logging.getLogger("imapclient").setLevel(logging.WARNING)
        account, where = self.account, f"{self.account.host}:{self.account.port}"
        timeout = SocketTimeout(self._silence_s, self._silence_s)
        try:
            self._client = IMAPClient(account.host, account.port, ssl=account.tls, ssl_context=self._tls, timeout=timeout)
        except (IMAPClientError, OSError, ValueError) as error:
            raise Trouble(f"{where} cannot be reached: {_words(error)}") from error
        self._client.normalise_times = False
        self._keep_alive()
        self._log_in()
        self._can = frozenset(each.decode("ascii", "replace") for each in self._ask("capabilities"))
        self._prefix = self._personal_prefix()
        opened = self._select()
        self._uidvalidity = opened.uidvalidity
        return opened

    def certificate_life(self) -> tuple[datetime, datetime] | None:
        """From when to when the server's certificate is good; None without TLS."""
        line = self._client.socket()
        return life(line.getpeercert()) if isinstance(line, ssl.SSLSocket) else None

    def uids(self, first: int = 1) -> tuple[int, ...]:
        """UIDs from this one on, in order."""
        # From here on whatever the server says of new mail means mail that this search may have missed.
        self._told_of_new_mail()
        # `n:*` always names the last mail, even where its UID lies below n (RFC 3501, 6.4.8).
        return tuple(sorted(uid for uid in self._ask("search", ["UID", f"{first}:*"]) if uid >= first))

    def outlines(self, uids: Sequence[int]) -> dict[int, Outline]:
        """Size and arrival; a mail that is gone is left out."""
        found: Mapping[int, Mapping[bytes, Any]] = self._ask("fetch", list(uids), ["RFC822.SIZE", "INTERNALDATE"])
        return {
            uid: Outline(size=int(said[b"RFC822.SIZE"]), arrived=said.get(b"INTERNALDATE"))
            for uid, said in found.items()
            if b"RFC822.SIZE" in said
        }

    def fetch(self, uids: Sequence[int], expected_bytes: int) -> dict[int, bytes]:
        """The raw mails; one that is gone is left out."""
        return self._bodies(uids, "BODY.PEEK[]", expected_bytes)

    def head(self, uid: int, most_bytes: int) -> bytes | None:
        """The beginning of a mail's header block: a mail that is too big is never fetched whole."""
        return self.heads([uid], most_bytes).get(uid)

    def heads(self, uids: Sequence[int], most_bytes: int) -> dict[int, bytes]:
        """The beginnings of several header blocks; a mail that is gone is left out."""
        return self._bodies(uids, f"BODY.PEEK[HEADER]<0.{most_bytes}>", most_bytes * len(uids))

    def sent_folder(self) -> str | None:
        """Name the folder where mail programs put what was sent; None where the server marks none and none has a usual name."""
        found: Sequence[tuple[Sequence[bytes], bytes | None, str]] = self._ask("list_folders")
        there = [(flags, separator, str(name)) for flags, separator, name in found if b"\\Noselect" not in flags]
        marked = [name for flags, _, name in there if b"\\sent" in {flag.lower() for flag in flags}]
        if marked:
            return marked[0]
        named = {self._own_name(name).casefold(): name for _, _, name in there}
        return next((named[each.casefold()] for each in SENT_NAMES if each.casefold() in named), None)

    def standing(self, folder: str) -> Opened:
        """How another folder stands, without opening it."""
        return _standing(folder, self._ask("folder_status", folder, ["MESSAGES", "UIDNEXT", "UIDVALIDITY"]), b"MESSAGES")

    @contextmanager
    def elsewhere(self, folder: str) -> Iterator[Opened]:
        """Look into another folder, in which nothing can be changed, and come back: the next search finds what came to ours meanwhile."""
        try:
            yield _standing(folder, self._ask("select_folder", folder, True), b"EXISTS")
        except Refused:
            self._come_back()
            raise
        self._come_back()

    def _come_back(self) -> None:
        if self._select().uidvalidity != self._uidvalidity:
            raise Trouble(f"the folder {self.account.folder!r} was made anew meanwhile")

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move mails to a folder of ours, which is made where it is missing."""
        place = folder if not self._prefix or folder.startswith(self._prefix) else f"{self._prefix}{folder}"
        try:
            self._move(list(uids), place)
        except Refused:
            # The server may say TRYCREATE or words of its own. A folder that is there refuses to be made; the second move then says why.
            with suppress(Refused):
                self._ask("create_folder", place)
                self._ask("subscribe_folder", place)
            self._move(list(uids), place)

    def wait(self, seconds: float, woken: Event) -> None:
        """Return when something stirs in the folder, when `woken` is set, or after so long."""
        if self._told_of_new_mail() or woken.is_set():
            return
        if not self.can_idle:
            woken.wait(min(seconds, POLL_S))
            self._ask("noop")
            return
        self._ask("idle")
        until = time.monotonic() + seconds
        while time.monotonic() < until and not woken.is_set() and not self._stirs():
            continue
        self._ask("idle_done")

    def close(self) -> None:
        """Say goodbye, if the server still listens."""
        if self._client is not None:
            with suppress(Trouble, Refused):
                self._ask("logout", within_s=5)
            self.cut()
            with suppress(Exception):  # whatever is left of a broken connection is given back to the system
                self._client.shutdown()
            self._client = None

    def cut(self) -> None:
        """End the connection at once; whatever waits for the server then gets Trouble."""
        client = self._client
        if client is not None:
            with suppress(OSError):
                # Not the TLS socket's own method, which would pull its state away from under the thread that reads.
                socket.socket.shutdown(client.socket(), socket.SHUT_RDWR)

    def _log_in(self) -> None:
        tokens = self.account.tokens
        if tokens is None:
            self._log_in_by_password()
            return
        try:
            token = tokens.token()
            try:
                self._log_in_by_token(token)
            except NotAdmitted:
                # A token may be taken back before its end, as after a change of rights: one more try with another one.
                self._log_in_by_token(tokens.instead_of(token))
        except NoToken as no:
            raise (NotAdmitted if no.refused else Trouble)(str(no)) from no

    def _log_in_by_token(self, token: str) -> None:
        account = self.account
        # Of a token that it does not take the server tells in a challenge, which an empty answer ends.
        answers = iter([f"user={account.user}\1auth=Bearer {token}\1\1"])
        try:
            self._ask("sasl_login", "XOAUTH2", lambda _: next(answers, ""))
        except Refused as no:
            if "UNAVAILABLE" in str(no):
                raise Trouble(f"{account.host} cannot check the access token just now: {no}") from no
            raise NotAdmitted(
                f"{account.host} does not let {account.user} in with an access token: {no}; "
                "check that the application may read this mailbox, and LIAISON_IMAP_URL"
            ) from no

    def _log_in_by_password(self) -> None:
        account = self.account
        try:
            # PLAIN carries every character; LOGIN only ASCII, and a user without blanks.
            if b"AUTH=PLAIN" in self._ask("capabilities"):
                self._ask("sasl_login", "PLAIN", lambda _: f"\0{account.user}\0{account.password}")
            else:
                self._ask("login", account.user, account.password)
        except Refused as no:
            if "UNAVAILABLE" in str(no):  # The server's own trouble, not the password's (RFC 5530, 3).
                raise Trouble(f"{account.host} cannot check the password just now: {no}") from no
            raise NotAdmitted(
                f"{account.host} refuses the user or the password: {no}; check LIAISON_IMAP_URL and LIAISON_IMAP_PASSWORD"
            ) from no

    def _select(self) -> Opened:
        try:
            said: Mapping[bytes, Any] = self._ask("select_folder", self.account.folder)
        except Refused as no:
            raise NoFolder(f"{self.account.host} does not open the folder {self.account.folder!r}: {no}") from no
        messages = int(said.get(b"EXISTS", 0))
        if b"UIDVALIDITY" not in said:
            raise NoFolder(f"{self.account.host} gives no UIDVALIDITY for {self.account.folder!r}, so that mail could not be told apart")
        # Only very old servers leave UIDNEXT out.
        uidnext = said[b"UIDNEXT"] if b"UIDNEXT" in said else max(self.uids(), default=0) + 1
        return Opened(uidvalidity=int(said[b"UIDVALIDITY"]), uidnext=int(uidnext), messages=messages)

    def _own_name(self, folder: str) -> str:
        """What a folder is called below that prefix."""
        return folder.removeprefix(self._prefix) if self._prefix else folder

    def _personal_prefix(self) -> str:
        """What folders of one's own begin with, such as `INBOX.` (RFC 2342)."""
        if "NAMESPACE" not in self._can:
            return ""
        personal = self._ask("namespace").personal
        return str(personal[0][0]) if personal else ""

    def _bodies(self, uids: Sequence[int], item: str, expected_bytes: int) -> dict[int, bytes]:
        found: Mapping[int, Mapping[bytes, Any]] = self._ask(
            "fetch", list(uids), [item], within_s=COMMAND_S + expected_bytes / SLOWEST_BYTES_PER_S
        )
        told = [(uid, name, value) for uid, said in found.items() for name, value in said.items() if name not in _UNASKED]
        if not all(name.startswith(b"BODY[") for _, name, _ in told):
            # The rest of a mail whose literal was announced too short.
            raise Trouble(f"{self.account.host} was not understood at fetch: it told of something else")
        return {uid: value for uid, _, value in told if isinstance(value, bytes)}

    def _move(self, uids: list[int], place: str) -> None:
        if "MOVE" in self._can:
            self._ask("move", uids, place)
            return
        self._ask("copy", uids, place)
        self._ask("delete_messages", uids, True)
        self._ask("uid_expunge", uids)

    def _stirs(self) -> bool:
        """Whether the server says something during IDLE; what it says is read when IDLE ends."""
        line = self._client.socket()
        # What came in one packet with "idling" is in a buffer already, and no poll would tell of it.
        line.setblocking(False)
        try:
            if self._client._imap.file.peek(1):  # noqa: SLF001  imapclient has no other way to see it
                return True
        except OSError:
            pass  # TLS says by an error that there is nothing to read; a lost line shows in what follows.
        finally:
            line.settimeout(self._silence_s)
        poll = select.poll()
        poll.register(line.fileno(), select.POLLIN)
        return bool(poll.poll(SLICE_S * 1000))

    def _told_of_new_mail(self) -> bool:
        """Whether the server has mentioned new mail in passing since this was asked last: it says so once, and IDLE does not repeat it."""
        _, said = self._client._imap.response("EXISTS")  # noqa: SLF001  a public method of imaplib, which imapclient keeps to itself
        return bool(said != [None])

    def _keep_alive(self) -> None:
        line = self._client.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _KEEPALIVE:
            if hasattr(socket, name):  # macOS knows fewer of them
                line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)

    def _ask(self, command: str, *arguments: Any, within_s: float = COMMAND_S) -> Any:
        """One call of imapclient, in time and with its errors in our words."""
        refuse_line_breaks(arguments)
        if self._client is None:
            raise Trouble("the mailbox is not open")
        with self._watched(within_s):
            try:
                return getattr(self._client, command)(*arguments)
            except (IMAPClientAbortError, ProtocolError, OSError, EOFError) as lost:
                raise Trouble(f"{self.account.host} was lost at {command}: {_words(lost)}") from lost
            except LoginError as no:
                # imapclient makes one of everything that happens while it logs in, a lost line too.
                if isinstance(no.__context__, IMAPClientAbortError):
                    raise Trouble(f"{self.account.host} was lost at {command}: {_words(no)}") from no
                raise Refused(_words(no)) from no
            except IMAPClientError as no:
                if command in {"idle", "idle_done"}:  # The server waits for a DONE, or we for an answer: nobody knows.
                    raise NoIdle(f"{self.account.host} does not take {command}: {_words(no)}") from no
                raise Refused(_words(no)) from no
            except UnicodeEncodeError as no:
                raise Refused("this server's LOGIN takes only ASCII") from no
            except Exception as odd:
                # An answer that imapclient's parser trips over: one mail must not stop the mailbox.
                raise Trouble(f"{self.account.host} was not understood at {command}: {type(odd).__name__}") from odd

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        """Cut the connection if this takes longer: a socket's own timeout starts anew with every byte."""
        watchdog = Timer(seconds, self.cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()


def refuse_line_breaks(arguments: Iterable[Any]) -> None:
    """Refuse what imapclient 4.1 would send on as it is: an argument could carry a second command behind its CR or LF (T16)."""
    for each in arguments:
        if isinstance(each, str | bytes):
            if any(end in (each.encode() if isinstance(each, str) else each) for end in (b"\r", b"\n", b"\0")):
                raise ValueError("an argument of an IMAP command has no line break and no NUL")
        elif isinstance(each, list | tuple):
            refuse_line_breaks(each)


def _standing(folder: str, said: Mapping[bytes, Any], count: bytes) -> Opened:
    if b"UIDVALIDITY" not in said or b"UIDNEXT" not in said:
        raise Refused(f"the server does not number the mails of {folder!r}")
    return Opened(uidvalidity=int(said[b"UIDVALIDITY"]), uidnext=int(said[b"UIDNEXT"]), messages=int(said.get(count, 0)))


def _words(error: Exception) -> str:
    said = error.args[0] if error.args and isinstance(error.args[0], bytes) else None
    text = said.decode("utf-8", "replace") if said is not None else str(error)
    return clean(text)[:300] or type(error).__name__
