"""Figures that come as a mail of their own: recorded for the month that they are plainly about, else asked back; never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers import acts, checkin_letters, checkin_replies, letters, paper_mail
from handlers.cadences import month_before
from handlers.checkins import form_of
from handlers.dues import DueStatus
from handlers.reading.dates import MONTHS
from handlers.reading.lines import fold
from handlers.types import Conversation, ConversationKind, ConversationStatus, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from handlers.dues import Expected
    from handlers.routing import Decision
    from handlers.turn import Turn

#: Where figures and reports belong, and what the mail that asks for the month asks.
PATHWAY, PERIOD = "checkin_or_data", "period"

#: So much of the mail is kept until we know its month, in characters; what is longer is for a person at once.
KEPT = 20_000

#: A shorter mail is answered in the language of its check-in.
_PROVES_A_LANGUAGE = 80

#: A reply that is longer says more than a month.
_SHORT = 6

#: These are words and names as well: a month only with a capital, and not where a sentence begins with *May we* and the like.
_ALSO_WORDS = frozenset({"may", "march", "mar", "jun", "jul", "sep", "sept", "ago", "dic", "abr"})

_MONTH = re.compile(rf"\b({'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?(?:,? (?:de |del )?(20\d\d)\b)?")
_VERB = re.compile(r"\s+(?:i|we|you|they|he|she|it|the)\b")
_LAST_MONTH = re.compile(r"\b(?:last month|(?:el )?mes pasado)\b")

#: What is told of the days in which it is written is of no month that was asked about yet.
_NOW = re.compile(
    r"\b(?:today|yesterday|this (?:week|month|morning|afternoon)|last week|so far|hoy|ayer|est[ae] (?:semana|mes)|semana pasada)\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Month:
    number: int
    year: int | None  #: None where nobody says it

    def is_of(self, period: str) -> bool:
        year, _, number = period.partition("-")
        return int(number) == self.number and self.year in {None, int(year)}


def heard(turn: Turn, decision: Decision) -> Outcome | None:
    """Hear a first mail as the check-in that it is, or ask which month it is about; None for what reports no figures of a partner's."""
    expected = turn.snapshot.expected
    if not expected or decision.pathway != PATHWAY or len(turn.inbound.visible) > KEPT or not _tells_figures(turn, expected[0]):
        return None
    text = f"{turn.inbound.subject}\n{turn.inbound.visible}"
    named = months_in(text, _today(turn))
    fits = _fitting(expected, text, named)
    if len(fits) == 1:
        return _recorded(turn, fits[0])
    if len(named) > 1 or (named and not fits):
        # Several months in one mail, or one that nobody was asked about: a person reads it.
        return None
    return _asked_back(turn, fits or expected)


def concerns(conversation: Conversation) -> bool:
    """Whether we have asked here which month some figures are about."""
    return conversation.status is ConversationStatus.ASKING and conversation.asked == (PERIOD,) and conversation.pathway == PATHWAY


def settled(turn: Turn, conversation: Conversation) -> Outcome:
    """The month that we asked for: what was written first is recorded there; where none is plain, a person has both mails."""
    word = acts.wanted(turn)
    if word:
        return acts.act(turn, conversation, word)
    said = turn.inbound.visible
    fits = _fitting(turn.snapshot.expected, f"{conversation.request}\n{said}", months_in(said, _today(turn)))
    if len(fits) != 1:
        return acts.person(turn, conversation, (), "fact_not_settled")
    more = f"\n\n{said}" if len(said.split()) > _SHORT else ""
    first = replace(
        turn.inbound,
        visible=f"{conversation.request}{more}",
        pairs=(),
        quoted="",
        message_id=conversation.facts.get("message", ""),
        attachments=(*turn.snapshot.earlier_attachments, *turn.inbound.attachments),
    )
    outcome = _recorded(replace(turn, inbound=first), fits[0])
    over = replace(conversation, status=ConversationStatus.CLOSED, asked=(), updated_at=turn.now)
    return replace(outcome, changes=(over, *outcome.changes))


