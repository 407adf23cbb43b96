"""Cards of hand-overs on desks outside, in SQL."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, bindparam

from bot.conversations.tickets import Ticket
from bot.storage.desk_tables import tickets
from bot.storage.once import insert_or_change
from bot.storage.tables import UNENDED, handoffs

_others = tickets.alias("others")
_NEXT = (
    sa.select(sa.func.coalesce(sa.func.max(_others.c.kept), 0) + 1)
    .where(_others.c.handoff_id == bindparam("of"), _others.c.desk == bindparam("on"))
    .scalar_subquery()
)
_KEEP = insert_or_change(
    tickets,
    "handoff_id",
    "desk",
    "place",
    change=lambda new: {"thread": sa.func.coalesce(new.thread, tickets.c.thread), "kept": new.kept},
    kept=_NEXT,
)


def keep(connection: Connection, ticket: Ticket) -> None:
    """The one that was kept last is the one that counts; a thread is never forgotten."""
    values = {
        "of": ticket.handoff_id,
        "on": ticket.desk,
        "handoff_id": ticket.handoff_id,
        "conversation_id": ticket.conversation_id,
        "desk": ticket.desk,
        "place": ticket.place,
        "thread": ticket.thread,
    }
    connection.execute(_KEEP[connection.dialect.name], values)


def of_handoff(connection: Connection, handoff_id: int, desk: str) -> list[Ticket]:
    rows = connection.execute(
        sa.select(tickets)
        .where(tickets.c.handoff_id == handoff_id, tickets.c.desk == desk)
        .order_by(tickets.c.kept)
    )
    return [_ticket_from(row) for row in rows]


def at(connection: Connection, desk: str, thread: str) -> Ticket | None:
    row = connection.execute(
        sa.select(tickets).where(tickets.c.desk == desk, tickets.c.thread == thread)
    ).one_or_none()
    return _ticket_from(row) if row else None


def opened(connection: Connection, desk: str, ended_after: datetime) -> list[Ticket]:
    """Two halves, for each has its index: those that ended long ago are never looked at."""
    wanted = sa.union_all(
        sa.select(handoffs.c.id).where(UNENDED),
        sa.select(handoffs.c.id).where(handoffs.c.ended_at > ended_after),
    )
    rows = connection.execute(
        sa.select(tickets)
        .where(tickets.c.desk == desk, tickets.c.thread.is_not(None), tickets.c.handoff_id.in_(wanted))
        .order_by(tickets.c.id)
    )
    return [_ticket_from(row) for row in rows]


def _ticket_from(row: Row[Any]) -> Ticket:
    return Ticket(row.handoff_id, row.conversation_id, row.desk, row.place, row.thread)
