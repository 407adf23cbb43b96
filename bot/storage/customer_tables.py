"""The tables about customers: who they are, what they sent as files, how they carry on elsewhere."""

import sqlalchemy as sa

from bot.conversations.messages import FileKind
from bot.storage.columns import Moment, Words, one_of
from bot.storage.schema import metadata, of

customers = sa.Table(
    "customers",
    metadata,
    sa.Column("channel", Words, primary_key=True),
    sa.Column("address", Words, primary_key=True),
    sa.Column("name", Words),
    sa.Column("language", Words),
    sa.Column("blocked_at", Moment),
)

# The bytes stand last: SQLite then reads a row's other columns without them.
files = sa.Table(
    "files",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    of("conversations", "conversation_id"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("media_type", Words, nullable=False),
    sa.Column("size", sa.BigInteger),
    sa.Column("channel", Words, nullable=False),
    sa.Column("ref", Words, nullable=False),
    sa.Column("offered_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("lost", Words),
    sa.Column("content", sa.LargeBinary),
    one_of("kind", FileKind),
    sa.CheckConstraint("lost IS NULL OR content IS NULL", name="lost_or_here"),
)
TO_FETCH = sa.and_(files.c.content.is_(None), files.c.lost.is_(None))
sa.Index("files_to_fetch", files.c.conversation_id, sqlite_where=TO_FETCH, postgresql_where=TO_FETCH)

passes = sa.Table(
    "passes",
    metadata,
    sa.Column("nonce", sa.Text, primary_key=True),
    of("conversations", "conversation_id"),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_at", Moment),
)
