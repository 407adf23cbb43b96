"""Customers as their channels know them, in SQL."""

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.messages import Customer
from bot.storage.customer_tables import customers
from bot.storage.once import insert_or_change

_NOTE = insert_or_change(
    customers,
    "channel",
    "address",
    change=lambda new: {
        "name": sa.func.coalesce(new.name, customers.c.name),
        "language": sa.func.coalesce(new.language, customers.c.language),
        "blocked_at": new.blocked_at,
    },
)


def note(connection: Connection, customer: Customer) -> None:
    values = {
        "channel": customer.channel,
        "address": customer.address,
        "name": customer.name,
        "language": customer.language,
        "blocked_at": customer.blocked_at,
    }
    connection.execute(_NOTE[connection.dialect.name], values)


def at(connection: Connection, channel: str, address: str) -> Customer | None:
    row = connection.execute(
        sa.select(customers).where(customers.c.channel == channel, customers.c.address == address)
    ).one_or_none()
    return Customer(row.channel, row.address, row.name, row.language, row.blocked_at) if row else None
