"""The tables: conversations, what was said in them, and what must still happen."""

import sqlalchemy as sa

from bot.conversations.handoffs import HandoffEnd
from bot.conversations.messages import Author, DeliveryState
from bot.conversations.model import Handling
from bot.storage.columns import Json, Moment, Words, one_of

metadata = sa.MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "fk": "%(table_name)s_%(column_0_name)s_exists",
        "uq": "%(table_name)s_%(column_0_N_name)s_once",
        "ck": "%(table_name)s_%(constraint_name)s",
        "ix": "%(table_name)s_by_%(column_0_N_name)s",
    }
)


def _number() -> sa.Column[int]:
    """A row's own number. SQLite counts faster and never reuses one as INTEGER … AUTOINCREMENT."""
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)


def _of(table: str, column: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(column, sa.BigInteger, sa.ForeignKey(f"{table}.id"), nullable=nullable)


conversations = sa.Table(
    "conversations",
    metadata,
    _number(),
    sa.Column("channel", Words, nullable=False),
    sa.Column("address", Words, nullable=False),
    sa.Column("language", Words, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("active_at", Moment, nullable=False),
    sa.Column("handling", sa.Text, nullable=False),
    sa.Column("agent_id", Words),
    sa.Column("agent_name", Words),
    sa.Column("session_number", sa.Integer, nullable=False),
    sa.Column("session_turns", sa.Integer, nullable=False),
    sa.Column("session_last_at", Moment),
    sa.Column("session_busy", sa.Boolean, nullable=False),
    sa.Column("session_slots", Json, nullable=False),
    sa.Column("contact_asked", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    one_of("handling", Handling),
    sqlite_autoincrement=True,
)
# An address is in one conversation at a time.
OPEN = conversations.c.handling != sa.literal_column("'closed'")
sa.Index(
    "conversations_open_once",
    conversations.c.channel,
    conversations.c.address,
    unique=True,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)
sa.Index("conversations_by_address", conversations.c.channel, conversations.c.address, conversations.c.id)
sa.Index("conversations_by_activity", conversations.c.handling, conversations.c.active_at)

# Triggers in the migrations refuse every change of a row.
messages = sa.Table(
    "messages",
    metadata,
    _number(),
    _of("conversations", "conversation_id"),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("name", Words),
    sa.Column("text", Words, nullable=False),
    sa.Column("buttons", Json, nullable=False),
    sa.Column("internal", sa.Boolean, nullable=False),
    sa.Column("channel", Words),
    sa.Column("external_id", Words),
    _of("messages", "answers", nullable=True),
    sa.Column("details", Json, nullable=False),
    one_of("author", Author),
    sa.CheckConstraint("external_id IS NULL OR channel IS NOT NULL", name="external_id_has_channel"),
    sa.UniqueConstraint("channel", "external_id"),
    sa.UniqueConstraint("conversation_id", "seq"),
    sqlite_autoincrement=True,
)

unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column(
        "message_id", sa.BigInteger, sa.ForeignKey("messages.id"), primary_key=True, autoincrement=False
    ),
    _of("conversations", "conversation_id"),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Index(None, "conversation_id", "message_id"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    _number(),
    _of("messages", "message_id"),
    _of("conversations", "conversation_id"),
    sa.Column("channel", Words, nullable=False),
    sa.Column("address", Words, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("receipt", Words),
    sa.Column("error", Words),
    one_of("state", DeliveryState),
    sa.UniqueConstraint("message_id", "channel", "address"),
    sqlite_autoincrement=True,
)
DUE = deliveries.c.state == sa.literal_column("'due'")
sa.Index(
    "deliveries_due",
    deliveries.c.conversation_id,
    deliveries.c.channel,
    deliveries.c.id,
    sqlite_where=DUE,
    postgresql_where=DUE,
)

handoffs = sa.Table(
    "handoffs",
    metadata,
    _number(),
    _of("conversations", "conversation_id"),
    sa.Column("reason", Words, nullable=False),
    sa.Column("topic", Words),
    sa.Column("summary", Words, nullable=False),
    sa.Column("slots", Json, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("agent_id", Words),
    sa.Column("agent_name", Words),
    sa.Column("claimed_at", Moment),
    sa.Column("answered_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("ending", sa.Text),
    sa.Column("contact", Words),
    one_of("ending", HandoffEnd),
    sa.CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="ending_has_time"),
    sa.Index(None, "conversation_id"),
    sa.Index(None, "claimed_at"),
    sqlite_autoincrement=True,
)
UNENDED = handoffs.c.ended_at.is_(None)
CALL_BACK = sa.and_(handoffs.c.ending == sa.literal_column("'expired'"), handoffs.c.contact.is_not(None))
# A conversation waits for one person at a time.
sa.Index(
    "handoffs_unended_once",
    handoffs.c.conversation_id,
    unique=True,
    sqlite_where=UNENDED,
    postgresql_where=UNENDED,
)
sa.Index("handoffs_to_call_back", handoffs.c.id, sqlite_where=CALL_BACK, postgresql_where=CALL_BACK)

outcomes = sa.Table(
    "outcomes",
    metadata,
    _number(),
    _of("conversations", "conversation_id"),
    _of("messages", "message_id"),
    sa.Column("topic", Words, nullable=False),
    sa.Column("outcome", Words, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Index(None, "conversation_id"),
    sqlite_autoincrement=True,
)
