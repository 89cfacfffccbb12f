"""The tables of Slack: what staff did there, and the cards in its channel."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, true

from store.columns import Instant, Key, count, id_, json_, key, text
from store.schema import metadata

#: What staff did in Slack, once for each delivery: Slack delivers again what it takes for lost. `done_at` stands in the very transaction of
#: its effect; what has ended keeps its key and loses its words.
slack_heard = Table(
    "slack_heard",
    metadata,
    id_(),
    key("key", unique=True),
    key("who"),
    text("text"),
    json_("place", dict),
    Column("heard_at", Instant, nullable=False),
    Column("leased_until", Instant, nullable=False),
    Column("worker", Key),
    count("attempts"),
    Column("done_at", Instant),
    Column("ended_at", Instant),
    Index(None, "ended_at", "leased_until"),
    sqlite_autoincrement=True,
)

#: The cards in Slack: the newest data of each, where it was posted, and which revision stands there.
cards = Table(
    "cards",
    metadata,
    Column("lane", Key, primary_key=True),
    key("about"),
    key("conversation"),
    key("channel"),
    key("template"),
    json_("context", dict),
    key("ts"),
    count("revision"),
    count("shown"),
    Column("owed_at", Instant, nullable=False),
    Column("is_open", Boolean, nullable=False, server_default=true()),
    Index(None, "is_open", "owed_at"),
    Index(None, "about"),
    Index(None, "conversation"),
    Index(None, "ts"),
)
