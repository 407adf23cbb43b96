"""The tables of desks outside this process: their cards, what to show anew, reviews, switches; and leases."""

import sqlalchemy as sa

from bot.conversations.reviews import ReviewKind
from bot.conversations.tickets import ChoreKind
from bot.storage.columns import Moment, Words, one_of
from bot.storage.schema import metadata, number, of

# `kept` counts up within a hand-over and desk: the card that was kept last is the one that counts.
tickets = sa.Table(
    "tickets",
    metadata,
    number(),
    of("handoffs", "handoff_id"),
    of("conversations", "conversation_id"),
    sa.Column("desk", Words, nullable=False),
    sa.Column("place", Words, nullable=False),
    sa.Column("thread", Words),
    sa.Column("kept", sa.Integer, nullable=False),
    sa.UniqueConstraint("handoff_id", "desk", "place"),
    sa.UniqueConstraint("desk", "thread"),
    sqlite_autoincrement=True,
)

chores = sa.Table(
    "chores",
    metadata,
    number(),
    of("conversations", "conversation_id"),
    sa.Column("desk", Words, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.BigInteger, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    one_of("kind", ChoreKind),
    sa.UniqueConstraint("desk", "kind", "subject"),
    sa.Index(None, "conversation_id"),
    sqlite_autoincrement=True,
)

reviews = sa.Table(
    "reviews",
    metadata,
    number(),
    of("messages", "message_id"),
    sa.Column("agent_id", Words, nullable=False),
    sa.Column("agent_name", Words, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("note", Words, nullable=False),
    sa.Column("marked_at", Moment, nullable=False),
    one_of("kind", ReviewKind),
    sa.UniqueConstraint("message_id", "agent_id", "kind"),
    sa.Index(None, "marked_at"),
    sqlite_autoincrement=True,
)

switches = sa.Table(
    "switches",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", Words, nullable=False),
    sa.Column("agent_id", Words, nullable=False),
    sa.Column("agent_name", Words, nullable=False),
    sa.Column("set_at", Moment, nullable=False),
)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("ends_at", Moment, nullable=False),
)
