"""Migrations: from nothing, again, at once, and never backwards."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from bot.conversations.messages import Author, Entry
from bot.storage import counted_tables, migrations
from bot.storage.migrate import DatabaseTooNew, migrate
from bot.storage.schema import metadata
from bot.storage.store import SqlStore, database, open_store
from tests.storage.samples import NOW, bot, opened, raw, said


async def test_an_empty_database_gets_its_tables_and_a_second_start_keeps_what_is_in_them(
    empty_url: str,
) -> None:
    async with open_store(empty_url) as store:
        conversation = await opened(store)
        await said(store, conversation, bot("kept"))

    async with open_store(empty_url) as store:
        assert [line.entry.text for line in await store.messages(conversation.id)] == ["kept"]


async def test_processes_that_start_at_once_on_an_empty_database_all_succeed(empty_url: str) -> None:
    """Fails without the advisory lock (PostgreSQL); SQLite has one writer anyway."""
    start = f"import asyncio; from bot.storage.migrate import migrate; asyncio.run(migrate({empty_url!r}))"
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            start,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        )
        for _ in range(4)
    ]
    errors = [(await process.communicate())[1].decode() for process in processes]

    assert [process.returncode for process in processes] == [0] * 4, errors


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    """Fails when `migrate` does not compare the revisions."""
    store = SqlStore(database(url))
    await raw(store, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseTooNew, match="9999"):
        await migrate(url)

    assert await raw(store, "SELECT version_num FROM alembic_version") == [("9999",)]
    await store.close()


async def test_a_log_of_the_first_version_is_kept_as_it_was_and_still_cannot_be_changed(
    empty_url: str,
) -> None:
    """Fails when migration 0002 rebuilds `messages`, which would lose its triggers."""
    store = SqlStore(database(empty_url))
    async with store._database.transaction() as transaction:
        await transaction.run(_write_with_the_first_version)

    await migrate(empty_url)

    (line,) = await store.messages(1)
    assert line.entry == Entry(Author.BOT, "kept", details={"list": [1]})
    assert await store.search("KEPT") == [line]  # what is there already is put into the index
    (handoff,) = await store.handoffs(1)
    assert (handoff.alerts, handoff.place, handoff.resolution) == (0, None, None)
    for change in ("UPDATE messages SET withdrawn = false", "DELETE FROM messages"):
        with pytest.raises(sa.exc.DBAPIError, match="messages are never changed"):
            await raw(store, change)
    await said(store, await store.conversation(1), bot("goes on", corrects=line.id))
    await store.close()


def _write_with_the_first_version(connection: sa.Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    command.upgrade(config, "0001")
    for statement in (
        (
            "INSERT INTO conversations (channel, address, language, opened_at, active_at, handling, session_number,"
            " session_turns, session_busy, session_slots, contact_asked, version)"
            " VALUES ('widget', 'kari', 'nb', :now, :now, 'waiting', 0, 0, false, '{}', false, 0)"
        ),
        (
            "INSERT INTO messages (conversation_id, seq, created_at, author, text, buttons, internal, details)"
            " VALUES (1, 1, :now, 'bot', 'kept', '[]', false, '{\"list\": [1]}')"
        ),
        "INSERT INTO handoffs (conversation_id, reason, summary, slots, asked_at) VALUES (1, 'asked', '', '{}', :now)",
    ):
        now = sa.bindparam("now", NOW, type_=sa.DateTime(timezone=True))
        connection.execute(sa.text(statement).bindparams(now))


async def test_a_migration_that_fails_leaves_nothing_half_done(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when each statement is committed by itself."""
    monkeypatch.setattr(
        "alembic.runtime.migration.MigrationContext._ensure_version_table", _fail_after_tables
    )
    store = SqlStore(database(empty_url))

    with pytest.raises(InterruptedError):
        await migrate(empty_url)

    with pytest.raises(sa.exc.DBAPIError):
        await raw(store, "SELECT count(*) FROM half_done")
    await store.close()


def _fail_after_tables(context: MigrationContext, **_: object) -> None:
    assert context.connection is not None
    context.connection.execute(sa.text("CREATE TABLE half_done (id INTEGER)"))
    raise InterruptedError


def _is_no_search_index(_: object, name: str | None, *__: object) -> bool:
    """Of a kind that the tables' description does not know."""
    return name is None or not name.startswith("message_words")


async def test_the_migrated_tables_are_those_that_the_code_writes_to(store: SqlStore) -> None:
    """Fails when a column or index is added to tables.py alone."""
    assert counted_tables.metadata is metadata  # the report's are known, too

    def differences(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_object": _is_no_search_index})
        return list(compare_metadata(context, metadata))

    def checks(connection: sa.Connection) -> set[str | None]:
        inspector = sa.inspect(connection)
        return {
            check["name"] for table in metadata.tables for check in inspector.get_check_constraints(table)
        }

    assert await store._database.read(differences) == []
    wanted = {
        str(check.name)
        for table in metadata.tables.values()
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint)
    }
    assert await store._database.read(checks) == wanted


async def test_a_url_without_a_file_is_a_clear_error() -> None:
    with pytest.raises(ValueError, match="names no file"):
        await migrate("sqlite://")
