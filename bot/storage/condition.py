"""Looks at a database without changing it: can it be reached, are its tables the code's."""

import asyncio
import enum
from pathlib import Path

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import postgres, sqlite


class Condition(enum.StrEnum):
    CURRENT = "current"
    EMPTY = "empty"
    BEHIND = "behind"
    NEWER = "newer"


class Unreachable(Exception):
    """The database does not answer; the message says why, without the password."""


async def condition(url: str) -> Condition:
    """Raises Unreachable."""
    parsed = sa.make_url(url)
    try:
        return await _of_url(parsed)
    except (OSError, TimeoutError, SQLAlchemyError) as error:
        raise Unreachable(f"{parsed.render_as_string()}: {str(error).splitlines()[0]}") from error


async def _of_url(parsed: sa.URL) -> Condition:
    if parsed.get_backend_name() == "sqlite":
        return await asyncio.to_thread(_of_sqlite, parsed)
    engine = postgres.engine(parsed)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_of)
    finally:
        await engine.dispose()


def _of_sqlite(url: sa.URL) -> Condition:
    if not Path(url.database or "").exists():
        return Condition.EMPTY
    engine = sqlite.engine(url)
    try:
        with engine.connect() as connection:
            return _of(connection)
    finally:
        engine.dispose()


def _of(connection: Connection) -> Condition:
    revisions = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return Condition.EMPTY
    if current == revisions.get_current_head():
        return Condition.CURRENT
    known = {revision.revision for revision in revisions.walk_revisions()}
    return Condition.BEHIND if current in known else Condition.NEWER
