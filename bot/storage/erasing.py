"""Erasing a conversation in SQL: its lines stay, empty, with what the chain needs; all else that is personal goes."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.errors import NoSuchConversation
from bot.conversations.evidence import Erasure
from bot.conversations.tickets import ChoreKind
from bot.storage import chain, chores
from bot.storage.customer_tables import customers, files, passes
from bot.storage.desk_tables import chores as chore_rows
from bot.storage.desk_tables import reviews, tickets
from bot.storage.evidence_tables import erasures
from bot.storage.once import insert_once
from bot.storage.tables import conversations, deliveries, handoffs, messages, moves, unanswered

ENGINE = "engine"  # the desk's name of the chores that Rasa's trackers are erased by

_NOTE = insert_once(erasures, "conversation_id", "seq")


def last_seq(connection: Connection, conversation_id: int) -> int:
    last = sa.select(sa.func.max(messages.c.seq)).where(messages.c.conversation_id == conversation_id)
    return connection.scalar(last) or 0


def erase(connection: Connection, erasure: Erasure, signature: bytes) -> None:
    """The caller holds the lock of the conversation, which is closed. Raises NoSuchConversation."""
    of = erasure.conversation_id
    place = connection.execute(sa.select(conversations).where(conversations.c.id == of)).one_or_none()
    if place is None:
        raise NoSuchConversation(f"There is no conversation {of}.")
    _note(connection, erasure, signature)
    _empty_lines(connection, of)
    _empty_handoffs(connection, of)
    for table in (unanswered, deliveries, files, passes, chore_rows):
        connection.execute(table.delete().where(table.c.conversation_id == of))
    left = connection.execute(moves.delete().where(moves.c.conversation_id == of).returning(moves)).all()
    connection.execute(
        conversations.update()
        .where(conversations.c.id == of)
        .values(address=f"erased:{of}", session_slots={}, version=conversations.c.version + 1)
    )
    for each in (place, *left):
        _forget_customer(connection, each.channel, each.address)
    _lay_chores(connection, erasure)


def _note(connection: Connection, erasure: Erasure, signature: bytes) -> None:
    values = {
        "conversation_id": erasure.conversation_id,
        "seq": erasure.seq,
        "erased_at": erasure.erased_at,
        "reason": erasure.reason,
        "signature": signature,
    }
    connection.execute(_NOTE[connection.dialect.name], values)


def _empty_lines(connection: Connection, conversation_id: int) -> None:
    rows = connection.execute(
        sa.select(messages).where(messages.c.conversation_id == conversation_id, messages.c.salt.is_not(None))
    ).all()
    changes = [{"line": row.id, "committed": chain.commitment(row._asdict(), row.salt)} for row in rows]
    if changes:
        change = (
            messages.update()
            .where(messages.c.id == sa.bindparam("line"))
            .values(**chain.PERSONAL, salt=None, commitment=sa.bindparam("committed"))
        )
        connection.execute(change, changes)
    own = sa.select(messages.c.id).where(messages.c.conversation_id == conversation_id)
    connection.execute(reviews.update().where(reviews.c.message_id.in_(own)).values(note=""))


def _empty_handoffs(connection: Connection, conversation_id: int) -> None:
    connection.execute(
        handoffs.update()
        .where(handoffs.c.conversation_id == conversation_id)
        .values(summary="", slots={}, contact=None)
    )


def _forget_customer(connection: Connection, channel: str, address: str) -> None:
    """What the channel told of somebody, once none of their conversations is left."""

    def there(table: sa.Table) -> Any:
        return sa.exists().where(table.c.channel == channel, table.c.address == address)

    connection.execute(
        customers.delete().where(
            customers.c.channel == channel,
            customers.c.address == address,
            ~there(conversations),
            ~there(moves),
        )
    )


def _lay_chores(connection: Connection, erasure: Erasure) -> None:
    of, now = erasure.conversation_id, erasure.erased_at
    chores.lay(connection, of, ENGINE, ChoreKind.ERASE, of, due_at=now)
    shown = sa.select(tickets.c.desk, tickets.c.handoff_id).where(tickets.c.conversation_id == of).distinct()
    for row in connection.execute(shown).all():
        chores.lay(connection, of, row.desk, ChoreKind.ERASE, row.handoff_id, due_at=now)
