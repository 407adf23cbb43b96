"""How errands ended, in SQL."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.answers import Outcome
from bot.conversations.messages import Message
from bot.storage.tables import outcomes


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """An outcome with the customer's message that ended the errand."""

    message_id: int
    outcome: Outcome
    recorded_at: datetime


def record(connection: Connection, message: Message, outcome: Outcome, now: datetime) -> None:
    connection.execute(
        outcomes.insert().values(
            conversation_id=message.conversation_id,
            message_id=message.id,
            topic=outcome.topic,
            outcome=outcome.outcome,
            recorded_at=now,
        )
    )


def of_conversation(connection: Connection, conversation_id: int) -> list[RecordedOutcome]:
    rows = connection.execute(
        sa.select(outcomes).where(outcomes.c.conversation_id == conversation_id).order_by(outcomes.c.id)
    )
    return [RecordedOutcome(row.message_id, Outcome(row.topic, row.outcome), row.recorded_at) for row in rows]
