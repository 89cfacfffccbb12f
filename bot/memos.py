"""Keeps the text of a memo that somebody recommends, and prints it with who recommended and signed it."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from handlers.report import memos, telling
from handlers.types import Record

if TYPE_CHECKING:
    from bot.app import App
    from handlers.report.figures import Report
    from handlers.report.memos import Mark, Memo
    from store.unit import Unit


class MemoRefused(Exception):  # noqa: N818  it is told to a person as it stands
    """Nothing was kept: why, and what to do instead."""


def text_of(context: dict[str, Any], memo: Memo | None = None) -> str:
    """The memo in Markdown: a draft, or what was recommended."""
    from mail import papers  # noqa: PLC0415  only who asks for a memo loads it

    marks = {
        "status": memo.status.value if memo else memos.MemoStatus.DRAFT.value,
        "memo_id": memo.id if memo else "",
        "recommended": _mark(memo.recommended) if memo else "",
        "signatures": [_mark(each) for each in memo.signatures] if memo else [],
    }
    return papers.words("memo", context | marks)


def recommend(app: App, counted: Report, name: str, who: str) -> Memo:
    """Keep today's draft as what is recommended; MemoRefused where it was before, or nobody is named."""
    kept = _written(context_of(app, counted, ""))
    digest = sha256(kept).hexdigest()
    memo = memos.id_of(digest)
    with app.store.unit() as unit:
        no = memos.why_not_recommend(find(app, unit, memo), name)
        if no:
            raise MemoRefused(no)
        unit.blobs.put(kept)
        data = {"name": name, "on": _today(app).isoformat(), "sha256": digest}
        unit.records.add(Record(kind=memos.RECOMMENDED, subject=memo, who=who, data=data), at=app.clock.now())
        unit.records.add(Record(kind=memos.RECOMMENDED, subject=memos.ALL, who=who, data={"memo": memo}), at=app.clock.now())
        return _found(app, unit, memo)


def sign(app: App, memo: str, name: str, who: str) -> Memo:
    """Write down that somebody has signed; MemoRefused where it was never recommended, or is signed."""
    with app.store.unit() as unit:
        no = memos.why_not_sign(memo, find(app, unit, memo), name)
        if no:
            raise MemoRefused(no)
        data = {"name": name, "on": _today(app).isoformat()}
        unit.records.add(Record(kind=memos.SIGNED, subject=memo, who=who, data=data), at=app.clock.now())
        return _found(app, unit, memo)


def find(app: App, unit: Unit, memo: str) -> Memo | None:
    expected = len(app.loaded.playbook.report.memo.signed_by)
    return memos.of(memo, (each.record for each in unit.records.of(memo)), expected)


def all_of(app: App) -> tuple[Memo, ...]:
    """Those that were recommended, oldest first."""
    with app.store.view() as unit:
        known = [find(app, unit, str(each.record.data["memo"])) for each in unit.records.of(memos.ALL)]
    return tuple(each for each in known if each)


def printed(app: App, memo: str) -> str:
    """What was recommended, as it was then; MemoRefused for one that never was."""
    with app.store.view() as unit:
        known = find(app, unit, memo)
        kept = unit.blobs.get(known.sha256) if known else None
    if known is None or kept is None:
        raise MemoRefused(f"{memo} was never recommended. `/partners memo` lists those that were.")
    return text_of(json.loads(kept), known)


def context_of(app: App, counted: Report, meeting: str) -> dict[str, Any]:
    """All that a memo is written from, as plain data."""
    playbook = app.loaded.playbook
    fields = telling.memo_fields(playbook, {"meeting": meeting})
    return {**telling.told(counted, playbook), "memo": fields}


def _written(context: dict[str, Any]) -> bytes:
    return json.dumps(context, ensure_ascii=False, sort_keys=True).encode()


def _found(app: App, unit: Unit, memo: str) -> Memo:
    known = find(app, unit, memo)
    if known is None:
        raise LookupError(memo)
    return known


def _today(app: App) -> date:
    return app.clock.now().astimezone(ZoneInfo(app.loaded.playbook.office.time_zone)).date()


def _mark(mark: Mark) -> str:
    return f"{mark.name}, {telling.day(date.fromisoformat(mark.on))}"
