"""What is due from whom for which period, in order of partner, so that a desk of any size is walked in pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, literal, literal_column, select, tuple_, update

from handlers.cadences import YES
from handlers.dues import Due, DueKind, DueStatus, Reported
from store.columns import Instant
from store.conversations import to_conversation
from store.errors import StaleVersion
from store.ids import number, shown
from store.partners import to_party
from store.partnerships import to_partnership
from store.schema import agreements, conversations, dues, outbox, partners, partnerships, proofs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from handlers.partnership import Partnership
    from handlers.types import Conversation, Party
    from store.engine import Late

#: So many rows of a report are in memory at once.
_AT_ONCE = 500


class Dues:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, due: Due) -> Due:
        """Keeps it and returns it with its id, such as `q-3`. StaleVersion where it was asked already, or somebody saved first."""
        row = {name: getattr(due, name) for name in _FIELDS} | {"partner": number("p", due.partner), "respondent": due.respondent.lower()}
        if due.version == 0:
            new = self._late.insert(dues).values(row | {"version": 1}).on_conflict_do_nothing().returning(dues.c.id)
            made = self._late.execute(new).scalar()
            if made is None:
                raise StaleVersion(f"{due.cadence} of {due.partner} for {due.period} was asked already")
            return replace(due, id=shown("q", made), version=1)
        same = update(dues).where(dues.c.id == number("q", due.id), dues.c.version == due.version)
        if self._late.execute(same.values(row | {"version": due.version + 1})).rowcount != 1:
            raise StaleVersion(f"due {due.id} was saved by somebody else: load it again and decide again")
        return replace(due, version=due.version + 1)

    def get(self, due: str) -> Due | None:
        row = self._late.execute(select(dues).where(dues.c.id == number("q", due))).first()
        return None if row is None else to_due(row)

    def of(self, conversation: str) -> tuple[Due, ...]:
        """The rows that a conversation answers, in the order of its questions."""
        found = select(dues).where(dues.c.conversation == conversation).order_by(dues.c.id)
        return tuple(to_due(row) for row in self._late.execute(found))

    def of_partner(self, partner: str, kind: str = "") -> tuple[Due, ...]:
        """All that one partner was ever due, oldest period first."""
        found = select(dues).where(dues.c.partner == number("p", partner)).order_by(dues.c.period, dues.c.id)
        return tuple(to_due(row) for row in self._late.execute(found.where(dues.c.kind == kind) if kind else found))

    def not_yet(
        self,
        cadence: str,
        period: str,
        statuses: Sequence[str],
        *,
        after: str = "",
        limit: int = 200,
        marked: Sequence[str] = (),
        among: Sequence[str] = (),
    ) -> tuple[Party, ...]:
        """Partners of a status without a row of a cadence for a period, by id, behind `after`.

        Only those `marked` yes, where columns of the office's list are named; only of those `among`, where any are.
        """
        has_one = exists().where(dues.c.partner == partners.c.id, dues.c.cadence == cadence, dues.c.period == period)
        found = select(partners).where(partners.c.status.in_(statuses), ~has_one, partners.c.id > max(0, number("p", after)))
        if among:
            found = found.where(partners.c.id.in_([number("p", each) for each in among]))
        for name in marked:
            found = found.where(partners.c.details[name].as_string().in_(sorted(YES)))
        return tuple(to_party(row) for row in self._late.execute(found.order_by(partners.c.id).limit(limit)))

    def partnerships_of(self, parties: Sequence[Party]) -> Mapping[str, Partnership]:
        """The newest partnership of each, by the partner's id: same organisation and contact."""
        ids = [number("p", party.id) for party in parties]
        same = and_(
            partnerships.c.contact == partners.c.contact_email, partnerships.c.organization_folded == partners.c.organization_folded
        )
        found = select(partnerships, partners.c.id.label("partner")).join(partners, same).where(partners.c.id.in_(ids))
        rows = self._late.execute(found.order_by(partnerships.c.opened_at, partnerships.c.id))
        return {shown("p", row.partner): to_partnership(row) for row in rows}

    def before(self, cadence: str, period: str, parties: Sequence[Party]) -> Mapping[str, Conversation]:
        """What each partner answered last, for the newest earlier period, by the partner's id."""
        ids = [number("p", party.id) for party in parties]
        found = (
            select(conversations, dues.c.partner)
            .join(dues, dues.c.conversation == conversations.c.id)
            .where(dues.c.partner.in_(ids), dues.c.cadence == cadence, dues.c.period < period, dues.c.answered_at.is_not(None))
            .order_by(dues.c.period)
        )
        return {shown("p", row.partner): to_conversation(row) for row in self._late.execute(found)}

    def ending(self, parties: Sequence[Party], since: date, until: date) -> Mapping[str, tuple[tuple[str, date], ...]]:
        """Papers and agreements that end within some days, by the partner's id: a kind and its day, the soonest first.

        Of a partner whom the office's list told of, the days that stand there.
        """
        ids = [number("p", party.id) for party in parties]
        same = and_(
            partnerships.c.contact == partners.c.contact_email, partnerships.c.organization_folded == partners.c.organization_folded
        )
        found: dict[str, set[tuple[date, str]]] = {}
        ends: tuple[tuple[Any, Any, Any], ...] = (
            (proofs.c.kind, proofs.c.valid_until, proofs.c.partnership),
            (literal("agreement"), agreements.c.ends, agreements.c.partnership),
        )
        for what, on, at in ends:
            rows = select(partners.c.id, what.label("what"), on.label("on_day")).select_from(
                partners.join(partnerships, same).join(on.table, at == partnerships.c.id)
            )
            for row in self._late.execute(rows.where(partners.c.id.in_(ids), on >= since, on <= until)):
                found.setdefault(shown("p", row.id), set()).add((row.on_day, row.what))
        for party in parties:
            for name in ("insurance_ends", "agreement_ends"):
                listed = _date(party.details.get(name, ""))
                if listed and since <= listed <= until:
                    found.setdefault(party.id, set()).add((listed, name.removesuffix("_ends")))
        return {partner: tuple((what, on) for on, what in sorted(soon)) for partner, soon in found.items()}

    def first_period(self, cadence: str) -> str:
        """The oldest period that this desk has asked about; empty where it never has."""
        found = select(dues.c.period).where(dues.c.cadence == cadence).order_by(dues.c.period).limit(1)
        return str(self._late.execute(found).scalar() or "")

    def newest_period(self, kind: str) -> str:
        """The newest period that anything of a kind was asked for; empty where nothing was."""
        found = select(dues.c.period).where(dues.c.kind == kind).order_by(dues.c.period.desc()).limit(1)
        return str(self._late.execute(found).scalar() or "")

    def next_steps(self, now: datetime, *, after: Due | None = None, limit: int = 200) -> tuple[Due, ...]:
        """Rows whose next step is due, the longest waiting first, behind `after`."""
        found = select(dues).where(dues.c.next_at <= now)
        if after is not None:
            found = found.where(tuple_(dues.c.next_at, dues.c.id) > tuple_(literal(after.next_at, Instant), number("q", after.id)))
        return tuple(to_due(row) for row in self._late.execute(found.order_by(dues.c.next_at, dues.c.id).limit(limit)))

    def released(self) -> tuple[Due, ...]:
        """Held rows whose prompt a person has let go."""
        let_go = exists().where(
            outbox.c.conversation == dues.c.conversation, outbox.c.status.in_(["ready", "claimed", "sent"]), ~outbox.c.to_staff
        )
        # As a literal: a database does not look into a parameter to see that its index of held rows fits.
        held = dues.c.status == literal_column(f"'{DueStatus.HELD}'")
        found = select(dues).where(held, dues.c.conversation != "", let_go)
        return tuple(to_due(row) for row in self._late.execute(found.order_by(dues.c.id)))

    def beside(self, mine: Sequence[Due]) -> tuple[Reported, ...]:
        """Rows of the same kind, partners and period that other conversations answer: the other sides of a survey."""
        if not mine:
            return ()
        ids = [number("p", due.partner) for due in mine]
        theirs = _REPORTED.where(
            dues.c.partner.in_(ids),
            dues.c.kind == mine[0].kind,
            dues.c.period == mine[0].period,
            dues.c.conversation != mine[0].conversation,
        )
        return tuple(reported(row) for row in self._late.execute(theirs.order_by(dues.c.id)))

    def between(self, kind: str, from_period: str, to_period: str) -> Iterator[Reported]:
        """All rows of a kind with a period from the one to the other, both among them, by period and partner; to be read in the unit."""
        found = _REPORTED.where(dues.c.kind == kind, dues.c.period >= from_period, dues.c.period <= to_period)
        found = found.order_by(dues.c.period, dues.c.partner, dues.c.side, dues.c.id)
        for row in self._late.execute(found.execution_options(yield_per=_AT_ONCE)):
            yield reported(row)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_FIELDS = (
    "kind",
    "cadence",
    "period",
    "side",
    "conversation",
    "question",
    "status",
    "due_at",
    "asked_at",
    "next_at",
    "steps",
    "answered_at",
)


