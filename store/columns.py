"""What columns are made of: text that both databases can keep, keys that can be looked up, instants in UTC."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, Integer, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

#: PostgreSQL refuses index entries of more than 2,704 bytes, and strangers write Message-IDs as long as they like.
KEY_BYTES = 1000


class Words(TypeDecorator[str]):
    """Text of any origin: PostgreSQL keeps no NUL and no lone surrogate, so they become U+FFFD in both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        _ = dialect
        return None if value is None else storable(value)


class Key(TypeDecorator[str]):
    """Text that is looked up: a very long one is kept as its beginning and its digest, equal texts still being equal."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        _ = dialect
        return None if value is None else short_key(value)


class Instant(TypeDecorator[datetime]):
    """An aware instant, in UTC in and out; SQLite keeps it as text of one width, which sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        _ = dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        _ = dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def short_key(text: str) -> str:
    kept = storable(text)
    data = kept.encode()
    return kept if len(data) <= KEY_BYTES else f"{kept[:100]}…sha256:{hashlib.sha256(data).hexdigest()}"


def id_() -> Column[int]:
    # SQLite numbers rows by itself only in a column that is exactly INTEGER.
    return Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True)


def text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False, default="")


def key(name: str, *, unique: bool = False) -> Column[str]:
    return Column(name, Key, nullable=False, default="", unique=unique)


def json_(name: str, empty: Any) -> Column[Any]:
    return Column(name, JSON, nullable=False, default=empty)


def flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0)
