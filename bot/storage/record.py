"""Everything that was said and what became of it: counted, and read out from end to end."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.finding import Filters
from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Message
from bot.conversations.model import Conversation, Handling
from bot.storage import handoffs, outcomes
from bot.storage.outcomes import RecordedOutcome
from bot.storage.rows import conversation_from, message_from
from bot.storage.search import narrowed, said_within
from bot.storage.tables import DUE, conversations, deliveries, messages, unanswered


@dataclass(frozen=True, slots=True)
class Episode:
    """One conversation with what was said in a stretch of time, and all its hand-offs and outcomes."""

    conversation: Conversation
    messages: Sequence[Message]
    handoffs: Sequence[Handoff]
    outcomes: Sequence[RecordedOutcome]


def counts(connection: Connection) -> dict[str, int]:
    """What waits: open conversations by who handles them, unanswered messages, due deliveries."""
    by_handling = sa.select(conversations.c.handling, sa.func.count().label("waiting")).group_by(
        conversations.c.handling
    )
    opened = [handling.value for handling in Handling if handling is not Handling.CLOSED]
    rows = connection.execute(by_handling.where(conversations.c.handling.in_(opened)))
    found = {row.handling: row.waiting for row in rows}
    due = sa.select(sa.func.count()).select_from(deliveries).where(DUE)
    return {
        **{handling: found.get(handling, 0) for handling in opened},
        "unanswered": connection.scalar(sa.select(sa.func.count()).select_from(unanswered)) or 0,
        "deliveries": connection.scalar(due) or 0,
    }


def episodes_after(
    connection: Connection, conversation_id: int, filters: Filters, limit: int
) -> list[Episode]:
    """The next conversations in which something was said in the filters' time."""
    said = sa.and_(sa.true(), *said_within(filters))
    rows = connection.execute(
        sa.select(conversations)
        .where(
            conversations.c.id > conversation_id,
            *narrowed(filters),
            sa.exists().where(messages.c.conversation_id == conversations.c.id, said),
        )
        .order_by(conversations.c.id)
        .limit(limit)
    ).all()
    return [_episode(connection, conversation_from(row), said) for row in rows]


def _episode(connection: Connection, conversation: Conversation, said: sa.ColumnElement[bool]) -> Episode:
    rows = connection.execute(
        sa.select(messages)
        .where(messages.c.conversation_id == conversation.id, said)
        .order_by(messages.c.seq)
    )
    return Episode(
        conversation,
        [message_from(row) for row in rows],
        handoffs.of_conversation(connection, conversation.id),
        outcomes.of_conversation(connection, conversation.id),
    )


def ping(connection: Connection) -> None:
    """Raises what the database raises when it cannot be read."""
    connection.execute(sa.select(conversations.c.id).limit(1))
