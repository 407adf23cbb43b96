"""The log, opened for a command."""

import asyncio
from collections.abc import Awaitable, Callable

import click

from bot.settings import load_settings
from bot.storage.condition import Condition, condition
from bot.storage.store import SqlStore, database


def with_store(work: Callable[[SqlStore], Awaitable[None]]) -> None:
    url = load_settings().database_url

    async def opened() -> None:
        if await condition(url) is not Condition.CURRENT:
            raise click.ClickException(
                "The log is not there yet, or of another version: see `shopdesk doctor`."
            )
        store = SqlStore(database(url))
        try:
            await work(store)
        finally:
            await store.close()

    asyncio.run(opened())
