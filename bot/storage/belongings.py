"""All that the store keeps of a person, to be handed out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.storage import handoffs, outcomes
from bot.storage.customer_tables import customers, files
from bot.storage.desk_tables import tickets
from bot.storage.people import Person
from bot.storage.record import Episode
from bot.storage.rows import conversation_from, message_from
from bot.storage.tables import conversations, messages, moves

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Belongings:
    """`files` without their bytes; `threads`: where desks outside show the same lines."""

    customers: Rows
    episodes: Sequence[Episode]
    moves: Rows
    files: Rows
    threads: Rows


def of_person(connection: Connection, person: Person) -> Belongings:
    ids = person.conversations
    known = (column for column in files.c if column.name != "content")
    return Belongings(
        customers=[row for place in sorted(person.addresses) for row in _at(connection, *place)],
        episodes=[_episode(connection, conversation) for conversation in ids],
        moves=_rows(connection, sa.select(moves).where(moves.c.conversation_id.in_(ids))),
        files=_rows(connection, sa.select(*known).where(files.c.conversation_id.in_(ids))),
        threads=_rows(connection, sa.select(tickets).where(tickets.c.conversation_id.in_(ids))),
    )


def _at(connection: Connection, channel: str, address: str) -> Rows:
    return _rows(
        connection,
        sa.select(customers).where(customers.c.channel == channel, customers.c.address == address),
    )


def _episode(connection: Connection, conversation_id: int) -> Episode:
    row = connection.execute(sa.select(conversations).where(conversations.c.id == conversation_id)).one()
    lines = connection.execute(
        sa.select(messages).where(messages.c.conversation_id == conversation_id).order_by(messages.c.seq)
    )
    return Episode(
        conversation_from(row),
        [message_from(line) for line in lines],
        handoffs.of_conversation(connection, conversation_id),
        outcomes.of_conversation(connection, conversation_id),
    )


def _rows(connection: Connection, query: sa.Select[Any]) -> Rows:
    return [row._asdict() for row in connection.execute(query)]
