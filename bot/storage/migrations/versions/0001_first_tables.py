"""The first tables, and the triggers that keep messages as they were written."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    _conversations()
    _messages()
    _unanswered()
    _deliveries()
    _handoffs()
    _outcomes()
    if op.get_bind().dialect.name == "postgresql":
        _freeze_messages_in_postgresql()
    else:
        _freeze_messages_in_sqlite()


def _number() -> sa.Column[int]:
    return sa.Column("id", NUMBER, primary_key=True)


def _of(table: str, column: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(column, sa.BigInteger, sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _conversations() -> None:
    op.create_table(
        "conversations",
        _number(),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("active_at", MOMENT, nullable=False),
        sa.Column("handling", sa.Text, nullable=False),
        sa.Column("agent_id", sa.Text),
        sa.Column("agent_name", sa.Text),
        sa.Column("session_number", sa.Integer, nullable=False),
        sa.Column("session_turns", sa.Integer, nullable=False),
        sa.Column("session_last_at", MOMENT),
        sa.Column("session_busy", sa.Boolean, nullable=False),
        sa.Column("session_slots", JSON, nullable=False),
        sa.Column("contact_asked", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("handling IN ('bot', 'waiting', 'human', 'closed')", name="handling_known"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "conversations_open_once",
        "conversations",
        ["channel", "address"],
        unique=True,
        **_where("handling != 'closed'"),
    )
    op.create_index("conversations_by_address", "conversations", ["channel", "address", "id"])
    op.create_index("conversations_by_activity", "conversations", ["handling", "active_at"])


def _messages() -> None:
    op.create_table(
        "messages",
        _number(),
        _of("conversations", "conversation_id"),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("buttons", JSON, nullable=False),
        sa.Column("internal", sa.Boolean, nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("external_id", sa.Text),
        _of("messages", "answers", nullable=True),
        sa.Column("details", JSON, nullable=False),
        sa.CheckConstraint("author IN ('customer', 'bot', 'agent', 'shop')", name="author_known"),
        sa.CheckConstraint("external_id IS NULL OR channel IS NOT NULL", name="external_id_has_channel"),
        sa.UniqueConstraint("channel", "external_id"),
        sa.UniqueConstraint("conversation_id", "seq"),
        sqlite_autoincrement=True,
    )


def _unanswered() -> None:
    op.create_table(
        "unanswered",
        sa.Column(
            "message_id", sa.BigInteger, sa.ForeignKey("messages.id"), primary_key=True, autoincrement=False
        ),
        _of("conversations", "conversation_id"),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_index(
        "unanswered_by_conversation_id_message_id", "unanswered", ["conversation_id", "message_id"]
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        _number(),
        _of("messages", "message_id"),
        _of("conversations", "conversation_id"),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("receipt", sa.Text),
        sa.Column("error", sa.Text),
        sa.CheckConstraint("state IN ('due', 'sent', 'refused', 'unknown')", name="state_known"),
        sa.UniqueConstraint("message_id", "channel", "address"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "deliveries_due", "deliveries", ["conversation_id", "channel", "id"], **_where("state = 'due'")
    )


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        _number(),
        _of("conversations", "conversation_id"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("topic", sa.Text),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("slots", JSON, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("agent_id", sa.Text),
        sa.Column("agent_name", sa.Text),
        sa.Column("claimed_at", MOMENT),
        sa.Column("answered_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("ending", sa.Text),
        sa.Column("contact", sa.Text),
        sa.CheckConstraint(
            "ending IN ('returned', 'resolved', 'withdrawn', 'expired', 'lapsed', 'answered')",
            name="ending_known",
        ),
        sa.CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="ending_has_time"),
        sqlite_autoincrement=True,
    )
    op.create_index("handoffs_by_conversation_id", "handoffs", ["conversation_id"])
    op.create_index("handoffs_by_claimed_at", "handoffs", ["claimed_at"])
    op.create_index(
        "handoffs_unended_once", "handoffs", ["conversation_id"], unique=True, **_where("ended_at IS NULL")
    )
    op.create_index(
        "handoffs_to_call_back", "handoffs", ["id"], **_where("ending = 'expired' AND contact IS NOT NULL")
    )


def _outcomes() -> None:
    op.create_table(
        "outcomes",
        _number(),
        _of("conversations", "conversation_id"),
        _of("messages", "message_id"),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("outcomes_by_conversation_id", "outcomes", ["conversation_id"])


def _freeze_messages_in_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER messages_refuse_{change.lower()} BEFORE {change} ON messages "
            "BEGIN SELECT RAISE(ABORT, 'messages are never changed'); END"
        )


def _freeze_messages_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% are never changed', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE TRIGGER messages_refuse_change BEFORE UPDATE OR DELETE ON messages "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER messages_refuse_truncate BEFORE TRUNCATE ON messages "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
