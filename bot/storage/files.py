"""Files in SQL: noted when offered, fetched later; their bytes are read one file at a time."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bot.conversations.messages import File, Offer
from bot.storage.columns import Moment
from bot.storage.customer_tables import TO_FETCH, files
from bot.storage.rows import file_columns, file_from

KEY_BYTES = 16  # of chance: a key cannot be guessed

_FILE = (files.c.key, files.c.kind, files.c.name, files.c.media_type, files.c.size)
_DUE = (
    sa.select(*_FILE, files.c.channel, files.c.ref)
    .where(
        files.c.conversation_id == bindparam("of"),
        TO_FETCH,
        files.c.due_at <= bindparam("now", type_=Moment),
    )
    .order_by(files.c.offered_at, files.c.key)
)


def offer(connection: Connection, conversation_id: int, channel: str, offered: Offer, now: datetime) -> File:
    file = File(
        secrets.token_urlsafe(KEY_BYTES), offered.kind, offered.name, offered.media_type, offered.size
    )
    values = {
        **file_columns(file),
        "conversation_id": conversation_id,
        "channel": channel,
        "ref": offered.ref,
        "offered_at": now,
        "due_at": now,
        "attempts": 0,
    }
    connection.execute(files.insert(), values)
    return file


def keep(connection: Connection, key: str, content: bytes) -> None:
    connection.execute(
        files.update().where(files.c.key == key).values(content=content, size=len(content), lost=None)
    )


def put_off(connection: Connection, key: str, due_at: datetime) -> int:
    attempts = connection.scalar(
        files.update()
        .where(files.c.key == key, TO_FETCH)
        .values(due_at=due_at, attempts=files.c.attempts + 1)
        .returning(files.c.attempts)
    )
    return attempts or 0


def lose(connection: Connection, key: str, why: str) -> None:
    connection.execute(files.update().where(files.c.key == key, TO_FETCH).values(lost=why))


def due(connection: Connection, conversation_id: int, now: datetime) -> list[tuple[File, str, str]]:
    rows = connection.execute(_DUE, {"of": conversation_id, "now": now})
    return [(file_from(row._asdict()), row.channel, row.ref) for row in rows]


def read(connection: Connection, key: str) -> tuple[File, bytes | None, str | None] | None:
    row = connection.execute(
        sa.select(*_FILE, files.c.content, files.c.lost).where(files.c.key == key)
    ).one_or_none()
    return (file_from(row._asdict()), row.content, row.lost) if row else None