def to_due(row: Any) -> Due:
    names = {name: getattr(row, name) for name in _FIELDS}
    return Due(
        **names
        | {
            "id": shown("q", row.id),
            "version": row.version,
            "partner": shown("p", row.partner),
            "respondent": row.respondent,
            "kind": DueKind(row.kind),
            "status": DueStatus(row.status),
        }
    )


def reported(row: Row[Any]) -> Reported:
    """One row of `between`; of a survey, a row has the answer that is its own and those that stand for all."""
    due, party = to_due(_part(row, "d")), to_party(_part(row, "p"))
    talk = to_conversation(_part(row, "c")) if row.c_id is not None else None
    answers = talk.answers if talk else {}
    return Reported(due=due, party=party, status=talk.status.value if talk else due.status.value, answers=answers)


def _prefixed(prefix: str, table: Any) -> list[Any]:
    return [column.label(f"{prefix}_{column.name}") for column in table.c]


def _part(row: Row[Any], prefix: str) -> Any:
    """The columns of one table in a row of several, as a row under their own names."""
    columns = {name.partition("_")[2]: value for name, value in row._mapping.items() if name.startswith(f"{prefix}_")}  # noqa: SLF001  SQLAlchemy's documented name for a row as a mapping
    return SimpleNamespace(**columns, _mapping=columns)


#: A due row with its partner and what was answered.
_REPORTED = (
    select(*_prefixed("d", dues), *_prefixed("p", partners), *_prefixed("c", conversations))
    .join(partners, partners.c.id == dues.c.partner)
    .outerjoin(conversations, conversations.c.id == dues.c.conversation)
)
