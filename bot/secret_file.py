"""The secret that signs tokens and links, made once and kept beside the store."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from bot.setting_values import PREFIX, SettingsError


def kept_secret(file: Path) -> str:
    """What signs tokens and links, made once: two processes that start together end up with the same one."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _put_if_absent(file, secrets.token_urlsafe(32))
        kept = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{PREFIX}SECRET: none is set, and {file} can be neither read nor made: {error}") from None
    if not kept:
        raise SettingsError(f"{PREFIX}SECRET: none is set, and {file} is empty; remove it to have a new one made")
    return kept


def _put_if_absent(file: Path, text: str) -> None:
    # A link appears whole or not at all and never replaces; mkstemp makes the file 0600.
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".secret-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
