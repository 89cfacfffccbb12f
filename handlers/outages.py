"""When a part of Liaison that is away is somebody's business: who hears of it, once, and that it is over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Part(StrEnum):
    """What can be away by itself."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    STORE = "store"


class Kind(StrEnum):
    """What is wrong with it; templates/email/_outages.txt has the words."""

    NO_NAME = "no_name"  #: the server's name leads nowhere
    UNREACHABLE = "unreachable"
    SILENT = "silent"
    BROKEN = "broken"  #: it answers, and the connection ends for a reason of its own
    PUT_OFF = "put_off"  #: it says "later" to whatever we bring
    REFUSED = "refused"  #: it takes nothing from us, by its settings or ours
    PASSWORD = "password"  # noqa: S105  a name, no secret
    FOLDER = "folder"
    EXPIRED = "expired"  #: its certificate
    UNTRUSTED = "untrusted"  #: its certificate
    BUSY = "busy"
    AWAY = "away"
    LOW = "low"  #: the disk is nearly full
    FULL = "full"


class Way(StrEnum):
    """How staff hear of an outage. Slack, once it is there, is a further one, and is not away when mail is."""

    OUTBOX = "outbox"
    STRAIGHT = "straight"  #: by mail past the outbox, which cannot take it
    TERMINAL = "terminal"  #: mail cannot carry the news that mail is away; its end tells of both
    LATER = "later"


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long it may last before the terminal shows it, and before staff hear of it."""

    shown: timedelta = timedelta(seconds=20)
    staff: timedelta = timedelta(minutes=10)


_AT_ONCE = Patience(shown=timedelta(0), staff=timedelta(0))

#: What ends by itself gets time to; what a person must mend is told at once.
PATIENCE: Final[Mapping[Kind, Patience]] = {
    Kind.NO_NAME: Patience(),
    Kind.UNREACHABLE: Patience(),
    Kind.SILENT: Patience(),
    Kind.BROKEN: Patience(),
    Kind.REFUSED: Patience(),
    Kind.PUT_OFF: Patience(staff=timedelta(hours=1)),
    Kind.BUSY: Patience(),
    Kind.AWAY: Patience(staff=timedelta(minutes=5)),
    Kind.PASSWORD: _AT_ONCE,
    Kind.FOLDER: _AT_ONCE,
    Kind.EXPIRED: _AT_ONCE,
    Kind.UNTRUSTED: _AT_ONCE,
    Kind.LOW: _AT_ONCE,
    Kind.FULL: _AT_ONCE,
}

#: While it lasts, staff hear again this often.
AGAIN = timedelta(days=1)

#: It is over when the part has worked for so long: a line that comes and goes is one outage, not ten.
STEADY = timedelta(minutes=1)

#: What ends at the same time is told in one mail; none waits longer for another than this.
TOGETHER = timedelta(minutes=5)

#: A store in one of these states takes no notice of its own.
KEEPS_NOTHING: Final = frozenset({Kind.FULL, Kind.AWAY, Kind.BUSY})

#: Days before the end of a certificate at which staff hear of it.
WARN_DAYS: Final = (14, 3, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """A part as it was found at an instant; no kind of trouble means that it worked."""

    part: Part
    at: datetime
    kind: Kind | None = None
    words: str = ""  #: the technical line, for whoever mends it
    where: str = ""  #: the server, account or file


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """A part that is away, or that works again for so short a time that it may be away again."""

    part: Part
    kind: Kind
    since: datetime
    words: str = ""
    where: str = ""
    told: tuple[Kind, ...] = ()  #: what staff know to be wrong with it
    told_at: datetime | None = None  #: when they heard last
    met: tuple[Kind, ...] = ()  #: what else was wrong with it before
    well_since: datetime | None = None

    @property
    def gravest(self) -> Kind:
        """What it is remembered by: that a disk was full counts more than that it had little room in the end."""
        return next((kind for kind in (*self.met, *self.told) if kind in KEEPS_NOTHING and self.kind is Kind.LOW), self.kind)

    @property
    def is_out(self) -> bool:
        return self.well_since is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """The certificate that a server showed last."""

    part: Part
    where: str
    starts: datetime
    ends: datetime
    told: int | None = None  #: of WARN_DAYS, the last one that staff heard of


def seen(known: Outage | None, sight: Sight) -> Outage | None:
    """What a new sight of a part makes of what is known of it."""
    if sight.kind is None:
        return known and replace(known, well_since=known.well_since or sight.at)
    if known is None:
        return Outage(part=sight.part, kind=sight.kind, since=sight.at, words=sight.words, where=sight.where)
    met = known.met if known.kind in {sight.kind, *known.met} else (*known.met, known.kind)
    return replace(known, met=met, kind=sight.kind, words=sight.words, where=sight.where or known.where, well_since=None)


def is_shown(outage: Outage, now: datetime) -> bool:
    """Whether it is more than a hiccup: the terminal and `check` show it, and it outlives a restart."""
    return outage.told_at is not None or (outage.well_since or now) - outage.since >= PATIENCE[outage.kind].shown


def is_due(outage: Outage, now: datetime) -> bool:
    """Whether staff are to hear of it now: once, once more where it now needs their hands, and once a day while it lasts."""
    patience = PATIENCE[outage.kind].staff
    if not outage.is_out or now - outage.since < patience:
        return False
    if outage.told_at is None or now - outage.told_at >= AGAIN:
        return True
    return not patience and outage.kind not in outage.told


def told(outage: Outage, now: datetime) -> Outage:
    return replace(outage, told=(*(kind for kind in outage.told if kind is not outage.kind), outage.kind), told_at=now)


def way(outage: Outage, known: Collection[Outage]) -> Way:
    """How staff can hear of it, given what else is away."""
    out = {each.part: each.kind for each in known if each.is_out}
    if outage.part is Part.OUTGOING:
        return Way.TERMINAL
    if Part.OUTGOING in out:
        return Way.LATER
    if out.get(Part.STORE) in KEEPS_NOTHING:
        return Way.STRAIGHT if outage.part is Part.STORE else Way.LATER
    # Mail can leave again since a moment ago: what was away with it gets the same moment to come back.
    return Way.LATER if any(each.part is Part.OUTGOING for each in known) else Way.OUTBOX


def ended(known: Collection[Outage], now: datetime) -> tuple[Outage, ...]:
    """Those that are over by now; they wait a little for one another, so that one mail can tell of all."""
    well_for = {each.part: now - each.well_since for each in known if each.well_since is not None}
    steady = tuple(each for each in known if well_for.get(each.part, timedelta(0)) >= STEADY)
    others_soon = any(time < STEADY for time in well_for.values())
    patient = all(well_for[each.part] < TOGETHER for each in steady)
    return () if others_soon and patient else steady


def is_reported(outage: Outage) -> bool:
    """Whether staff hear of its end: they heard of it, or it was long enough to be theirs and nothing could tell them."""
    return outage.told_at is not None or (outage.well_since or outage.since) - outage.since >= PATIENCE[outage.kind].staff


def noted(known: Certificate | None, shown: Certificate) -> Certificate:
    """What is known once a server has shown its certificate; a new one has not been told of."""
    return known if known is not None and (known.where, known.ends) == (shown.where, shown.ends) else shown


def warning(certificate: Certificate, now: datetime) -> int | None:
    """Return which of WARN_DAYS staff are to hear of now. One that lives for days alone is not announced two weeks ahead."""
    life = certificate.ends - certificate.starts
    passed = [days for days in WARN_DAYS if now >= certificate.ends - timedelta(days=days) and timedelta(days=days) <= life / 2]
    if not passed or (certificate.told is not None and certificate.told <= min(passed)):
        return None
    return min(passed)


def is_renewed(known: Certificate | None, shown: Certificate, now: datetime) -> bool:
    """Whether staff, who heard of the old certificate's end, are to hear that there is a new one."""
    return known is not None and known.told is not None and shown.ends > known.ends and warning(shown, now) is None
