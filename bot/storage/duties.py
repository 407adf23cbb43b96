"""What must still happen, in SQL: messages to answer and messages to deliver."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bot.conversations.messages import Delivery, DeliveryState, Message
from bot.storage import log
from bot.storage.columns import Moment
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
)
_SETTLE = (
    deliveries.update()
    .where(deliveries.c.id == bindparam("settled"))
    .values(
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


def settle(
    connection: Connection,
    delivery: Delivery,
    state: DeliveryState,
    *,
    due_at: datetime | None,
    receipt: str | None,
    error: str | None,
) -> None:
    values = {
        "settled": delivery.id,
        "state": state.value,
        "later": due_at,
        "receipt": receipt,
        "error": error,
    }
    connection.execute(_SETTLE, values)


def due_deliveries(connection: Connection, conversation_id: int, now: datetime) -> list[Delivery]:
    rows = connection.execute(_TO_SEND, {"of": conversation_id, "now": now}).all()
    said = log.by_ids(connection, [row.message_id for row in rows]) if rows else {}
    return [delivery_from(row, said[row.message_id]) for row in rows]


def to_do(connection: Connection, now: datetime) -> list[int]:
    return list(connection.scalars(_TO_DO, {"now": now}))
