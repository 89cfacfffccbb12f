"""Talks, the tokens and Message-IDs that lead to them, and the JSON that a talk is kept as."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus
from store.columns import short_key
from store.errors import StaleVersion
from store.schema import conversations, messages, tokens
from store.words import has_all, searchable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from handlers.types import Value
    from store.engine import Late

#: Of a hostile list of references only so many are looked up.
_LOOK_UPS = 500


class Conversations:
    def __init__(self, late: Late) -> None:
        self._late = late

    def get(self, conversation: str) -> Conversation | None:
        row = self._late.execute(select(conversations).where(conversations.c.id == conversation)).first()
        return None if row is None else to_conversation(row)

    def save(self, conversation: Conversation) -> Conversation:
        """Keeps it and returns it with its version counted up; version 0 is new. StaleVersion where somebody saved first."""
        row = _row(conversation)
        if conversation.version == 0:
            new = self._late.insert(conversations).values(row).on_conflict_do_nothing().returning(conversations.c.version)
            saved = self._late.execute(new).scalar() is not None
        else:
            # A key that is set, be it to itself, has SQLite look through all that refers to it.
            del row["id"]
            same = (conversations.c.id == conversation.id, conversations.c.version == conversation.version)
            saved = self._late.execute(update(conversations).where(*same).values(row)).rowcount == 1
        if not saved:
            raise StaleVersion(f"conversation {conversation.id} was saved by somebody else: load it again and decide again")
        return replace(conversation, version=conversation.version + 1)

    def add_token(self, token_hash: str, conversation: str, contact: str, epoch: int, at: datetime) -> None:
        """Keeps a reply token by its hash; the same one twice is one."""
        row = {"hash": token_hash, "conversation": conversation, "contact": contact, "epoch": epoch, "made_at": at}
        self._late.execute(self._late.insert(tokens).values(row).on_conflict_do_nothing())

    def by_token(self, token_hash: str) -> tuple[str, str] | None:
        """The conversation that a token leads to and the contact it was made for; None for an unknown or revoked one."""
        valid = select(tokens.c.conversation, tokens.c.contact).where(tokens.c.hash == token_hash, tokens.c.revoked_at.is_(None))
        row = self._late.execute(valid).first()
        return None if row is None else (row.conversation, row.contact)

    def revoke_tokens(self, conversation: str, at: datetime) -> int:
        """Ends the tokens of a conversation, since one may have leaked (T07); returns how many there were."""
        alive = update(tokens).where(tokens.c.conversation == conversation, tokens.c.revoked_at.is_(None))
        return self._late.execute(alive.values(revoked_at=at)).rowcount

    def add_message(self, message_id: str, conversation: str) -> None:
        """Notes where a Message-ID belongs, ours or theirs; whoever names it first wins, so that no squatter moves it (T08)."""
        if message_id:
            row = {"message_id": message_id, "conversation": conversation}
            self._late.execute(self._late.insert(messages).values(row).on_conflict_do_nothing())

    def by_message_ids(self, ids: Sequence[str]) -> str | None:
        """The conversation of the first of the ids, in their order, that belongs to one; looks at the first 500."""
        named = [each for each in ids if each][:_LOOK_UPS]
        if not named:
            return None
        found = self._late.execute(select(messages).where(messages.c.message_id.in_([short_key(each) for each in named])))
        where = {row.message_id: row.conversation for row in found}
        return next((where[key] for key in map(short_key, named) if key in where), None)

    def items(self, kind: str | None = None, statuses: Sequence[str] = (), limit: int = 100, offset: int = 0) -> tuple[Conversation, ...]:
        """Conversations of a kind and with one of the statuses (with none given: all), the newest change first."""
        wanted = select(conversations).order_by(conversations.c.updated_at.desc(), conversations.c.id).limit(limit).offset(offset)
        if kind is not None:
            wanted = wanted.where(conversations.c.kind == kind)
        if statuses:
            wanted = wanted.where(conversations.c.status.in_(statuses))
        return tuple(to_conversation(row) for row in self._late.execute(wanted))

    def open_with(self, party: str) -> tuple[Conversation, ...]:
        """Talks with an address that have not ended, the oldest first."""
        over = [ConversationStatus.CLOSED, ConversationStatus.WITHDRAWN]
        found = select(conversations).where(conversations.c.party == party.lower(), conversations.c.status.not_in(over))
        return tuple(to_conversation(row) for row in self._late.execute(found.order_by(conversations.c.opened_at, conversations.c.id)))

    def newest_of(self, party: str, kind: str, limit: int) -> tuple[Conversation, ...]:
        """Talks of a kind with an address, the newest first."""
        found = select(conversations).where(conversations.c.party == party.lower(), conversations.c.kind == kind)
        found = found.order_by(conversations.c.opened_at.desc(), conversations.c.id).limit(limit)
        return tuple(to_conversation(row) for row in self._late.execute(found))

    def waiting_for_them(self, kind: str, *, after: str = "", limit: int = 200) -> tuple[str, ...]:
        """Ids of open talks of a kind in which the partner is at turn, in their order; those behind `after`."""
        waits = select(conversations.c.id).where(
            conversations.c.kind == kind,
            conversations.c.status.in_([ConversationStatus.ASKING, ConversationStatus.CONFIRMING]),
            ~conversations.c.with_person,
            conversations.c.id > after,
        )
        return tuple(self._late.execute(waits.order_by(conversations.c.id).limit(limit)).scalars())

    def find(self, words: str, limit: int = 50) -> tuple[Conversation, ...]:
        """Conversations in whose id, party, request or answers each of the words stands, without case and accents."""
        condition = has_all(conversations.c.words, words)
        if condition is None:
            return ()
        found = select(conversations).where(condition).order_by(conversations.c.updated_at.desc(), conversations.c.id)
        return tuple(to_conversation(row) for row in self._late.execute(found.limit(limit)))


#: Fields with a column of their own; all others stand in `state`.
_COLUMNS = ("id", "kind", "status", "pathway", "party", "language", "playbook", "known", "with_person", "opened_at", "updated_at")


def _row(conversation: Conversation) -> dict[str, Any]:
    row = {name: getattr(conversation, name) for name in _COLUMNS}
    return row | {"version": conversation.version + 1, "state": _state(conversation), "words": _words(conversation)}


def _state(conversation: Conversation) -> dict[str, Any]:
    return {
        "answers": {key: _plain(answer) for key, answer in conversation.answers.items()},
        "asked": list(conversation.asked),
        "reopened": list(conversation.reopened),
        "tries": dict(conversation.tries),
        "facts": dict(conversation.facts),
        "request": conversation.request,
        "stalls": [stall.astimezone(UTC).isoformat() for stall in conversation.stalls],
        "also": list(conversation.also),
        "copied": list(conversation.copied),
        "chased": [at.astimezone(UTC).isoformat() for at in conversation.chased],
    }


def _words(conversation: Conversation) -> str:
    said = [str(plain(answer.value)) for answer in conversation.answers.values()]
    return searchable(conversation.id, conversation.party, conversation.pathway, *said, conversation.request)


def to_conversation(row: Row[Any]) -> Conversation:
    state = row.state
    fields = {name: row._mapping[name] for name in _COLUMNS} | {  # noqa: SLF001  SQLAlchemy's documented name for a row as a mapping
        "version": row.version,
        "kind": ConversationKind(row.kind),
        "status": ConversationStatus(row.status),
        "answers": {key: _answer(each) for key, each in state["answers"].items()},
        "asked": tuple(state["asked"]),
        "reopened": tuple(state.get("reopened", ())),
        "tries": state["tries"],
        "facts": state["facts"],
        "request": state["request"],
        "stalls": tuple(datetime.fromisoformat(stall) for stall in state["stalls"]),
        "also": tuple(state["also"]),
        "copied": tuple(state.get("copied", ())),
        # A talk that was kept before there were reminders has none.
        "chased": tuple(datetime.fromisoformat(at) for at in state.get("chased", ())),
    }
    return Conversation(**fields)


def plain(value: Value) -> str | float | bool | list[str] | dict[str, str]:
    """A value as JSON has it: a tuple is a list there, a document an object."""
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | int | float) else dict(value)


def _plain(answer: Answer) -> dict[str, Any]:
    return {"value": plain(answer.value), "words": answer.words, "message_id": answer.message_id, "reason": answer.reason}


def _answer(kept: Mapping[str, Any]) -> Answer:
    value = kept["value"]
    return Answer(
        value=tuple(value) if isinstance(value, list) else value,
        words=kept["words"],
        message_id=kept["message_id"],
        reason=kept["reason"],
    )
