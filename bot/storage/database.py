"""What the statements need of a database: to be run on a connection, inside a transaction or for reading only."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

P = ParamSpec("P")
T = TypeVar("T")


class Transaction(Protocol):
    async def run(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do some work on the transaction's connection."""

    async def run_aside(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for what takes long, such as writing megabytes, and must not hold up anybody."""


class Database(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """All that is run in the block is stored at its end, or nothing."""

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do some reading, all of it from one state of the database: a few rows, found by an index."""

    async def scan(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for reading that may take long, and must not hold up anybody."""

    async def purge(self) -> None:
        """Take what was deleted out of files beside the database, where that is ours to do."""

    async def close(self) -> None: ...
