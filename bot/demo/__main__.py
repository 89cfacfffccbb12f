"""`./dev demo`: plays one story and tells it; exit status 1 where it went otherwise than the story expects."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.console import complain, log_to_stderr
from bot.demo import page
from bot.demo import story as stories
from bot.playbooks import PlaybookError
from bot.setting_values import SettingsError
from bot.settings import use_one_blas_thread
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from bot.demo.story import Story

#: Mail is written for narrow pages; wider than this a line is hard to follow.
WIDEST, NARROWEST = 100, 60

#: A recording is as wide as what a README shows without scrolling.
RECORDED = 92


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the story that is asked for."""
    asked = _arguments(arguments)
    try:
        story = stories.read(asked.story)
    except stories.StoryError as error:
        complain(str(error))
        return 2
    log_to_stderr("error")
    use_one_blas_thread()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        return _play(story, asked)
    except KeyboardInterrupt:
        complain("stopped; nothing of it is left")
        return 1
    except (SettingsError, PlaybookError, StoreTrouble) as error:
        complain(str(error))
        return 1
    except BrokenPipeError:
        # Whoever read us has gone, and Python must not trip over that once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _play(story: Story, asked: argparse.Namespace) -> int:
    # What is imported here is most of a start: `--help` and a wrong name answer at once.
    from bot.demo.office import NoAnswer, opened  # noqa: PLC0415  as above
    from bot.demo.playing import Player, Stuck  # noqa: PLC0415  as above

    began = time.monotonic()
    audience = _Audience(asked)
    scenes = otherwise = 0
    try:
        with opened(story.settings, story.folder, story.scenes[0].at.replace(tzinfo=ZoneInfo("UTC"))) as office:
            playbook = office.app.loaded.playbook
            audience.show(page.opening(story, playbook))
            player = Player(story=story, office=office, zone=ZoneInfo(playbook.office.time_zone))
            earlier = None
            for played in player.play():
                audience.show(page.scene(played, playbook, earlier), is_telling=played.scene.in_excerpt)
                earlier = played.at
                scenes += 1
                otherwise += bool(played.otherwise)
            audience.show(page.closing(story, office.counts()))
    except (Stuck, NoAnswer) as stuck:
        audience.show(page.otherwise((str(stuck),)))
        otherwise += 1
    if not otherwise:
        audience.keep(story.title)
    _say_how_it_went(scenes, len(story.scenes), otherwise, time.monotonic() - began)
    return 1 if otherwise else 0


def _say_how_it_went(scenes: int, of: int, otherwise: int, seconds: float) -> None:
    """Tell those who watch, on standard error: how long it took belongs to no transcript."""
    went = f"{otherwise} otherwise than the story expects" if otherwise else "each as the story expects"
    sys.stderr.write(f"\n{scenes} of {of} scenes played in {seconds:.1f} seconds, {went}. The temporary folder is gone.\n")


class _Audience:
    """Those for whom it is told: the terminal, or a file in its place, and the recording that was asked for."""

    def __init__(self, asked: argparse.Namespace) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # A terminal that lacks a letter shows a question mark rather than ending the story.
            sys.stdout.reconfigure(errors="replace")
        self.console = Console(highlight=False)
        self.console.width = max(NARROWEST, min(WIDEST, asked.width or self.console.width))
        self.svg: Path | None = asked.svg
        self.left_out = 0  #: scenes since the last one that was recorded
        self.recording = Console(
            record=True,
            file=io.StringIO(),
            width=RECORDED,
            force_terminal=True,
            color_system="truecolor",
            highlight=False,
            legacy_windows=False,
        )

    def show(self, renderables: Iterable[RenderableType], *, is_telling: bool = True) -> None:
        shown = list(renderables)
        for each in shown:
            self._print(each)
        if self.svg and is_telling:
            for each in (*page.left_out(self.left_out), *shown):
                self.recording.print(each)
        self.left_out = 0 if is_telling else self.left_out + 1

    def keep(self, title: str) -> None:
        if self.svg:
            from bot.demo.recording import svg  # noqa: PLC0415  only for those who record

            self.svg.parent.mkdir(parents=True, exist_ok=True)
            self.svg.write_text(svg(self.recording, title), encoding="utf-8")

    def _print(self, renderable: RenderableType) -> None:
        if self.console.is_terminal:
            self.console.print(renderable)
            return
        # A file needs none of the spaces that fill a terminal's lines.
        with self.console.capture() as captured:
            self.console.print(renderable)
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
        sys.stdout.flush()


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev demo",
        description="Plays a story in a temporary folder, on a clock of its own: people write, Liaison answers. Nothing leaves here.",
        epilog=f"Stories: {', '.join(stories.names())}. They are data: see templates/demo.",
    )
    parser.add_argument(
        "story", nargs="?", default=stories.FIRST, metavar="STORY", help=f"which story, or a folder of your own (default: {stories.FIRST})"
    )
    parser.add_argument("--svg", type=Path, metavar="FILE", help="keep a recording of its most telling scenes")
    parser.add_argument("--width", type=int, metavar="COLUMNS", help=f"{NARROWEST} to {WIDEST}; default: as wide as the terminal")
    return parser.parse_args(given)


def _stop(_number: int, _frame: Any) -> None:
    """End once: what is stopped cleans up behind itself, and a second Ctrl-C must not end that."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
