"""Conversations in SQL: one open per address, changed by one transaction at a time."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bot.conversations.errors import NoSuchConversation, Stale
from bot.conversations.model import Conversation, Handling
from bot.storage.once import insert_once
from bot.storage.rows import conversation_from, conversation_state
from bot.storage.tables import OPEN, conversations

_OF_ADDRESS = sa.and_(
    conversations.c.channel == bindparam("channel"), conversations.c.address == bindparam("address")
)
_BY_ID = sa.select(conversations).where(conversations.c.id == bindparam("id"))
# NO KEY: rows that refer to the conversation may be written meanwhile. SQLite has no row locks and needs none.
_LOCKED_BY_ID = _BY_ID.with_for_update(key_share=True)
_OPEN = sa.select(conversations).where(_OF_ADDRESS, OPEN)
_LOCKED_OPEN = _OPEN.with_for_update(key_share=True)
_NEWEST_FIRST = sa.select(conversations).where(_OF_ADDRESS).order_by(conversations.c.id.desc())
_LATEST = _NEWEST_FIRST.limit(1)
_EPISODES = _NEWEST_FIRST.limit(bindparam("most", type_=sa.Integer))

_OPEN_ONCE = insert_once(conversations, "channel", "address", where=OPEN)
_SAVE = (
    conversations.update()
    .where(conversations.c.id == bindparam("saved"), conversations.c.version == bindparam("read"))
    .values(version=conversations.c.version + 1)
)


def open_conversation(
    connection: Connection, channel: str, address: str, language: str, now: datetime
) -> Conversation:
    """Others may open or close it at any moment: look, then try, until one of the two holds."""
    of_address = {"channel": channel, "address": address}
    while True:
        row = connection.execute(_LOCKED_OPEN, of_address).one_or_none()
        if row is None:
            new = Conversation(
                id=0, channel=channel, address=address, language=language, opened_at=now, active_at=now
            )
            values = {**of_address, "opened_at": now, "version": 0, **conversation_state(new)}
            row = connection.execute(_OPEN_ONCE[connection.dialect.name], values).one_or_none()
        if row is not None:
            return conversation_from(row)


def lock(connection: Connection, conversation_id: int) -> Conversation:
    return _one(connection, _LOCKED_BY_ID, conversation_id)


def read(connection: Connection, conversation_id: int) -> Conversation:
    return _one(connection, _BY_ID, conversation_id)


def _one(connection: Connection, query: sa.Select[tuple[object, ...]], conversation_id: int) -> Conversation:
    row = connection.execute(query, {"id": conversation_id}).one_or_none()
    if row is None:
        raise NoSuchConversation(f"There is no conversation {conversation_id}.")
    return conversation_from(row)


def save(connection: Connection, conversation: Conversation) -> None:
    values = {"saved": conversation.id, "read": conversation.version, **conversation_state(conversation)}
    written = connection.execute(_SAVE, values)
    if written.rowcount == 0:
        raise Stale(f"Conversation {conversation.id} changed since it was read.")


def current(connection: Connection, channel: str, address: str) -> Conversation | None:
    """Nearly always the latest is the open one, if any is; not when an older one moved here."""
    of_address = {"channel": channel, "address": address}
    row = connection.execute(_LATEST, of_address).one_or_none()
    if row is not None and row.handling == Handling.CLOSED.value:
        row = connection.execute(_OPEN, of_address).one_or_none() or row
    return conversation_from(row) if row else None


def episodes(connection: Connection, channel: str, address: str, limit: int) -> list[Conversation]:
    rows = connection.execute(_EPISODES, {"channel": channel, "address": address, "most": limit})
    return [conversation_from(row) for row in rows]


def quiet_since(connection: Connection, active_before: datetime) -> list[int]:
    query = sa.select(conversations.c.id).where(
        conversations.c.handling.in_([Handling.BOT.value, Handling.HUMAN.value]),
        conversations.c.active_at < active_before,
    )
    return list(connection.scalars(query.order_by(conversations.c.active_at)))
