"""Turns what a console remembers into an SVG that asks no other machine for anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.terminal_theme import TerminalTheme

if TYPE_CHECKING:
    from rich.console import Console

#: Dark enough for light text, and every colour readable on it.
THEME = TerminalTheme(
    (24, 27, 33),
    (214, 219, 227),
    [(58, 64, 75), (240, 113, 120), (135, 196, 128), (232, 192, 107), (103, 163, 232), (198, 142, 222), (103, 196, 200), (214, 219, 227)],
    [
        (118, 126, 140),
        (255, 128, 132),
        (152, 213, 145),
        (245, 208, 128),
        (122, 178, 245),
        (213, 160, 236),
        (122, 214, 217),
        (245, 247, 250),
    ],
)

#: rich names a font on a server; pictures in a page may load none, and a reader's address is nobody's business.
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)


def svg(console: Console, title: str) -> str:
    """The recording as SVG; the same story with the same ids gives the same bytes."""
    drawn = console.export_svg(title=title, theme=THEME, unique_id="demo")
    drawn = _FONT_FACE.sub("", drawn).replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace")
    return drawn.replace("font-family: Fira Code", "font-family: ui-monospace")
