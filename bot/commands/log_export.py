"""`shopdesk log export`: conversations for other programs and for people."""

import click
from pydantic_core import to_json

from bot.commands.log_filters import filtered
from bot.commands.open_log import with_store
from bot.conversations.finding import Filters
from bot.storage.store import SqlStore


@click.command()
@click.option("--format", "_style", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@filtered
def export(_style: str, filters: Filters) -> None:
    """Write a JSON object a conversation to standard output: its messages, hand-offs and outcomes."""
    with_store(lambda store: _export(store, filters))


async def _export(store: SqlStore, filters: Filters) -> None:
    async for episode in store.export(filters):
        click.echo(to_json(episode))
