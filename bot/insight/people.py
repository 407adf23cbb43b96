"""Who is the same customer: an address, and the addresses that one of its conversations moved to."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.storage.counted_tables import counted_conversations
from bot.storage.tables import conversations, moves

Address = tuple[str, str]

_counted = counted_conversations


def people(connection: Connection, wanted: Sequence[int]) -> Mapping[int, int]:
    """The person of each conversation; earlier ones that turn out to be the same person's are changed."""
    groups = _Groups()
    addresses = _addresses(connection, wanted)
    related = _at(connection, sorted({address for _, address in addresses}))
    for conversation_id, address in (*addresses, *related):
        groups.join(conversation_id, address)
    known = _known(connection, sorted({conversation_id for conversation_id, _ in related}))
    for conversation_id, person in known.items():
        groups.join(conversation_id, person)
    _rename(connection, {person: groups.least(person) for person in known.values()})
    return {conversation_id: groups.least(conversation_id) for conversation_id in wanted}


class _Groups:
    """Sets of conversations, by what they share. A person is named by the set's least conversation."""

    def __init__(self) -> None:
        self._above: dict[int | Address, int | Address] = {}

    def join(self, conversation_id: int, other: int | Address) -> None:
        first, second = self._top(conversation_id), self._top(other)
        if first != second:
            # An address is never above a conversation, nor a larger number above a smaller one.
            least = min((top for top in (first, second) if isinstance(top, int)), default=first)
            self._above[first if least == second else second] = least

    def least(self, conversation_id: int) -> int:
        top = self._top(conversation_id)
        return top if isinstance(top, int) else conversation_id

    def _top(self, member: int | Address) -> int | Address:
        while (above := self._above.get(member, member)) != member:
            member = above
        return member


def _addresses(connection: Connection, wanted: Sequence[int]) -> list[tuple[int, Address]]:
    here = sa.select(conversations.c.id, conversations.c.channel, conversations.c.address).where(
        conversations.c.id.in_(wanted)
    )
    left = sa.select(moves.c.conversation_id, moves.c.channel, moves.c.address).where(
        moves.c.conversation_id.in_(wanted)
    )
    return [(row[0], (row[1], row[2])) for query in (here, left) for row in connection.execute(query)]


def _at(connection: Connection, addresses: Sequence[Address]) -> list[tuple[int, Address]]:
    """Every conversation that is or was at one of the addresses."""
    here = sa.select(conversations.c.id, conversations.c.channel, conversations.c.address).where(
        sa.tuple_(conversations.c.channel, conversations.c.address).in_(addresses)
    )
    left = sa.select(moves.c.conversation_id, moves.c.channel, moves.c.address).where(
        sa.tuple_(moves.c.channel, moves.c.address).in_(addresses)
    )
    return [(row[0], (row[1], row[2])) for query in (here, left) for row in connection.execute(query)]


def _known(connection: Connection, wanted: Sequence[int]) -> dict[int, int]:
    rows = connection.execute(
        sa.select(_counted.c.conversation_id, _counted.c.person).where(_counted.c.conversation_id.in_(wanted))
    )
    return {row.conversation_id: row.person for row in rows}


def _rename(connection: Connection, persons: Mapping[int, int]) -> None:
    for person, other in persons.items():
        if person != other:
            connection.execute(_counted.update().where(_counted.c.person == person).values(person=other))
