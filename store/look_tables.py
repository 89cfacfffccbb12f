"""The tables of whom the clock has looked at, so that an idle tick walks nobody."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table

from store.columns import Key, key
from store.schema import metadata

#: Occasions for which everybody was looked at, with what that look rested on (handlers/cadences.py, `rests_on`).
walks = Table("walks", metadata, Column("cadence", Key, primary_key=True), Column("period", Key, primary_key=True), key("rests_on"))

#: Partners that have changed since the clock last looked at them; `times` tells a newer change from the one that was looked at.
changed_partners = Table(
    "changed_partners",
    metadata,
    Column("partner", BigInteger, primary_key=True, autoincrement=False),
    Column("times", Integer, nullable=False),
)
