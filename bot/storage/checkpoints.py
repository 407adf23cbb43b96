"""Checkpoints in SQL: what is new since the last one, and those that were signed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.evidence import Checkpoint, Head
from bot.storage.evidence_tables import checkpoints, heads
from bot.storage.tables import messages

# A line's id is given out before it is stored: one that is lower may come later, but not by more than this.
LATE = timedelta(minutes=2)


def unsigned(connection: Connection, now: datetime) -> Checkpoint | None:
    new = _new_heads(connection, _seen(connection, now - LATE))
    if not new:
        return None
    last = connection.execute(sa.select(checkpoints).order_by(checkpoints.c.number.desc()).limit(1)).first()
    return Checkpoint(
        number=last.number + 1 if last else 1,
        made_at=now,
        previous=last.signature if last else b"",
        top=connection.scalar(sa.select(sa.func.max(messages.c.id))) or 0,
        heads=new,
    )


def _seen(connection: Connection, before: datetime) -> int:
    """The id up to which everything surely stands in a checkpoint."""
    top = (
        sa.select(checkpoints.c.top)
        .where(checkpoints.c.made_at <= before)
        .order_by(checkpoints.c.made_at.desc())
        .limit(1)
    )
    return connection.scalar(top) or 0


def _new_heads(connection: Connection, seen: int) -> list[Head]:
    new = (
        sa.select(messages.c.conversation_id, sa.func.max(messages.c.seq).label("seq"))
        .where(messages.c.id > seen)
        .group_by(messages.c.conversation_id)
        .subquery()
    )
    signed = (
        sa.select(sa.func.max(heads.c.seq))
        .where(heads.c.conversation_id == new.c.conversation_id)
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(messages.c.conversation_id, messages.c.seq, messages.c.link)
        .join(
            new,
            sa.and_(messages.c.conversation_id == new.c.conversation_id, messages.c.seq == new.c.seq),
        )
        .where(new.c.seq > sa.func.coalesce(signed, 0))
    )
    return [Head(row.conversation_id, row.seq, row.link) for row in rows]


def keep(connection: Connection, checkpoint: Checkpoint, signature: bytes) -> None:
    """Raises IntegrityError when the number is taken."""
    connection.execute(
        checkpoints.insert().values(
            number=checkpoint.number,
            made_at=checkpoint.made_at,
            top=checkpoint.top,
            previous=checkpoint.previous,
            signature=signature,
        )
    )
    rows = [
        {
            "conversation_id": head.conversation_id,
            "seq": head.seq,
            "checkpoint": checkpoint.number,
            "link": head.link,
        }
        for head in checkpoint.heads
    ]
    connection.execute(heads.insert(), rows)


def all_of_them(connection: Connection) -> Iterator[tuple[Checkpoint, bytes]]:
    """With their signatures, in order."""
    for row in connection.execute(sa.select(checkpoints).order_by(checkpoints.c.number)).all():
        made = Checkpoint(row.number, row.made_at, row.previous, row.top, _heads_of(connection, row.number))
        yield made, row.signature


def _heads_of(connection: Connection, number: int) -> Sequence[Head]:
    rows = connection.execute(sa.select(heads).where(heads.c.checkpoint == number))
    return [Head(row.conversation_id, row.seq, row.link) for row in rows]
