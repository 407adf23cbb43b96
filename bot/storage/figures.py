"""The desk's figures, in SQL: what happened since a time, and what there is to do now."""

from collections.abc import Mapping
from datetime import datetime
from statistics import median

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.handoffs import HandoffEnd
from bot.storage.tables import CALL_BACK, UNENDED, conversations, handoffs


def figures(connection: Connection, since: datetime) -> Mapping[str, float]:
    """Counts; `first_answer` is a median in seconds, left out when nothing was answered."""
    opened = sa.select(sa.func.count()).select_from(conversations).where(conversations.c.opened_at >= since)
    counted = connection.execute(sa.select(*_counts(since))).one()
    return {
        "conversations": connection.execute(opened).scalar_one(),
        **counted._asdict(),
        **_first_answer(connection, since),
    }


def _counts(since: datetime) -> list[sa.Label[int]]:
    claimed = handoffs.c.claimed_at.is_not(None)
    counted = {
        "asked": handoffs.c.asked_at >= since,
        "claimed": handoffs.c.claimed_at >= since,
        "resolved": _ended(HandoffEnd.RESOLVED, since),
        "returned": _ended(HandoffEnd.RETURNED, since),
        # What ended as it began was left on the desk for later: nobody waited for it.
        "expired": _ended(HandoffEnd.EXPIRED, since) & (handoffs.c.ended_at > handoffs.c.asked_at),
        "callbacks": CALL_BACK,
        "waiting": sa.and_(UNENDED, ~claimed),
        "held": sa.and_(UNENDED, claimed),
    }
    return [sa.func.count().filter(condition).label(name) for name, condition in counted.items()]


def _ended(ending: HandoffEnd, since: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(handoffs.c.ending == ending.value, handoffs.c.ended_at >= since)


def _first_answer(connection: Connection, since: datetime) -> dict[str, float]:
    rows = connection.execute(
        sa.select(handoffs.c.asked_at, handoffs.c.answered_at).where(handoffs.c.answered_at >= since)
    )
    waits = [(row.answered_at - row.asked_at).total_seconds() for row in rows]
    return {"first_answer": median(waits)} if waits else {}
