"""Ratings in SQL: whom to ask, what was asked, and what was given."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from bot.conversations.handoffs import Handoff, HandoffEnd
from bot.conversations.messages import Message
from bot.conversations.model import Agent, Handling
from bot.conversations.ratings import Rated, Rating
from bot.storage.columns import Moment
from bot.storage.rating_tables import ratings
from bot.storage.rows import handoff_from
from bot.storage.tables import conversations, handoffs, outcomes

HELPED = ("answered", "done", "refused")  # the errand ended with the assistant, and was not given up
_HERE = ratings.join(conversations, conversations.c.id == ratings.c.conversation_id)
_later = outcomes.alias("later")
_AFTER = sa.or_(  # after the last outcome, people had the conversation or it was asked about
    sa.exists().where(
        handoffs.c.conversation_id == outcomes.c.conversation_id,
        sa.or_(handoffs.c.asked_at >= outcomes.c.recorded_at, handoffs.c.ended_at >= outcomes.c.recorded_at),
    ),
    sa.exists().where(
        ratings.c.conversation_id == outcomes.c.conversation_id,
        ratings.c.asked_at >= outcomes.c.recorded_at,
    ),
    sa.exists().where(_later.c.conversation_id == outcomes.c.conversation_id, _later.c.id > outcomes.c.id),
)
_BOT_HELPED = sa.and_(outcomes.c.outcome.in_(HELPED), ~_AFTER)

# Read for every message that comes in: made once, and found by the few customers who are about to write a line.
_AWAITING = (
    sa.select(ratings)
    .select_from(_HERE)
    .where(
        ratings.c.words_asked_at >= sa.bindparam("since", type_=Moment),
        conversations.c.channel == sa.bindparam("on"),
        conversations.c.address == sa.bindparam("at"),
    )
    .order_by(ratings.c.id.desc())
    .limit(1)
)


def ask(
    connection: Connection, conversation_id: int, rated: Rated, handoff: Handoff | None, now: datetime
) -> Rating:
    """`handoff`: whose agent is rated."""
    agent = handoff.agent if handoff else None
    row = connection.execute(
        ratings.insert()
        .values(
            conversation_id=conversation_id,
            handoff_id=handoff.id if handoff else None,
            rated=rated.value,
            agent_id=agent.id if agent else None,
            agent_name=agent.name if agent else None,
            asked_at=now,
        )
        .returning(ratings)
    ).one()
    return _rating_from(row)


def one(connection: Connection, rating_id: int) -> Rating | None:
    row = connection.execute(sa.select(ratings).where(ratings.c.id == rating_id)).one_or_none()
    return _rating_from(row) if row else None


def give(connection: Connection, rating: Rating, score: int, now: datetime) -> Rating:
    _change(connection, rating, score=score, given_at=now)
    return replace(rating, score=score, given_at=now)


def await_words(connection: Connection, rating: Rating, since: datetime | None) -> None:
    _change(connection, rating, words_asked_at=since)


def keep_words(connection: Connection, rating: Rating, line: Message) -> None:
    _change(connection, rating, words_id=line.id, words_asked_at=None)


def _change(connection: Connection, rating: Rating, **values: object) -> None:
    connection.execute(ratings.update().where(ratings.c.id == rating.id).values(**values))


def awaiting_words(connection: Connection, channel: str, address: str, since: datetime) -> Rating | None:
    """The rating whose customer was told, since then, that their next message is the line to it."""
    values = {"on": channel, "at": address, "since": since}
    row = connection.execute(_AWAITING, values).one_or_none()
    return _rating_from(row) if row else None


def asked_since(connection: Connection, channel: str, address: str, since: datetime) -> bool:
    query = (
        sa.select(ratings.c.id)
        .select_from(_HERE)
        .where(
            conversations.c.channel == channel,
            conversations.c.address == address,
            ratings.c.asked_at > since,
        )
    )
    return connection.scalar(query.limit(1)) is not None


def bot_helped(connection: Connection, conversation_id: int) -> bool:
    """Whether an errand has ended with the assistant, and nothing has come after it yet."""
    query = sa.select(outcomes.c.id).where(outcomes.c.conversation_id == conversation_id, _BOT_HELPED)
    return connection.scalar(query.limit(1)) is not None


def to_ask(connection: Connection, quiet_since: datetime, active_since: datetime) -> list[int]:
    """Conversations that fell silent in between, after the assistant had helped."""
    query = (
        sa.select(conversations.c.id)
        .where(
            conversations.c.handling == Handling.BOT.value,
            conversations.c.active_at >= active_since,
            conversations.c.active_at < quiet_since,
            sa.exists().where(outcomes.c.conversation_id == conversations.c.id, _BOT_HELPED),
        )
        .order_by(conversations.c.active_at)
    )
    return list(connection.scalars(query))


def last_help(connection: Connection, channel: str, address: str, since: datetime) -> Handoff | None:
    """The latest hand-over of the address in which a person helped, ended since then."""
    row = connection.execute(
        sa.select(handoffs)
        .join(conversations, conversations.c.id == handoffs.c.conversation_id)
        .where(
            conversations.c.channel == channel,
            conversations.c.address == address,
            handoffs.c.ended_at >= since,
            handoffs.c.ending.in_([HandoffEnd.RETURNED.value, HandoffEnd.RESOLVED.value]),
            handoffs.c.answered_at.is_not(None),
        )
        .order_by(handoffs.c.ended_at.desc())
        .limit(1)
    ).one_or_none()
    return handoff_from(row) if row else None


def rated_handoff(connection: Connection, rating: Rating) -> Handoff | None:
    row = connection.execute(sa.select(handoffs).where(handoffs.c.id == rating.handoff_id)).one_or_none()
    return handoff_from(row) if row else None


def of_conversation(connection: Connection, conversation_id: int) -> list[Rating]:
    rows = connection.execute(
        sa.select(ratings).where(ratings.c.conversation_id == conversation_id).order_by(ratings.c.id)
    )
    return [_rating_from(row) for row in rows]


def _rating_from(row: Row[Any]) -> Rating:
    return Rating(
        id=row.id,
        conversation_id=row.conversation_id,
        rated=Rated(row.rated),
        asked_at=row.asked_at,
        handoff_id=row.handoff_id,
        agent=Agent(row.agent_id, row.agent_name) if row.agent_id is not None else None,
        score=row.score,
        given_at=row.given_at,
        words_id=row.words_id,
    )
