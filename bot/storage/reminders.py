"""Which hand-offs staff must be reminded of, in SQL."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bot.conversations.messages import Author
from bot.storage.columns import Moment
from bot.storage.tables import UNENDED, handoffs, messages

_answers = messages.alias("answers")
_NOW, _ALERTED_BEFORE, _WAITING_BEFORE = (
    bindparam(name, type_=Moment) for name in ("now", "alerted_before", "waiting_before")
)
_FORGOTTEN = sa.and_(
    handoffs.c.claimed_at.is_(None),
    sa.func.coalesce(handoffs.c.alerted_at, handoffs.c.passed_at, handoffs.c.asked_at) < _ALERTED_BEFORE,
)
_LAST_ANSWER = (  # the mending of an earlier one answers nothing
    sa.select(sa.func.coalesce(sa.func.max(_answers.c.seq), 0))
    .where(
        _answers.c.conversation_id == messages.c.conversation_id,
        _answers.c.author == Author.AGENT.value,
        _answers.c.internal.is_(sa.false()),
        _answers.c.corrects.is_(None),
    )
    .correlate(messages)
    .scalar_subquery()
)
_WROTE_LONG_AGO = sa.exists().where(
    messages.c.conversation_id == handoffs.c.conversation_id,
    messages.c.author == Author.CUSTOMER.value,
    messages.c.created_at < _WAITING_BEFORE,
    messages.c.seq > _LAST_ANSWER,
)
_LATE = sa.and_(  # until the first answer, it is the request itself that waits
    handoffs.c.escalated_at.is_(None),
    sa.or_(
        sa.and_(handoffs.c.answered_at.is_(None), handoffs.c.asked_at < _WAITING_BEFORE),
        sa.and_(handoffs.c.answered_at.is_not(None), _WROTE_LONG_AGO),
    ),
)
_TO_REMIND = (
    sa.select(handoffs.c.conversation_id)
    .where(
        UNENDED,
        sa.or_(
            handoffs.c.snoozed_until <= _NOW,
            sa.and_(handoffs.c.snoozed_until.is_(None), sa.or_(_FORGOTTEN, _LATE)),
        ),
    )
    .order_by(handoffs.c.id)
)


def to_remind(
    connection: Connection, now: datetime, *, alerted_before: datetime, waiting_before: datetime
) -> list[int]:
    values = {"alerted_before": alerted_before, "waiting_before": waiting_before, "now": now}
    return list(connection.scalars(_TO_REMIND, values))
