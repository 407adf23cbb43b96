"""Passes that carry a conversation to another channel, in SQL: each is good once."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage.customer_tables import passes

KEPT = timedelta(days=1)  # after its end; an unknown pass and an old one read the same


def issue(connection: Connection, nonce: str, conversation_id: int, expires_at: datetime) -> None:
    """Those that ended long before this one are thrown away."""
    connection.execute(passes.delete().where(passes.c.expires_at < expires_at - KEPT))
    connection.execute(
        passes.insert().values(nonce=nonce, conversation_id=conversation_id, expires_at=expires_at)
    )


def use(connection: Connection, nonce: str, now: datetime) -> int | None:
    """One statement, so that of several at once one gets it."""
    conversation_id: int | None = connection.scalar(
        passes.update()
        .where(passes.c.nonce == nonce, passes.c.used_at.is_(None), passes.c.expires_at > now)
        .values(used_at=now)
        .returning(passes.c.conversation_id)
    )
    return conversation_id
