"""Every test here runs on SQLite and on a real PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.migrate import migrate
from bot.storage.store import SqlStore, database
from tests.storage.postgres_server import NoPostgres, Server, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    try:
        with running_server() as started:
            yield started
    except NoPostgres as missing:
        pytest.fail(str(missing))


@pytest.fixture(scope="session")
def migrated_postgres(server: Server) -> str:
    name = server.new_database()
    asyncio.run(migrate(server.url(name)))
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "log.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/empty.db"
    server = request.getfixturevalue("server")
    return server.url(server.new_database())


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with our tables and nothing in them."""
    if kind == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "log.db")
        return f"sqlite:///{file}"
    server = request.getfixturevalue("server")
    return server.url(server.new_database(request.getfixturevalue("migrated_postgres")))


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    opened = SqlStore(database(url))
    yield opened
    await opened.close()


@pytest.fixture
async def stores(url: str) -> AsyncIterator[list[SqlStore]]:
    """Eight gateways on one database."""
    opened = [SqlStore(database(url)) for _ in range(8)]
    yield opened
    for each in opened:
        await each.close()
