"""What must still happen, in SQL: messages to answer, messages to deliver, and where else something is due."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, bindparam

from bot.conversations.messages import Delivery, DeliveryState, Message
from bot.storage import log
from bot.storage.columns import Moment, Words
from bot.storage.customer_tables import TO_FETCH, files
from bot.storage.desk_tables import chores
from bot.storage.once import insert_once
from bot.storage.rows import delivery_from, message_from
from bot.storage.tables import DUE, deliveries, messages, unanswered

_earlier = deliveries.alias("earlier")
_NOW = bindparam("now", type_=Moment)
_HELD = sa.exists().where(  # by something before it in its conversation and channel that has to wait
    _earlier.c.conversation_id == deliveries.c.conversation_id,
    _earlier.c.channel == deliveries.c.channel,
    _earlier.c.state == sa.literal_column("'due'"),
    _earlier.c.id < deliveries.c.id,
    _earlier.c.due_at > _NOW,
)
_SENDABLE = sa.and_(DUE, deliveries.c.due_at <= _NOW, ~_HELD)
_TO_SEND = (
    sa.select(deliveries)
    .where(deliveries.c.conversation_id == bindparam("of"), _SENDABLE)
    .order_by(deliveries.c.id)
)
_TO_DO = sa.union(
    sa.select(unanswered.c.conversation_id).where(unanswered.c.due_at <= _NOW),
    sa.select(deliveries.c.conversation_id).where(_SENDABLE),
    sa.select(chores.c.conversation_id).where(chores.c.due_at <= _NOW),
    sa.select(files.c.conversation_id).where(TO_FETCH, files.c.due_at <= _NOW),
)
_OWED = sa.select(sa.func.count()).where(deliveries.c.conversation_id == bindparam("of"), DUE)
_BY_ID = sa.select(deliveries).where(deliveries.c.id == bindparam("id"))
_ORIGINAL = sa.select(deliveries.c.receipt).where(
    deliveries.c.message_id == bindparam("corrected"),
    deliveries.c.channel == bindparam("on"),
    deliveries.c.address == bindparam("at"),
    deliveries.c.state == sa.literal_column("'sent'"),
)
_SETTLE = (
    deliveries.update()
    .where(deliveries.c.id == bindparam("settled"))
    .values(
        receipt=sa.func.coalesce(bindparam("known", type_=Words), deliveries.c.receipt),
        attempts=deliveries.c.attempts + 1,
        due_at=sa.func.coalesce(bindparam("later", type_=Moment), deliveries.c.due_at),
    )
)
_EXPECT = unanswered.insert()
_STRIKE = unanswered.delete().where(unanswered.c.message_id == bindparam("answered"))
_FIRST_UNANSWERED = (
    sa.select(messages)
    .join(unanswered, unanswered.c.message_id == messages.c.id)
    .where(unanswered.c.conversation_id == bindparam("of"))
    .order_by(messages.c.seq)
    .limit(1)
)
_NEXT_DUE = sa.select(sa.func.min(deliveries.c.due_at)).where(
    deliveries.c.conversation_id == bindparam("of"),
    deliveries.c.channel == bindparam("on"),
    deliveries.c.address == bindparam("at"),
    DUE,
)
_OWE = insert_once(deliveries, "message_id", "channel", "address")


def expect_answer(connection: Connection, message: Message, now: datetime) -> None:
    values = {
        "message_id": message.id,
        "conversation_id": message.conversation_id,
        "due_at": now,
        "attempts": 0,
    }
    connection.execute(_EXPECT, values)


def answered(connection: Connection, message_id: int) -> bool:
    struck = connection.execute(_STRIKE, {"answered": message_id})
    return struck.rowcount == 1


def put_off(connection: Connection, message_id: int, due_at: datetime) -> int:
    attempts = connection.scalar(
        unanswered.update()
        .where(unanswered.c.message_id == message_id)
        .values(due_at=due_at, attempts=unanswered.c.attempts + 1)
        .returning(unanswered.c.attempts)
    )
    return attempts or 0


def first_unanswered(connection: Connection, conversation_id: int) -> Message | None:
    row = connection.execute(_FIRST_UNANSWERED, {"of": conversation_id}).one_or_none()
    return message_from(row) if row else None


def owe(connection: Connection, message: Message, channel: str, address: str, now: datetime) -> None:
    values = {
        "message_id": message.id,
        "conversation_id": message.conversation_id,
        "channel": channel,
        "address": address,
        "due_at": now,
        "state": DeliveryState.DUE.value,
        "attempts": 0,
    }
    connection.execute(_OWE[connection.dialect.name], values)


def owe_together(
    connection: Connection, message: Message, channel: str, address: str, latest: datetime
) -> None:
    """Due when the first that waits for the address is, else at `latest`."""
    place = {"of": message.conversation_id, "on": channel, "at": address}
    first = connection.scalar(_NEXT_DUE, place)
    owe(connection, message, channel, address, min(first, latest) if first else latest)


def settle(
    connection: Connection,
    delivery: Delivery,
    state: DeliveryState,
    *,
    due_at: datetime | None,
    receipt: str | None,
    error: str | None,
) -> None:
    """What an earlier try left as receipt, such as how far it came, stays until another takes its place."""
    values = {
        "settled": delivery.id,
        "state": state.value,
        "later": due_at,
        "known": receipt,
        "error": error,
    }
    connection.execute(_SETTLE, values)


def due_deliveries(connection: Connection, conversation_id: int, now: datetime) -> list[Delivery]:
    rows = connection.execute(_TO_SEND, {"of": conversation_id, "now": now}).all()
    said = log.by_ids(connection, [row.message_id for row in rows]) if rows else {}
    return [_delivery_from(connection, row, said[row.message_id]) for row in rows]


def delivery(connection: Connection, delivery_id: int) -> Delivery | None:
    row = connection.execute(_BY_ID, {"id": delivery_id}).one_or_none()
    message = log.message(connection, row.message_id) if row else None
    return _delivery_from(connection, row, message) if row and message else None


def _delivery_from(connection: Connection, row: Row[Any], message: Message) -> Delivery:
    if message.entry.corrects is None:
        return delivery_from(row, message)
    place = {"corrected": message.entry.corrects, "on": row.channel, "at": row.address}
    return delivery_from(row, message, original=connection.scalar(_ORIGINAL, place))


def owed(connection: Connection, conversation_id: int) -> int:
    return connection.execute(_OWED, {"of": conversation_id}).scalar_one()


def to_do(connection: Connection, now: datetime) -> list[int]:
    return list(connection.scalars(_TO_DO, {"now": now}))
