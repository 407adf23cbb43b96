"""Leases in SQL: of several processes one does a thing, until it lets go or is gone for long enough."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bot.storage.columns import Moment
from bot.storage.desk_tables import leases
from bot.storage.once import insert_or_change

# One statement, so that of several at once one gets it.
_TAKE = insert_or_change(
    leases,
    "name",
    change=lambda new: {"holder": new.holder, "ends_at": new.ends_at},
    where=lambda new: sa.or_(
        leases.c.holder == new.holder, leases.c.ends_at <= bindparam("now", type_=Moment)
    ),
)


def take(connection: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    values = {"name": name, "holder": holder, "ends_at": until, "now": now}
    return connection.execute(_TAKE[connection.dialect.name], values).one_or_none() is not None


def release(connection: Connection, name: str, holder: str) -> None:
    connection.execute(leases.delete().where(leases.c.name == name, leases.c.holder == holder))
