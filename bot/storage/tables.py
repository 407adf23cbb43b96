"""The tables: conversations, what was said in them, and what must still happen."""

import sqlalchemy as sa

from bot.conversations.handoffs import Cause, HandoffEnd, Verdict
from bot.conversations.messages import Author, DeliveryState
from bot.conversations.model import Handling
from bot.storage.columns import Json, Moment, Words, one_of
from bot.storage.schema import metadata, number, of

conversations = sa.Table(
    "conversations",
    metadata,
    number(),
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

# Triggers in the migrations refuse every change of a row, but for one: its words and their salt are erased.
# Then, and only then, `commitment` stands in the salt's place.
messages = sa.Table(
    "messages",
    metadata,
    number(),
    of("conversations", "conversation_id"),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("name", Words),
    sa.Column("text", Words, nullable=False),
    sa.Column("buttons", Json, nullable=False),
    sa.Column("internal", sa.Boolean, nullable=False),
    sa.Column("channel", Words),
    sa.Column("external_id", Words),
    of("messages", "answers", nullable=True),
    sa.Column("details", Json, nullable=False),
    sa.Column("files", Json, nullable=False, server_default="[]"),
    of("messages", "corrects", nullable=True),
    sa.Column("withdrawn", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("salt", sa.LargeBinary),
    sa.Column("commitment", sa.LargeBinary),
    sa.Column("link", sa.LargeBinary),
    one_of("author", Author),
    sa.CheckConstraint("NOT withdrawn OR corrects IS NOT NULL", name="withdrawn_corrects"),
    sa.CheckConstraint("external_id IS NULL OR channel IS NOT NULL", name="external_id_has_channel"),
    sa.UniqueConstraint("channel", "external_id"),
    sa.UniqueConstraint("conversation_id", "seq"),
    sqlite_autoincrement=True,
)

unanswered = sa.Table(
    "unanswered",
    metadata,
    of("messages", "message_id", primary_key=True),
    of("conversations", "conversation_id"),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Index(None, "conversation_id", "message_id"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    number(),
    of("messages", "message_id"),
    of("conversations", "conversation_id"),
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
    number(),
    of("conversations", "conversation_id"),
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
    sa.Column("place", Words),
    sa.Column("passed_at", Moment),
    sa.Column("snoozed_until", Moment),
    sa.Column("alerts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("alerted_at", Moment),
    sa.Column("escalated_at", Moment),
    sa.Column("verdict", sa.Text),
    sa.Column("cause", sa.Text),
    one_of("ending", HandoffEnd),
    one_of("verdict", Verdict),
    one_of("cause", Cause),
    sa.CheckConstraint("(verdict IS NULL) = (cause IS NULL)", name="verdict_has_cause"),
    sa.CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="ending_has_time"),
    sa.Index(None, "conversation_id"),
    sa.Index(None, "claimed_at"),
    sa.Index(None, "ended_at"),
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
    number(),
    of("conversations", "conversation_id"),
    of("messages", "message_id"),
    sa.Column("topic", Words, nullable=False),
    sa.Column("outcome", Words, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Index(None, "conversation_id"),
    sqlite_autoincrement=True,
)

# Addresses that a conversation left: each goes on reading it up to the line `seq`.
moves = sa.Table(
    "moves",
    metadata,
    sa.Column("channel", Words, primary_key=True),
    sa.Column("address", Words, primary_key=True),
    of("conversations", "conversation_id", primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("moved_at", Moment, nullable=False),
)
