"""Hand-offs in SQL: one unended per conversation, and those that must be called back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.answers import HandoffRequest
from bot.conversations.handoffs import Handoff, HandoffEnd, Resolution
from bot.conversations.model import Agent, Conversation, Handling
from bot.storage.rows import conversation_from, handoff_from
from bot.storage.tables import CALL_BACK, UNENDED, conversations, handoffs

_UNCLAIMED = sa.and_(UNENDED, handoffs.c.claimed_at.is_(None))
_WAITS_SINCE = sa.func.coalesce(handoffs.c.passed_at, handoffs.c.asked_at, type_=handoffs.c.asked_at.type)
# Two halves, for each has its index; those that ended otherwise are never looked at.
_WAITING = (
    sa.select(handoffs)
    .where(
        handoffs.c.id.in_(
            sa.union_all(sa.select(handoffs.c.id).where(UNENDED), sa.select(handoffs.c.id).where(CALL_BACK))
        )
    )
    .order_by(handoffs.c.id)
)


def open_handoff(
    connection: Connection, conversation_id: int, request: HandoffRequest, now: datetime
) -> Handoff:
    row = connection.execute(
        handoffs.insert()
        .values(
            conversation_id=conversation_id,
            reason=request.reason,
            topic=request.topic,
            summary=request.summary,
            slots=request.slots,
            asked_at=now,
        )
        .returning(handoffs)
    ).one()
    return handoff_from(row)


def pending(connection: Connection, conversation_id: int) -> Handoff | None:
    """The unended one, else the latest that expired."""
    row = connection.execute(
        sa.select(handoffs)
        .where(
            handoffs.c.conversation_id == conversation_id,
            sa.or_(UNENDED, handoffs.c.ending == HandoffEnd.EXPIRED.value),
        )
        .order_by(UNENDED.desc(), handoffs.c.id.desc())
        .limit(1)
    ).one_or_none()
    return handoff_from(row) if row else None


def claimed(connection: Connection, handoff: Handoff, agent: Agent, now: datetime) -> None:
    """The customer's wait ended with the first claim."""
    _change(
        connection,
        handoff,
        agent_id=agent.id,
        agent_name=agent.name,
        claimed_at=sa.func.coalesce(
            handoffs.c.claimed_at, sa.bindparam("now", now, handoffs.c.claimed_at.type)
        ),
        ended_at=None,
        ending=None,
    )


def first_answer(connection: Connection, handoff: Handoff, now: datetime) -> None:
    connection.execute(
        handoffs.update()
        .where(handoffs.c.id == handoff.id, handoffs.c.answered_at.is_(None))
        .values(answered_at=now)
    )


def end(connection: Connection, handoff: Handoff, ending: HandoffEnd, now: datetime) -> None:
    _change(connection, handoff, ended_at=now, ending=ending.value)


def leave_contact(connection: Connection, handoff: Handoff, contact: str) -> None:
    _change(connection, handoff, contact=contact)


def reassigned(connection: Connection, handoff: Handoff, agent: Agent) -> None:
    _change(connection, handoff, agent_id=agent.id, agent_name=agent.name)


def passed_on(connection: Connection, handoff: Handoff, place: str, now: datetime) -> None:
    """Reminders begin anew; its place in the queue is still that of the first request."""
    _change(
        connection,
        handoff,
        place=place,
        agent_id=None,
        agent_name=None,
        claimed_at=None,
        passed_at=now,
        alerted_at=None,
    )


def snooze(connection: Connection, handoff: Handoff, until: datetime | None) -> None:
    _change(connection, handoff, snoozed_until=until)


def alerted(connection: Connection, handoff: Handoff, now: datetime, *, escalated: bool) -> None:
    noted = {"escalated_at": now} if escalated else {}
    _change(connection, handoff, alerts=handoffs.c.alerts + 1, alerted_at=now, **noted)


def judged(connection: Connection, handoff: Handoff, resolution: Resolution) -> None:
    _change(connection, handoff, verdict=resolution.verdict.value, cause=resolution.cause.value)


def _change(connection: Connection, handoff: Handoff, **values: object) -> None:
    connection.execute(handoffs.update().where(handoffs.c.id == handoff.id).values(**values))


def waiting_before(connection: Connection, handoff: Handoff) -> int:
    query = sa.select(sa.func.count()).where(_UNCLAIMED, handoffs.c.id < handoff.id)
    return connection.execute(query).scalar_one()


def recent_waits(connection: Connection, limit: int) -> list[timedelta]:
    rows = connection.execute(
        sa.select(_WAITS_SINCE.label("since"), handoffs.c.claimed_at)
        .where(handoffs.c.claimed_at.is_not(None))
        .order_by(handoffs.c.claimed_at.desc())
        .limit(limit)
    )
    return [row.claimed_at - row.since for row in rows]


def unclaimed_since(connection: Connection, asked_before: datetime) -> list[int]:
    query = (
        sa.select(handoffs.c.conversation_id)
        .join(conversations, conversations.c.id == handoffs.c.conversation_id)
        .where(
            _UNCLAIMED,
            asked_before > _WAITS_SINCE,
            conversations.c.handling == Handling.WAITING.value,
        )
        .order_by(handoffs.c.id)
    )
    return list(connection.scalars(query))


def queue(connection: Connection) -> list[tuple[Conversation, Handoff]]:
    return _with_conversations(connection, [handoff_from(row) for row in connection.execute(_WAITING)])


def _with_conversations(
    connection: Connection, found: Sequence[Handoff]
) -> list[tuple[Conversation, Handoff]]:
    ids = {handoff.conversation_id for handoff in found}
    rows = connection.execute(sa.select(conversations).where(conversations.c.id.in_(ids)))
    known = {row.id: conversation_from(row) for row in rows}
    return [(known[handoff.conversation_id], handoff) for handoff in found]


def held_by(connection: Connection, agent_id: str) -> list[tuple[Conversation, Handoff]]:
    rows = connection.execute(
        sa.select(handoffs)
        .join(conversations, conversations.c.id == handoffs.c.conversation_id)
        .where(
            UNENDED,
            conversations.c.handling == Handling.HUMAN.value,
            conversations.c.agent_id == agent_id,
        )
        .order_by(handoffs.c.id)
    )
    return _with_conversations(connection, [handoff_from(row) for row in rows])


def one(connection: Connection, handoff_id: int) -> tuple[Conversation, Handoff] | None:
    rows = connection.execute(sa.select(handoffs).where(handoffs.c.id == handoff_id))
    return next(iter(_with_conversations(connection, [handoff_from(row) for row in rows])), None)


def of_conversation(connection: Connection, conversation_id: int) -> Sequence[Handoff]:
    rows = connection.execute(
        sa.select(handoffs).where(handoffs.c.conversation_id == conversation_id).order_by(handoffs.c.id)
    )
    return [handoff_from(row) for row in rows]
