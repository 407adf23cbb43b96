"""Whose conversations belong together: addresses, and what carried on from one to another."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import JSONB

from bot.conversations.model import Handling
from bot.storage.customer_tables import customers
from bot.storage.evidence_tables import erasures
from bot.storage.tables import conversations, handoffs, moves

Address = tuple[str, str]  # channel, and the address on it
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
# Slots whose value tells who somebody is.
IDENTIFYING = ("email", "postcode", "proven")


@dataclass(frozen=True, slots=True)
class Person:
    addresses: frozenset[Address]
    conversations: tuple[int, ...]


def person(connection: Connection, named: str) -> Person:
    """By a conversation's number, or `channel:address`; with every address that a conversation was carried to."""
    found: set[int] = set()
    addresses: set[Address] = set()
    if named.isdecimal():
        found = set(connection.scalars(sa.select(conversations.c.id).where(conversations.c.id == int(named))))
    else:
        channel, _, address = named.partition(":")
        addresses = {(channel, address)}
    while True:
        known = (len(found), len(addresses))
        addresses |= _addresses(connection, found)
        found |= _conversations(connection, addresses)
        if known == (len(found), len(addresses)):
            break
    if not named.isdecimal() and not found and not _noted(connection, addresses):
        addresses = set()
    return Person(frozenset(addresses), tuple(sorted(found)))


def _addresses(connection: Connection, ids: set[int]) -> set[Address]:
    here = sa.select(conversations.c.channel, conversations.c.address).where(conversations.c.id.in_(ids))
    left = sa.select(moves.c.channel, moves.c.address).where(moves.c.conversation_id.in_(ids))
    return {(row.channel, row.address) for row in connection.execute(sa.union(here, left))}


def _conversations(connection: Connection, addresses: set[Address]) -> set[int]:
    found: set[int] = set()
    for channel, address in addresses:
        here = sa.select(conversations.c.id).where(
            conversations.c.channel == channel, conversations.c.address == address
        )
        left = sa.select(moves.c.conversation_id).where(
            moves.c.channel == channel, moves.c.address == address
        )
        found |= set(connection.scalars(sa.union(here, left)))
    return found


def _noted(connection: Connection, addresses: set[Address]) -> bool:
    return any(
        connection.scalar(
            sa.select(customers.c.channel).where(
                customers.c.channel == channel, customers.c.address == address
            )
        )
        for channel, address in addresses
    )


def outlived(
    connection: Connection, anonymous_before: datetime, identified_before: datetime, limit: int
) -> list[int]:
    query = sa.select(conversations.c.id).where(
        conversations.c.handling == Handling.CLOSED.value,
        ~sa.exists().where(erasures.c.conversation_id == conversations.c.id),
        sa.or_(
            conversations.c.active_at < identified_before,
            sa.and_(conversations.c.active_at < anonymous_before, ~_identified()),
        ),
    )
    return list(connection.scalars(query.order_by(conversations.c.active_at).limit(limit)))


def _identified() -> sa.ColumnElement[bool]:
    """A proof was given, or a contact is known."""
    told = [_has(conversations.c.session_slots, name) for name in IDENTIFYING]
    asked = [_has(handoffs.c.slots, name) for name in IDENTIFYING]
    return sa.or_(
        *told,
        sa.exists().where(
            handoffs.c.conversation_id == conversations.c.id, sa.or_(handoffs.c.contact.is_not(None), *asked)
        ),
    )


def _has(column: sa.ColumnElement[object], name: str) -> sa.ColumnElement[bool]:
    value = sa.type_coerce(column, JSON)[name].as_string()
    return sa.and_(value.is_not(None), value.not_in(["", "false", "0", "null"]))
