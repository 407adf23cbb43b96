"""Bringing a database up to the code's tables, also when several processes start at once."""

import asyncio
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.storage import postgres, sqlite

_LOCK = 7_467_337_375  # any number that no other program locks in the same PostgreSQL database


class DatabaseTooNew(Exception):
    """The database was migrated by a newer version of the program."""


async def migrate(url: str) -> None:
    """Raises DatabaseTooNew. The first process migrates, the others wait and find nothing to do."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        await asyncio.to_thread(_migrate_sqlite, parsed)
    else:
        await _migrate_postgres(parsed)


def _migrate_sqlite(url: sa.URL) -> None:
    engine = sqlite.engine(url)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _upgrade(connection)
    finally:
        engine.dispose()


async def _migrate_postgres(url: sa.URL) -> None:
    engine = postgres.engine(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise DatabaseTooNew(
            f"The database is at revision {current}, which this version does not know. "
            "Start the newer version that made it, or restore a backup from before."
        )
    command.upgrade(config, "head")
