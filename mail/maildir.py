"""Keeps finished bytes in a Maildir, where no server sends them yet."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING
from uuid import uuid4

from mail.causes import kind_of
from mail.delivered import Delivered, none_took, sendable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path


class MaildirDelivery:
    """Keeps mail in a Maildir. After a crash between writing and our own commit the same Message-ID stands there twice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.certificate_life: tuple[datetime, datetime] | None = None  #: there is no server to show one

    @property
    def where(self) -> str:
        return str(self.path)

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
        taken, refused = sendable(sender, recipients)
        if not taken:
            return none_took(refused)
        try:
            await asyncio.to_thread(self._keep, raw)
        except OSError as error:
            return Delivered(status="temporary", code=451, message=f"{self.path}: {error.strerror}", away=True, kind=kind_of(error))
        return Delivered(status="sent", code=250, message=f"kept in {self.path}", refused=refused)

    async def problem(self) -> str:
        try:
            await asyncio.to_thread(self._make_folders)
        except OSError as error:
            return f"{self.path}: {error.strerror}"
        return "" if os.access(self.path / "new", os.W_OK) else f"{self.path}: this user may not write there"

    async def probe(self) -> Delivered:
        """Find out whether there is a place for mail."""
        try:
            await asyncio.to_thread(self._make_folders)
        except OSError as error:
            return Delivered(status="temporary", code=451, message=f"{self.path}: {error.strerror}", away=True, kind=kind_of(error))
        return Delivered(status="sent", code=250, message=f"{self.path} is there")

    async def close(self) -> None:
        """There is nothing to close."""

    def _make_folders(self) -> None:
        for folder in (self.path, *(self.path / name for name in ("tmp", "new", "cur"))):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _keep(self, raw: bytes) -> None:
        self._make_folders()
        name = uuid4().hex
        draft = self.path / "tmp" / name
        try:
            with draft.open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self.path / "new" / name)
        finally:
            draft.unlink(missing_ok=True)
        _sync(self.path / "new")


def _sync(folder: Path) -> None:
    """A renamed file is safe only when its folder is written, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
