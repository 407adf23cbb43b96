"""What Telegram, Slack and files need: new columns of messages and hand-offs, and their own tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _messages()
    _handoffs()
    _moves()
    _customers()
    _files()
    _passes()
    _tickets()
    _chores()
    _reviews()
    _switches()
    _leases()


def _add(table: str, *columns: str) -> None:
    """In SQL of our own: Alembic would rebuild SQLite's tables for a constraint, and lose their triggers."""
    moment, json = ("TIMESTAMP WITH TIME ZONE", "JSONB") if _in_postgresql() else ("DATETIME", "JSON")
    for column in columns:
        definition = column.replace("MOMENT", moment).replace("JSON", json)
        op.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {definition}"))


def _in_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _number() -> sa.Column[int]:
    return sa.Column("id", NUMBER, primary_key=True)


def _of(table: str, column: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        column,
        sa.BigInteger,
        sa.ForeignKey(f"{table}.id"),
        nullable=False,
        primary_key=primary_key,
        autoincrement=False,
    )


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _messages() -> None:
    _add(
        "messages",
        "files JSON DEFAULT '[]' NOT NULL",
        "corrects BIGINT CONSTRAINT messages_corrects_exists REFERENCES messages (id)",
        "withdrawn BOOLEAN DEFAULT false NOT NULL"
        " CONSTRAINT messages_withdrawn_corrects CHECK (NOT withdrawn OR corrects IS NOT NULL)",
    )


def _handoffs() -> None:
    _add(
        "handoffs",
        "place TEXT",
        "passed_at MOMENT",
        "snoozed_until MOMENT",
        "alerts INTEGER DEFAULT 0 NOT NULL",
        "alerted_at MOMENT",
        "escalated_at MOMENT",
        "verdict TEXT CONSTRAINT handoffs_verdict_known CHECK (verdict IN ('solved', 'unsolved', 'no_case'))",
        "cause TEXT CONSTRAINT handoffs_cause_known CHECK (cause IN"
        " ('delivery', 'product', 'staff', 'price', 'website', 'policy', 'wait', 'other'))"
        " CONSTRAINT handoffs_verdict_has_cause CHECK ((verdict IS NULL) = (cause IS NULL))",
    )
    op.create_index("handoffs_by_ended_at", "handoffs", ["ended_at"])


def _moves() -> None:
    op.create_table(
        "moves",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, primary_key=True),
        _of("conversations", "conversation_id", primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
    )


def _customers() -> None:
    op.create_table(
        "customers",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("name", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("blocked_at", MOMENT),
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("key", sa.Text, primary_key=True),
        _of("conversations", "conversation_id"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lost", sa.Text),
        sa.Column("content", sa.LargeBinary),
        sa.CheckConstraint(
            "kind IN ('photo', 'document', 'voice', 'audio', 'video', 'sticker')", name="kind_known"
        ),
        sa.CheckConstraint("lost IS NULL OR content IS NULL", name="lost_or_here"),
    )
    op.create_index(
        "files_to_fetch", "files", ["conversation_id"], **_where("content IS NULL AND lost IS NULL")
    )


def _passes() -> None:
    op.create_table(
        "passes",
        sa.Column("nonce", sa.Text, primary_key=True),
        _of("conversations", "conversation_id"),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )


def _tickets() -> None:
    op.create_table(
        "tickets",
        _number(),
        _of("handoffs", "handoff_id"),
        _of("conversations", "conversation_id"),
        sa.Column("desk", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("kept", sa.Integer, nullable=False),
        sa.UniqueConstraint("handoff_id", "desk", "place"),
        sa.UniqueConstraint("desk", "thread"),
        sqlite_autoincrement=True,
    )


def _chores() -> None:
    op.create_table(
        "chores",
        _number(),
        _of("conversations", "conversation_id"),
        sa.Column("desk", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.BigInteger, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("kind IN ('card', 'mark', 'read')", name="kind_known"),
        sa.UniqueConstraint("desk", "kind", "subject"),
        sqlite_autoincrement=True,
    )
    op.create_index("chores_by_conversation_id", "chores", ["conversation_id"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        _number(),
        _of("messages", "message_id"),
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("agent_name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('wrong', 'missing')", name="kind_known"),
        sa.UniqueConstraint("message_id", "agent_id", "kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("reviews_by_marked_at", "reviews", ["marked_at"])


def _switches() -> None:
    op.create_table(
        "switches",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("agent_name", sa.Text, nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
    )
