"""Hands out check-ins, surveys and published figures as plain rows: one a partner and period, each value with the mail it came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers.dues import DueKind
from store.conversations import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handlers.dues import Reported
    from handlers.types import Answer
    from store.unit import Unit

#: Every period there is.
FIRST, LAST = "", "9999-99"


def reported(unit: Unit, kind: str) -> Iterator[dict[str, Any]]:
    """Rows of `checkins` or `surveys` as interface.md promises; of a survey also which side it is, and who answers for it."""
    is_survey = kind == "surveys"
    for row in unit.dues.between(DueKind.SURVEY if is_survey else DueKind.CHECKIN, FIRST, LAST):
        answers = own(row)
        yield {
            "partner": row.party.organization,
            "contact_email": row.party.contact_email,
            "period": row.due.period,
            "status": row.status,
            "answers": {key: plain(answer.value) for key, answer in answers.items() if answer.sure},
            "unsure": {key: _unsure(answer) for key, answer in answers.items() if not answer.sure},
            "sources": {key: {"words": answer.words, "message_id": answer.message_id} for key, answer in answers.items()},
            **({"side": row.due.side or "partner", "respondent": row.due.respondent} if is_survey else {}),
        }


def own(row: Reported) -> Mapping[str, Answer]:
    """The answers that are about this row alone: `satisfaction_2` of a survey for three partners is the `satisfaction` of the second."""
    if not row.due.question:
        return row.answers
    name, _, number = row.due.question.rpartition("_")
    mine = {key: answer for key, answer in row.answers.items() if not key.rpartition("_")[2].isdigit()}
    return mine | {key.rpartition("_")[0]: answer for key, answer in row.answers.items() if key.rpartition("_")[2] == number and name}


def published(unit: Unit) -> Iterator[dict[str, Any]]:
    for figure in unit.published.all():
        yield {
            "figure": figure.figure,
            "value": figure.value,
            "unit": figure.unit,
            "of": figure.of,
            "period": figure.period,
            "source": figure.source,
            "published_on": figure.published_on.isoformat(),
            "url": figure.url,
        }


def _unsure(answer: Answer) -> Mapping[str, Any]:
    return {"value": plain(answer.value), "words": answer.words, "reason": answer.reason}
