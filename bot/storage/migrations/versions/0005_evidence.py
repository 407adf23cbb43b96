"""The chain over the log, its checkpoints, and a narrow door for erasure."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection

from bot.storage import chain
from bot.storage.columns import Json, Moment

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
AT_ONCE = 1000  # lines held in memory
BYTES = ("salt", "commitment", "link")
LASTING = ("id", "conversation_id", "seq", "created_at", "author", "internal", "channel", "answers", "corrects",
           "withdrawn", "link")  # fmt: skip

messages = sa.table(
    "messages",
    *(sa.column(name, sa.BigInteger) for name in ("id", "conversation_id", "seq", "answers", "corrects")),
    *(sa.column(name, sa.Text) for name in ("author", "name", "text", "channel", "external_id")),
    *(sa.column(name, Json) for name in ("buttons", "details", "files")),
    *(sa.column(name, sa.Boolean) for name in ("internal", "withdrawn")),
    *(sa.column(name, sa.LargeBinary) for name in BYTES),
    sa.column("created_at", Moment),
)


def upgrade() -> None:
    kind = "BYTEA" if _in_postgresql() else "BLOB"
    for column in BYTES:
        op.execute(f"ALTER TABLE messages ADD COLUMN {column} {kind}")
    _checkpoints()
    _erasures()
    _chores()
    _door_in_postgresql() if _in_postgresql() else _door_in_sqlite()


def _in_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _checkpoints() -> None:
    op.create_table(
        "checkpoints",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("top", sa.BigInteger, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_index("checkpoints_by_made_at", "checkpoints", ["made_at"])
    op.create_table(
        "heads",
        sa.Column("conversation_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("checkpoint", sa.Integer, nullable=False),
        sa.Column("link", sa.LargeBinary, nullable=False),
    )
    op.create_index("heads_by_checkpoint", "heads", ["checkpoint"])


def _erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("conversation_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )


def _chores() -> None:
    """One kind more. SQLite cannot change a check, so the table is written anew; nothing refers to it."""
    kinds = "kind IN ('card', 'mark', 'read', 'erase')"
    if _in_postgresql():
        op.execute("ALTER TABLE chores DROP CONSTRAINT chores_kind_known")
        op.execute(f"ALTER TABLE chores ADD CONSTRAINT chores_kind_known CHECK ({kinds})")
        return
    op.execute("ALTER TABLE chores RENAME TO old_chores")
    op.execute("DROP INDEX chores_by_conversation_id")
    op.create_table(
        "chores",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.BigInteger, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("desk", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.BigInteger, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(kinds, name="kind_known"),
        sa.UniqueConstraint("desk", "kind", "subject"),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO chores SELECT * FROM old_chores")
    op.execute("DROP TABLE old_chores")
    op.create_index("chores_by_conversation_id", "chores", ["conversation_id"])


def _door_in_sqlite() -> None:
    op.execute("DROP TRIGGER messages_refuse_update")
    _chain_what_is_there(op.get_bind())
    unlike = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in LASTING)
    op.execute(
        f"CREATE TRIGGER messages_refuse_update BEFORE UPDATE ON messages WHEN NOT ({_erased()}) OR {unlike} "
        "BEGIN SELECT RAISE(ABORT, 'messages are never changed'); END"
    )


def _door_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION chain_link(previous bytea, body bytea, seq integer) RETURNS bytea "
        "LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
        "$$ SELECT sha256(coalesce(previous, decode(repeat('00', 32), 'hex')) || body || int4send(seq)) $$"
    )
    op.execute("DROP TRIGGER messages_refuse_change ON messages")
    _chain_what_is_there(op.get_bind())
    unlike = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in LASTING)
    op.execute(
        "CREATE FUNCTION refuse_all_but_erasure() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT ({_erased()}) OR {unlike} THEN "
        "RAISE EXCEPTION '% are never changed', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER messages_refuse_delete BEFORE DELETE ON messages "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER messages_refuse_update BEFORE UPDATE ON messages "
        "FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasure()"
    )


def _erased() -> str:
    """The one change there is: all that is personal goes, with the salt."""
    return (
        "OLD.salt IS NOT NULL AND NEW.salt IS NULL AND NEW.commitment IS NOT NULL AND NEW.text = '' "
        "AND NEW.name IS NULL AND NEW.external_id IS NULL "
        "AND NEW.buttons = '[]' AND NEW.details = '{}' AND NEW.files = '[]'"
    )


def _chain_what_is_there(connection: Connection) -> None:
    """From now on nothing of it changes unseen; of what was changed before, the chain cannot tell."""
    change = (
        messages.update()
        .where(messages.c.id == sa.bindparam("line"))
        .values(salt=sa.bindparam("new_salt"), link=sa.bindparam("new_link"))
    )
    place, before = (0, 0), b""
    while rows := _after(connection, place):
        changes: list[dict[str, Any]] = []
        for row in rows:
            columns = row._asdict()
            salt = chain.new_salt()
            body = chain.body(columns, chain.commitment(columns, salt))
            before = chain.link(before if row.conversation_id == place[0] else None, body, row.seq)
            place = (row.conversation_id, row.seq)
            changes.append({"line": row.id, "new_salt": salt, "new_link": before})
        connection.execute(change, changes)


def _after(connection: Connection, place: tuple[int, int]) -> list[sa.Row[Any]]:
    conversation, seq = place
    return list(
        connection.execute(
            sa.select(messages)
            .where(
                sa.tuple_(messages.c.conversation_id, messages.c.seq)
                > sa.tuple_(
                    sa.bindparam("conversation", conversation, sa.BigInteger),
                    sa.bindparam("seq", seq, sa.Integer),
                )
            )
            .order_by(messages.c.conversation_id, messages.c.seq)
            .limit(AT_ONCE)
        )
    )
