"""The log in SQL: lines are added under the next sequence number, and read."""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bot.conversations.errors import AlreadySeen
from bot.conversations.messages import Author, Cursor, Entry, Message
from bot.storage import chain
from bot.storage.once import insert_once
from bot.storage.rows import entry_columns, message_from
from bot.storage.tables import conversations, messages, moves

_earlier = messages.alias("earlier")
_NEXT_SEQ = (
    sa.select(sa.func.coalesce(sa.func.max(_earlier.c.seq), 0) + 1)
    .where(_earlier.c.conversation_id == bindparam("of"))
    .scalar_subquery()
)
_LAST_LINK = (
    sa.select(_earlier.c.link)
    .where(_earlier.c.conversation_id == bindparam("of"))
    .order_by(_earlier.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
# Each database has the function: so the link costs no second statement.
_LINK = sa.func.chain_link(_LAST_LINK, bindparam("body", type_=sa.LargeBinary), _NEXT_SEQ)
_APPEND = insert_once(
    messages, "channel", "external_id", returning=(messages.c.id, messages.c.seq), seq=_NEXT_SEQ, link=_LINK
)
_BY_ID = sa.select(messages).where(messages.c.id == bindparam("id"))
_HERE = (
    sa.select(messages, conversations.c.id.label("of"))
    .join(conversations, conversations.c.id == messages.c.conversation_id)
    .where(
        conversations.c.channel == bindparam("of_channel"),
        conversations.c.address == bindparam("of_address"),
        messages.c.internal.is_(sa.false()),
    )
)
_MOVED_AWAY = (
    sa.select(messages, moves.c.conversation_id.label("of"))
    .join(moves, moves.c.conversation_id == messages.c.conversation_id)
    .where(
        moves.c.channel == bindparam("of_channel"),
        moves.c.address == bindparam("of_address"),
        messages.c.seq <= moves.c.seq,
        messages.c.internal.is_(sa.false()),
    )
)
_MOST = bindparam("most", type_=sa.Integer)
_BY_IDS = sa.select(messages).where(messages.c.id.in_(bindparam("ids", expanding=True)))
_BY_EXTERNAL_ID = sa.select(messages).where(
    messages.c.channel == bindparam("from"), messages.c.external_id == bindparam("as")
)
_LINES = (
    sa.select(messages)
    .where(messages.c.conversation_id == bindparam("of"), messages.c.seq > bindparam("after"))
    .order_by(messages.c.seq)
    .limit(_MOST)
)
_BEYOND = sa.tuple_(messages.c.conversation_id, messages.c.seq) > sa.tuple_(
    bindparam("conversation", type_=sa.BigInteger), bindparam("after", type_=sa.Integer)
)
# Each half is read in order along its index, and the two are merged: nothing is sorted.
_HISTORY = (
    sa.union_all(
        _HERE.where(conversations.c.id >= bindparam("conversation"), _BEYOND),
        _MOVED_AWAY.where(moves.c.conversation_id >= bindparam("conversation"), _BEYOND),
    )
    .order_by("of", "seq")
    .limit(_MOST)
)
_RECENT = sa.union_all(_HERE, _MOVED_AWAY).order_by(sa.desc("of"), sa.desc("seq")).limit(_MOST)


def append(connection: Connection, conversation_id: int, entry: Entry, now: datetime) -> Message:
    """The caller holds the conversation's lock: so numbers have no gaps, and are committed in their order."""
    columns = {"conversation_id": conversation_id, "created_at": now, **entry_columns(entry)}
    salt = chain.new_salt()
    personal, as_given = chain.personal(columns)
    body = chain.body(columns, chain.committed(personal, salt))
    values = {**columns, "of": conversation_id, "salt": salt, "body": body}
    row = connection.execute(_APPEND[connection.dialect.name], values).one_or_none()
    if row is None:
        raise AlreadySeen(f"Message {entry.external_id} of {entry.channel} is in the log.")
    if as_given:
        return Message(row.id, conversation_id, row.seq, now.astimezone(UTC), entry)
    return message_from(connection.execute(_BY_ID, {"id": row.id}).one())


def message(connection: Connection, message_id: int) -> Message | None:
    row = connection.execute(_BY_ID, {"id": message_id}).one_or_none()
    return message_from(row) if row else None


def customer_wrote_after(connection: Connection, conversation_id: int, seq: int) -> bool:
    later = sa.select(messages.c.id).where(
        messages.c.conversation_id == conversation_id,
        messages.c.seq > seq,
        messages.c.author == Author.CUSTOMER,
    )
    return connection.scalar(later.limit(1)) is not None


def by_ids(connection: Connection, ids: Sequence[int]) -> dict[int, Message]:
    rows = connection.execute(_BY_IDS, {"ids": ids})
    return {row.id: message_from(row) for row in rows}


def seen(connection: Connection, channel: str, external_id: str) -> Message | None:
    row = connection.execute(_BY_EXTERNAL_ID, {"from": channel, "as": external_id}).one_or_none()
    return message_from(row) if row else None


def of_conversation(connection: Connection, conversation_id: int, after: int, limit: int) -> list[Message]:
    rows = connection.execute(_LINES, {"of": conversation_id, "after": after, "most": limit})
    return [message_from(row) for row in rows]


def history(connection: Connection, channel: str, address: str, after: Cursor, limit: int) -> list[Message]:
    """An address's conversations follow one another, so their numbers give the order.

    One that moved here from elsewhere keeps its number, and its place by it.
    """
    place = {"conversation": after.conversation_id, "after": after.seq}
    rows = connection.execute(
        _HISTORY, {"of_channel": channel, "of_address": address, **place, "most": limit}
    )
    return [message_from(row) for row in rows]


def recent(connection: Connection, channel: str, address: str, limit: int) -> list[Message]:
    rows = connection.execute(_RECENT, {"of_channel": channel, "of_address": address, "most": limit})
    return [message_from(row) for row in rows][::-1]
