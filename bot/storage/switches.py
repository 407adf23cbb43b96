"""Switches that staff operate by hand, in SQL."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.model import Agent
from bot.storage.desk_tables import switches
from bot.storage.once import insert_or_change

_SET = insert_or_change(
    switches,
    "name",
    change=lambda new: {
        "value": new.value,
        "agent_id": new.agent_id,
        "agent_name": new.agent_name,
        "set_at": new.set_at,
    },
)


def switch(connection: Connection, name: str, value: str | None, agent: Agent, now: datetime) -> None:
    if value is None:
        connection.execute(switches.delete().where(switches.c.name == name))
        return
    values = {
        "name": name,
        "value": value,
        "agent_id": agent.id,
        "agent_name": agent.name,
        "set_at": now,
    }
    connection.execute(_SET[connection.dialect.name], values)


def switched(connection: Connection, name: str) -> str | None:
    return connection.scalar(sa.select(switches.c.value).where(switches.c.name == name))
