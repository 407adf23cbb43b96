"""Conversations that go on at another address, in SQL."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.errors import Stale
from bot.conversations.model import Conversation
from bot.storage.once import insert_or_change
from bot.storage.tables import conversations, messages, moves

_LEAVE = insert_or_change(
    moves,
    "channel",
    "address",
    "conversation_id",
    change=lambda new: {"seq": new.seq, "moved_at": new.moved_at},
)


def move(
    connection: Connection, conversation: Conversation, channel: str, address: str, now: datetime
) -> Conversation:
    """Raises Stale, after which the transaction is of no use, also when the new address has an open conversation."""
    try:
        changed = connection.execute(
            conversations.update()
            .where(conversations.c.id == conversation.id, conversations.c.version == conversation.version)
            .values(channel=channel, address=address, version=conversations.c.version + 1)
        )
    except sa.exc.IntegrityError as error:
        raise Stale(f"Another conversation is open where {conversation.id} was to go on.") from error
    if changed.rowcount == 0:
        raise Stale(f"Conversation {conversation.id} changed since it was read.")
    if (channel, address) != (conversation.channel, conversation.address):
        _leave(connection, conversation, now)
        _come_back(connection, conversation.id, channel, address)
    return replace(conversation, channel=channel, address=address, version=conversation.version + 1)


def _leave(connection: Connection, conversation: Conversation, now: datetime) -> None:
    last = sa.select(sa.func.max(messages.c.seq)).where(messages.c.conversation_id == conversation.id)
    values = {
        "channel": conversation.channel,
        "address": conversation.address,
        "conversation_id": conversation.id,
        "seq": connection.scalar(last) or 0,
        "moved_at": now,
    }
    connection.execute(_LEAVE[connection.dialect.name], values)


def _come_back(connection: Connection, conversation_id: int, channel: str, address: str) -> None:
    """Where it is now, all of it is read."""
    connection.execute(
        moves.delete().where(
            moves.c.conversation_id == conversation_id,
            moves.c.channel == channel,
            moves.c.address == address,
        )
    )