def months_in(text: str, today: date) -> Collection[_Month]:
    """The months that a text names, each once; the one that is past by *last month*."""
    folded = fold(text)
    found = {
        _Month(number=MONTHS[match[1]], year=int(match[2]) if match[2] else None)
        for match in _MONTH.finditer(folded)
        if match[1] not in _ALSO_WORDS or (text[match.start()].isupper() and not _VERB.match(folded, match.end(1)))
    }
    if _LAST_MONTH.search(folded):
        before = month_before(today.replace(day=1))
        found = {each for each in found if not each.is_of(f"{before:%Y-%m}")} | {_Month(number=before.month, year=before.year)}
    with_year = {each.number for each in found if each.year}
    return frozenset(each for each in found if each.year or each.number not in with_year)


def _fitting(expected: Sequence[Expected], text: str, named: Collection[_Month]) -> tuple[Expected, ...]:
    """Check-ins of the one month that is named; with none named the ones that wait, unless the text tells of these very days."""
    if len(named) > 1 or (not named and _NOW.search(fold(text))):
        return ()
    if named:
        (month,) = named
        fits = tuple(each for each in expected if month.is_of(each.period))
    else:
        fits = tuple(each for each in expected if each.round.dues[0].status is DueStatus.ASKED)
    named_too = tuple(each for each in fits if fold(each.organization) in fold(text))
    return named_too if len(fits) > 1 and named_too else fits


def _tells_figures(turn: Turn, one: Expected) -> bool:
    """Whether a figure of a month is plainly there, approximate or not."""
    there = replace(turn, snapshot=replace(turn.snapshot, conversation=one.talk, round=one.round, began_with=one.began_with))
    reading = checkin_replies.reading_of(there, replace(one.talk, answers={}), form_of(there.playbook, one.round.dues[0]))
    return any(reading.answers[key].reason in {"", "hedge"} for key in checkin_replies.NOTHING.keys() & reading.answers.keys())


def _recorded(turn: Turn, one: Expected) -> Outcome:
    # A short mail proves no language (handlers/front_desk.py).
    language = one.talk.language if len(turn.inbound.visible) < _PROVES_A_LANGUAGE else turn.language
    there = replace(
        turn,
        language=language,
        snapshot=replace(
            turn.snapshot,
            conversation=one.talk,
            round=one.round,
            began_with=one.began_with,
            asked=(),
            answered_template="",
            answered_text="",
        ),
    )
    talk = replace(one.talk, known=True, language=language)
    outcome = paper_mail.beside_figures(there, talk, checkin_replies.heard(there, talk))
    record = acts.record("checkin.unprompted", talk, turn, {"period": one.period})
    return replace(outcome, records=(*outcome.records, record))


def _asked_back(turn: Turn, fits: Sequence[Expected]) -> Outcome:
    """Keep what was written, and ask which month it is about."""
    talk = Conversation(
        id=turn.snapshot.fresh_id,
        kind=ConversationKind.QUESTION,
        status=ConversationStatus.ASKING,
        pathway=PATHWAY,
        party=turn.sender,
        language=turn.language,
        asked=(PERIOD,),
        facts={"message": turn.inbound.message_id},
        request=turn.inbound.visible,
        opened_at=turn.now,
        updated_at=turn.now,
    )
    several = len({each.organization for each in fits}) > 1
    months = [
        {"month": checkin_letters.month_of(each.period, turn.language), "organization": each.organization if several else ""}
        for each in sorted(sorted(fits, key=lambda each: each.organization), key=lambda each: each.period, reverse=True)
    ]
    mail = letters.to_partner(turn, "checkin_which", {"months": months}, conversation=talk, questions=(PERIOD,))
    record = acts.record("checkin.month_asked", talk, turn, {"months": [each.period for each in fits]})
    return Outcome(reason="month_not_plain", changes=(talk,), outbound=(mail,), records=(record,))


def _today(turn: Turn) -> date:
    return turn.now.astimezone(ZoneInfo(turn.playbook.office.time_zone)).date()
