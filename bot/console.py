"""What all commands share: the options after their words, opening and closing the program, and printing."""

from __future__ import annotations

import json
import logging
import sys
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO, cast

import structlog
import typer

from bot.clock import Clock, FixedClock, parse_instant
from bot.setting_values import SettingsError
from bot.settings import Settings, load_settings, use_one_blas_thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.app import App


class Trouble(Exception):  # noqa: N818  it is told to a person as it stands
    """The work itself failed: one clear line, exit status 1."""


def instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a line, and nothing else.")]
At = Annotated[datetime | None, typer.Option("--at", parser=instant, metavar="INSTANT", help="Set the clock for this command.")]
As = Annotated[str, typer.Option("--as", metavar="ID", help="Who acts: a staff mail address or Slack id.")]


def settings_here() -> Settings:
    """Read the settings of the current folder."""
    try:
        return load_settings(Path.cwd())
    except SettingsError as error:
        raise Trouble(str(error)) from None


@contextmanager
def opened(at: datetime | None = None) -> Iterator[App]:
    """Put the program together for one command; whatever a person can mend is told in one line."""
    settings = settings_here()
    log_to_stderr(settings.log)
    use_one_blas_thread()
    # Imported here, so that `--help` and a broken setting answer at once.
    from bot.app import build  # noqa: PLC0415  as above
    from bot.playbooks import PlaybookError  # noqa: PLC0415  as above
    from store.errors import StoreTrouble  # noqa: PLC0415  as above

    try:
        app = build(settings, FixedClock(at) if at else Clock())
    except (PlaybookError, StoreTrouble) as error:
        raise Trouble(str(error)) from None
    try:
        yield app
    except StoreTrouble as error:
        raise Trouble(str(error)) from None
    finally:
        app.close()


def log_to_stderr(level: str) -> None:
    """Log to standard error as one line an event; standard output belongs to the answer.

    A traceback names places and the error alone: what stood in variables may be somebody's mail (G14).
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Patient(sys.stderr))),
        cache_logger_on_first_use=False,
    )


class _Patient:
    """A stream whose disk may fill or whose reader may go: a log line that nobody gets must stop no loop."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()


def announce(text: str) -> None:
    """Say something that nobody asked for just now, with the time; the terminal may be gone."""
    with suppress(OSError, ValueError):
        say(f"{Clock().now().astimezone():%H:%M}  {text}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_json(row: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    sys.stderr.write(f"liaison: {text}\n")
