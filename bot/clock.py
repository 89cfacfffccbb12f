"""Tells the time: the only caller of datetime.now, since everywhere else the clock is an argument."""

from __future__ import annotations

from datetime import UTC, datetime


class Clock:
    """The machine's clock."""

    def now(self) -> datetime:
        """An aware instant in UTC."""
        return datetime.now(UTC)  # noqa: TID251  this is the one module that reads the clock


class FixedClock(Clock):
    """A clock that stands still, for `--at` and for tests."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError(f"an instant needs its offset from UTC, and {at.isoformat()} has none")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at


def parse_instant(text: str) -> datetime:
    """An instant as `--at` takes it, in UTC; a ValueError says what is wrong with any other text."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no ISO instant such as 2026-11-02T09:00:00Z") from None
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no offset: add Z for UTC, or one such as -05:00")
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999 in UTC") from None
