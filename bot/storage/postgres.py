"""PostgreSQL: a pool of connections, on which transactions lock the rows they change."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Concatenate

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.database import P, T

CONNECT_TIMEOUT = 10  # seconds
STATEMENT_TIMEOUT = 30  # seconds; also the longest wait for another's lock


def engine(url: sa.URL) -> AsyncEngine:
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        pool_size=10,
        max_overflow=10,
        hide_parameters=True,  # or an error would quote customers in the log
        pool_pre_ping=True,  # a restarted server costs no customer a message
        connect_args={
            "timeout": CONNECT_TIMEOUT,
            "command_timeout": STATEMENT_TIMEOUT,
            "server_settings": {"application_name": "shopdesk"},
        },
    )


class PostgresTransaction:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def run(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._connection.run_sync(work, *args, **kwargs)

    run_aside = run


class PostgresDatabase:
    def __init__(self, url: sa.URL) -> None:
        self._engine = engine(url)
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PostgresTransaction]:
        async with self._engine.begin() as connection:
            yield PostgresTransaction(connection)

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        async with self._reading.connect() as connection:
            return await connection.run_sync(work, *args, **kwargs)

    scan = read

    async def purge(self) -> None:
        """PostgreSQL's own business: its vacuum and its recycled write-ahead log."""

    async def close(self) -> None:
        await self._engine.dispose()
