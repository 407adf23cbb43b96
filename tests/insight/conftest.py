"""A small year, written and counted once for all tests, in both databases."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bench.year import Talk, Year
from bench.year_store import store_year
from bot.insight.counting import Counting
from bot.insight.report import Report
from bot.insight.span import Span
from bot.storage.store import SqlStore, open_store
from tests.insight.plain import TARGET, ZONE
from tests.storage.postgres_server import NoPostgres, running_server

LINES = 20_000
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALL_YEAR = Span(date(2025, 1, 1), date(2025, 12, 31), ZONE)


def now() -> datetime:
    return NOW


def counting(store: SqlStore, **more: int) -> Counting:
    return Counting(store.database, ZONE, now, **more)


def report_of(store: SqlStore) -> Report:
    return Report(store.database, counting(store), ZONE, timedelta(seconds=TARGET), now)


@pytest.fixture(scope="session")
def talks() -> Sequence[Talk]:
    return list(Year(LINES).talks())


async def _written(url: str, talks: Sequence[Talk]) -> None:
    async with open_store(url) as store:
        await store_year(store.database, talks)
        await counting(store, batch=4000).catch_up(100)


@pytest.fixture(scope="session")
def sqlite_year(talks: Sequence[Talk], tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('year')}/log.db"
    asyncio.run(_written(url, talks))
    return url


@pytest.fixture(scope="session")
def postgres_year(talks: Sequence[Talk]) -> Iterator[str]:
    try:
        with running_server() as server:
            url = server.url(server.new_database())
            asyncio.run(_written(url, talks))
            yield url
    except NoPostgres as missing:
        pytest.fail(str(missing))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def year_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_year"))


@pytest.fixture
async def year(year_url: str) -> AsyncIterator[Report]:
    async with open_store(year_url) as store:
        yield report_of(store)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with open_store(f"sqlite:///{tmp_path}/log.db") as opened:
        yield opened
