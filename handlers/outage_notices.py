"""What staff read of an outage, its end and a certificate: the facts; the words are in templates/email/_outages.txt."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from handlers import letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from handlers.outages import Certificate, Outage, Part
    from handlers.playbook import Playbook
    from handlers.types import Outbound, Snapshot

ALARM, OVER, CERTIFICATE = "staff_outage", "staff_outage_over", "staff_certificate"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What an outage has meant."""

    heard: int = 0  #: mails heard since that part works again
    put_off: int = 0  #: deliveries that were told to try again
    late: int = 0  #: mails that left since, and would have left before
    waiting: int = 0  #: mails that were tried and are still on their way
    given_up: int = 0  #: mails whose time ran out


def alarm(snapshot: Snapshot, outage: Outage, now: datetime) -> tuple[Outbound, ...]:
    """Tell that a part is away; every telling has a key of its own, since a superseded one must not hinder a later one."""
    context = {
        "part": outage.part.value,
        "kind": outage.kind.value,
        "where": outage.where,
        "words": outage.words[:300],
        "since": moment(outage.since, snapshot.playbook),
        "again": outage.kind in outage.told,
    }
    return _to_staff(snapshot, ALARM, context, key=f"{alarms_of(outage.part)}{now:%Y%m%dT%H%M%S}")


def alarms_of(part: Part) -> str:
    """What the keys of a part's alarms begin with."""
    return f"{ALARM}/{part.value}/"


def over(snapshot: Snapshot, outages: Sequence[Outage], figures: Mapping[Part, Figures], now: datetime) -> tuple[Outbound, ...]:
    """Tell that parts work again, and what their absence has meant; complete for one who never heard the alarm."""
    told = [
        {
            "part": each.part.value,
            "kind": each.gravest.value,
            "where": each.where,
            "words": each.words[:300],
            "since": moment(each.since, snapshot.playbook),
            "until": moment(each.well_since or now, snapshot.playbook),
            **asdict(figures.get(each.part, Figures())),
        }
        for each in outages
    ]
    return _to_staff(snapshot, OVER, {"outages": told}, key=f"{OVER}/{now:%Y%m%dT%H%M%S}")


def certificate(snapshot: Snapshot, shown: Certificate, days: int | None) -> tuple[Outbound, ...]:
    """Tell that a certificate ends in so many days at most, or, without days, that there is a new one."""
    context = {
        "part": shown.part.value,
        "where": shown.where,
        "ends": moment(shown.ends, snapshot.playbook),
        "days": days,
    }
    case = "renewed" if days is None else str(days)
    return _to_staff(snapshot, CERTIFICATE, context, key=f"{CERTIFICATE}/{shown.part.value}/{shown.ends:%Y%m%dT%H%M%S}/{case}")


def _to_staff(snapshot: Snapshot, template: str, context: Mapping[str, Any], *, key: str) -> tuple[Outbound, ...]:
    """In order among themselves, and behind no other notice that cannot leave."""
    notices = letters.to_staff(snapshot, template, context, key=key)
    return tuple(each if each.channel == "slack" else replace(each, lane=f"outages/{each.to[0]}") for each in notices)


def moment(at: datetime, playbook: Playbook) -> str:
    """Write an instant by the district's clock."""
    return str(format_datetime(at, "EEEE, MMMM d, y 'at' h:mm a", tzinfo=ZoneInfo(playbook.office.time_zone), locale="en_US"))
