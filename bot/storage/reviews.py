"""What staff say about the bot's lines, in SQL."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.model import Agent
from bot.conversations.reviews import Review, ReviewKind
from bot.storage.desk_tables import reviews
from bot.storage.once import insert_or_change

_MARK = insert_or_change(
    reviews,
    "message_id",
    "agent_id",
    "kind",
    change=lambda new: {"note": new.note, "agent_name": new.agent_name, "marked_at": new.marked_at},
)


def mark(
    connection: Connection, message_id: int, agent: Agent, kind: ReviewKind, note: str, *, now: datetime
) -> None:
    values = {
        "message_id": message_id,
        "agent_id": agent.id,
        "agent_name": agent.name,
        "kind": kind.value,
        "note": note,
        "marked_at": now,
    }
    connection.execute(_MARK[connection.dialect.name], values)


def latest(connection: Connection, limit: int) -> list[Review]:
    rows = connection.execute(
        sa.select(reviews).order_by(reviews.c.marked_at.desc(), reviews.c.id.desc()).limit(limit)
    )
    return [
        Review(
            row.id,
            row.message_id,
            Agent(row.agent_id, row.agent_name),
            ReviewKind(row.kind),
            row.note,
            row.marked_at,
        )
        for row in rows
    ]
