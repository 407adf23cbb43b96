"""What desks must show anew, in SQL: one row per thing, until it was shown as it is now."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, bindparam

from bot.conversations.tickets import Chore, ChoreKind
from bot.storage.columns import Moment
from bot.storage.desk_tables import chores
from bot.storage.once import insert_or_change

_LAY = insert_or_change(
    chores,
    "desk",
    "kind",
    "subject",
    change=lambda new: {
        "version": chores.c.version + 1,
        "due_at": sa.case((new.due_at < chores.c.due_at, new.due_at), else_=chores.c.due_at),
    },
)
_PUT_OFF = (
    chores.update()
    .where(chores.c.id == bindparam("chore"))
    .values(due_at=bindparam("later", type_=Moment), attempts=chores.c.attempts + 1)
)
_STRIKE = chores.delete().where(
    chores.c.id == bindparam("chore"), chores.c.version == bindparam("as_of", type_=sa.Integer)
)
_DUE = (
    sa.select(chores)
    .where(chores.c.conversation_id == bindparam("of"), chores.c.due_at <= bindparam("now", type_=Moment))
    .order_by(chores.c.id)
)


def lay(
    connection: Connection,
    conversation_id: int,
    desk: str,
    kind: ChoreKind,
    subject: int,
    *,
    due_at: datetime,
) -> None:
    values = {
        "conversation_id": conversation_id,
        "desk": desk,
        "kind": kind.value,
        "subject": subject,
        "due_at": due_at,
        "attempts": 0,
        "version": 1,
    }
    connection.execute(_LAY[connection.dialect.name], values)


def put_off(connection: Connection, chore: Chore, due_at: datetime) -> None:
    connection.execute(_PUT_OFF, {"chore": chore.id, "later": due_at})


def strike(connection: Connection, chore: Chore) -> None:
    connection.execute(_STRIKE, {"chore": chore.id, "as_of": chore.version})


def due(connection: Connection, conversation_id: int, now: datetime) -> list[Chore]:
    return [_chore_from(row) for row in connection.execute(_DUE, {"of": conversation_id, "now": now})]


def _chore_from(row: Row[Any]) -> Chore:
    return Chore(
        id=row.id,
        conversation_id=row.conversation_id,
        desk=row.desk,
        kind=ChoreKind(row.kind),
        subject=row.subject,
        due_at=row.due_at,
        attempts=row.attempts,
        version=row.version,
    )
