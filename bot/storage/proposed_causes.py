"""What the assistant took hand-overs to be about, in SQL, beside what the agents said."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.handoffs import Cause, Handoff
from bot.storage.once import insert_or_change
from bot.storage.rating_tables import proposed_causes
from bot.storage.tables import handoffs

_PROPOSE = insert_or_change(
    proposed_causes,
    "handoff_id",
    change=lambda new: {"cause": new.cause, "proposed_at": new.proposed_at},
)


def propose(connection: Connection, handoff: Handoff, cause: Cause, now: datetime) -> None:
    values = {"handoff_id": handoff.id, "cause": cause.value, "proposed_at": now}
    connection.execute(_PROPOSE[connection.dialect.name], values)


def agreement(connection: Connection, since: datetime, until: datetime) -> dict[tuple[Cause, Cause], int]:
    """How many hand-overs that ended in between had which pair of proposed and final cause."""
    rows = connection.execute(
        sa.select(proposed_causes.c.cause.label("proposed"), handoffs.c.cause, sa.func.count().label("found"))
        .join(handoffs, handoffs.c.id == proposed_causes.c.handoff_id)
        .where(handoffs.c.ended_at >= since, handoffs.c.ended_at < until, handoffs.c.cause.is_not(None))
        .group_by(proposed_causes.c.cause, handoffs.c.cause)
    )
    return {(Cause(row.proposed), Cause(row.cause)): row.found for row in rows}
