"""What staff did in Slack: kept before it is acknowledged, heard once however often Slack delivers it, and carried out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from store.slack_tables import slack_heard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from store.engine import Late


class CarriedOut(Exception):  # noqa: N818  nothing is wrong: somebody else was faster
    """The effect of this delivery is in the store already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SlackDelivery:
    """One thing that somebody did in Slack, as the staff command that it stands for."""

    key: str  #: the same for each delivery of the same thing
    who: str  #: a Slack user id
    text: str  #: what would be typed after `/partners`
    place: Mapping[str, Any] = field(default_factory=dict)  #: where the answer goes
    attempts: int = 1
    done: bool = False  #: its effect is in the store; only the answer may be missing


class SlackHeard:
    def __init__(self, late: Late) -> None:
        self._late = late

    def add(self, delivery: SlackDelivery, now: datetime, lease_s: float, worker: str = "") -> bool:
        """Keep it, in the hand of `worker` until the lease ends; False where it was heard before."""
        row = {
            "key": delivery.key,
            "who": delivery.who,
            "text": delivery.text,
            "place": dict(delivery.place),
            "heard_at": now,
            "leased_until": now + timedelta(seconds=lease_s),
            "attempts": 1,
            "worker": worker,
        }
        added = self._late.insert(slack_heard).values(row).on_conflict_do_nothing(index_elements=["key"])
        return self._late.execute(added.returning(slack_heard.c.id)).scalar() is not None

    def done(self, key: str, now: datetime) -> None:
        """Note the effect in the transaction that has it; CarriedOut where another one has."""
        mine = update(slack_heard).where(slack_heard.c.key == key, slack_heard.c.done_at.is_(None), slack_heard.c.ended_at.is_(None))
        if self._late.execute(mine.values(done_at=now)).rowcount != 1:
            raise CarriedOut(key)

    def end(self, key: str, now: datetime) -> None:
        """Nothing is left to do: the key stays, the words go."""
        self._late.execute(update(slack_heard).where(slack_heard.c.key == key).values(ended_at=now, text="", place={}))

    def forget(self, key: str) -> None:
        """It was never accepted: whoever does it again is heard."""
        self._late.execute(delete(slack_heard).where(slack_heard.c.key == key, slack_heard.c.done_at.is_(None)))

    def workers(self) -> tuple[str, ...]:
        """All that have something in hand."""
        theirs = select(slack_heard.c.worker).where(slack_heard.c.ended_at.is_(None)).distinct()
        return tuple(each for each in self._late.execute(theirs).scalars() if each)

    def let_go(self, worker: str, now: datetime) -> int:
        """Let others have at once what a worker had in hand that runs no more."""
        theirs = update(slack_heard).where(
            slack_heard.c.worker == worker, slack_heard.c.ended_at.is_(None), slack_heard.c.leased_until > now
        )
        return self._late.execute(theirs.values(leased_until=now)).rowcount

    def take_over(self, now: datetime, lease_s: float, worker: str = "", limit: int = 50) -> tuple[SlackDelivery, ...]:
        """Take what somebody had in hand and did not end within its lease."""
        left = select(slack_heard.c.id).where(slack_heard.c.ended_at.is_(None), slack_heard.c.leased_until <= now)
        ids = self._late.execute(left.order_by(slack_heard.c.id).limit(limit).with_for_update(skip_locked=True)).scalars().all()
        if not ids:
            return ()
        mine = {"leased_until": now + timedelta(seconds=lease_s), "attempts": slack_heard.c.attempts + 1, "worker": worker}
        self._late.execute(update(slack_heard).where(slack_heard.c.id.in_(ids)).values(mine))
        rows = self._late.execute(select(slack_heard).where(slack_heard.c.id.in_(ids)).order_by(slack_heard.c.id))
        return tuple(
            SlackDelivery(key=row.key, who=row.who, text=row.text, place=row.place, attempts=row.attempts, done=row.done_at is not None)
            for row in rows
        )
