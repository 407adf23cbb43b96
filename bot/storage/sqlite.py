"""SQLite: one writer whom transactions queue for, and readers beside it.

A statement costs less than handing it to another thread, so only what waits is handed over.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Concatenate

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.finding import fold
from bot.storage import chain
from bot.storage.database import P, T

PATIENCE = 15  # seconds that a writer waits for another process's transaction
PURGE_PATIENCE = 2  # seconds
READERS = 4


def engine(url: sa.URL) -> sa.Engine:
    """The file's folder is made when it is missing."""
    if not url.database or url.database == ":memory:":
        raise ValueError(f"{url} names no file; write sqlite:///path/to/file.db")
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    made = sa.create_engine(
        url.set(drivername="sqlite"),
        hide_parameters=True,  # or an error would quote customers in the log
        connect_args={"check_same_thread": False},
    )
    sa.event.listen(made, "connect", _prepare)
    return made


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows only A to Z
    connection.create_function("chain_link", 3, chain.link, deterministic=True)
    connection.create_function("search_fold", 1, fold, deterministic=True)
    for pragma in (
        f"busy_timeout = {PATIENCE * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # with NORMAL a power cut takes acknowledged messages
        "foreign_keys = ON",
        "secure_delete = ON",  # or what was erased would stand in the file until its place is used again
        "recursive_triggers = ON",  # or INSERT OR REPLACE would change a message unseen by its triggers
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


class SqliteTransaction:
    def __init__(self, thread: ThreadPoolExecutor, connection: Connection) -> None:
        self._thread = thread
        self._connection = connection

    async def run(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """At once: within a transaction nothing waits, and a statement costs less than another thread's turn."""
        return work(self._connection, *args, **kwargs)

    async def enter(self) -> None:
        """Behind another in the same group there is nothing to wait for."""
        if _under_way(self._connection):
            _enter(self._connection)
        else:
            await self.run_aside(_enter)

    async def run_aside(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """In the thread: what waits for the disk or for another process."""
        job = partial(work, self._connection, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)


class SqliteDatabase:
    """Transactions that wait at the same moment follow one another within one COMMIT: it costs one write to disk.

    Each is a savepoint in it, so one that fails undoes only itself; none is over before the COMMIT, be it with an
    error, for that too may rest on what another has just written.
    """

    def __init__(self, url: sa.URL) -> None:
        self._engine = engine(url)
        self._turn = asyncio.Lock()  # first come, first served
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="log-writer")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="log-reader")
        self._writer: SqliteTransaction | None = None
        self._reader: Connection | None = None  # of the event loop
        self._commit: asyncio.Task[None] | None = None  # of the group that transactions join now
        self._lost = False  # the database gave up the whole group

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteTransaction]:
        commit = None
        try:
            async with self._turn:
                writer = self._writer = self._writer or await self._open_writer()
                # The commit takes its turn behind those who wait already.
                commit = self._commit = self._commit or asyncio.create_task(self._commit_group(writer))
                async with self._savepoint(writer):
                    yield writer
        except asyncio.CancelledError:
            if commit is not None:
                await _settled(commit)
            raise  # whatever became of the group: who is told to end must not take it for an error and go on
        except BaseException:
            if commit is not None:
                await asyncio.shield(commit)
            raise
        await asyncio.shield(commit)

    @asynccontextmanager
    async def _savepoint(self, writer: SqliteTransaction) -> AsyncIterator[None]:
        entered = False
        try:
            await writer.enter()
            entered = True
            yield
            await writer.run(_leave)
        except BaseException:
            # Also when cancelled: nothing else may begin before it is undone.
            await asyncio.shield(self._undo(writer, entered))
            raise

    async def _undo(self, writer: SqliteTransaction, entered: bool) -> None:
        """What never entered, because it was cancelled before, has lost nothing of others."""
        there = await writer.run_aside(_undo)
        self._lost = self._lost or (entered and not there)

    async def _commit_group(self, writer: SqliteTransaction) -> None:
        async with self._turn:
            self._commit, lost, self._lost = None, self._lost, False
            await writer.run_aside(_give_up if lost else _commit)

    async def _open_writer(self) -> SqliteTransaction:
        loop = asyncio.get_running_loop()
        return SqliteTransaction(
            self._writing, await loop.run_in_executor(self._writing, self._engine.connect)
        )

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """At once, like a transaction's statements: in WAL mode a reader waits for nobody."""
        await asyncio.sleep(0)  # who reads again and again must not keep others from writing
        self._reader = self._reader or self._engine.connect()
        return _reading(self._reader, work, *args, **kwargs)

    async def scan(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def scanning() -> T:
            with self._engine.connect() as connection:
                return _reading(connection, work, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._reading, scanning)

    async def purge(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._reading, self._empty_log)

    def _empty_log(self) -> None:
        """Old versions of pages stand in the write-ahead log until it is emptied; who reads now may put that off."""
        with self._engine.connect() as connection:
            _driver(connection).execute(f"PRAGMA busy_timeout = {PURGE_PATIENCE * 1000}").close()
            _driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            _driver(connection).execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}").close()

    async def close(self) -> None:
        async with self._turn:
            if self._writer is not None:
                await self._writer.run_aside(Connection.close)
            if self._reader is not None:
                self._reader.close()
        for threads in (self._writing, self._reading):
            threads.shutdown()
        self._engine.dispose()


async def _settled(commit: asyncio.Task[None]) -> None:
    """Once it is over, be it with an error: that is for those who were not told to end."""
    await asyncio.wait([commit])
    if not commit.cancelled():
        commit.exception()


class TransactionLost(Exception):
    """SQLite undid a transaction by itself, as it does on a full disk: nothing of it is stored."""


def _reading(
    connection: Connection, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    _driver(connection).execute("BEGIN").close()  # all of it from one state
    try:
        return work(connection, *args, **kwargs)
    finally:
        connection.rollback()


def _under_way(connection: Connection) -> bool:
    return bool(_driver(connection).in_transaction)


def _driver(connection: Connection) -> Any:
    """Past SQLAlchemy, where its share would be larger than the statement's."""
    return connection.connection.dbapi_connection


def _enter(connection: Connection) -> None:
    if not _under_way(connection):
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE"
        )  # waits for other processes now, rather than failing later
    connection.exec_driver_sql("SAVEPOINT one")


def _leave(connection: Connection) -> None:
    connection.exec_driver_sql("RELEASE one")


def _undo(connection: Connection) -> bool:
    """Whether what others wrote before it is still there."""
    if not _under_way(connection):
        return False
    with suppress(sa.exc.OperationalError):  # there is no savepoint when it was cancelled before it entered
        connection.exec_driver_sql("ROLLBACK TO one")
        connection.exec_driver_sql("RELEASE one")
    return True


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _give_up(connection: Connection) -> None:
    connection.rollback()
    raise TransactionLost("SQLite undid the transaction: see the error before this one")
