"""Measures how well new text is told from quoted text, beside the libraries one could have used."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import time
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from mail.visible import visible_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import Message

OWN = Path(__file__).parents[1] / "mail" / "visible"


def bodies(raw: bytes) -> tuple[str | None, str | None]:
    """The first text and the first html part that are no attachments."""
    found: dict[str, str] = {}
    for piece in message_from_bytes(raw).walk():
        kind = piece.get_content_type()
        if kind in {"text/plain", "text/html"} and kind not in found and piece.get_content_disposition() != "attachment":
            found[kind] = _decoded(piece)
    return found.get("text/plain"), found.get("text/html")


def _decoded(piece: Message) -> str:
    data = piece.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    try:
        return data.decode(piece.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8", "replace")


def extract(raw: bytes) -> str:
    """What this project takes for newly written."""
    return visible_text(*bodies(raw)).text
