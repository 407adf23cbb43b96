"""`shopdesk log`: what was said, read from the log itself."""

import asyncio
import csv
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from bot.conversations.errors import NoSuchConversation
from bot.conversations.messages import Message
from bot.settings import load_settings
from bot.storage.archive import Archive
from bot.storage.condition import Condition, condition
from bot.storage.store import SqlStore, database

FIELDS = ("id", "conversation", "seq", "at", "author", "name", "internal", "text")
PAGE = 500
console = Console(highlight=False, soft_wrap=True)


@click.group()
def log() -> None:
    """What was said: show a conversation, search, export."""


@log.command()
@click.argument("conversation", type=int)
def show(conversation: int) -> None:
    """Print CONVERSATION (its number) in order, internal notes included."""
    _with_store(lambda store, _: _show(store, conversation))


@log.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=50, show_default=True, help="The newest so many.")
def search(words: tuple[str, ...], limit: int) -> None:
    """Print the newest lines that hold all WORDS."""
    _with_store(lambda _, archive: _search(archive, words, limit))


@log.command()
@click.option("--format", "style", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
def export(style: str) -> None:
    """Write every line of the log to standard output, oldest first."""
    _with_store(lambda _, archive: _export(archive, style))


async def _show(store: SqlStore, conversation: int) -> None:
    try:
        found = await store.conversation(conversation)
    except NoSuchConversation:
        raise click.ClickException(f"There is no conversation {conversation}.") from None
    console.print(
        f"Conversation {found.id}, {found.channel}, {found.language}, {found.handling}", style="bold"
    )
    seq = 0
    while page := await store.messages(conversation, after=seq, limit=PAGE):
        for message in page:
            console.print(_line(message))
        seq = page[-1].seq


async def _search(archive: Archive, words: tuple[str, ...], limit: int) -> None:
    found = await archive.search(words, limit)
    for message in found:
        console.print(Text(f"conversation {message.conversation_id:>6}  ", "dim").append(_line(message)))
    if not found:
        raise click.ClickException(f"No line holds {' and '.join(words)}.")


async def _export(archive: Archive, style: str) -> None:
    rows = csv.DictWriter(sys.stdout, FIELDS, extrasaction="ignore", lineterminator="\n")
    if style == "csv":
        rows.writeheader()
    async with aclosing(archive.everything()) as messages:
        async for message in messages:
            if style == "csv":
                rows.writerow(_record(message))
            else:
                sys.stdout.write(json.dumps(_record(message), ensure_ascii=False) + "\n")


def _with_store(work: Callable[[SqlStore, Archive], Awaitable[None]]) -> None:
    url = load_settings().database_url

    async def opened() -> None:
        if await condition(url) is not Condition.CURRENT:
            raise click.ClickException(
                "The log is not there yet, or of another version: see `shopdesk doctor`."
            )
        shared = database(url)
        store = SqlStore(shared)
        try:
            await work(store, Archive(shared))
        finally:
            await store.close()

    asyncio.run(opened())


def _line(message: Message) -> Text:
    entry = message.entry
    who = f"{entry.author} {entry.name or ''}".strip() + (" (internal)" if entry.internal else "")
    return Text(f"{message.created_at:%Y-%m-%d %H:%M:%S}  {who}: ", "cyan").append(entry.text, "default")


def _record(message: Message) -> dict[str, Any]:
    entry = message.entry
    return {
        "id": message.id,
        "conversation": message.conversation_id,
        "seq": message.seq,
        "at": message.created_at.isoformat(),
        "author": entry.author.value,
        "name": entry.name,
        "text": entry.text,
        "buttons": [button.title for button in entry.buttons],
        "internal": entry.internal,
        "channel": entry.channel,
        "external_id": entry.external_id,
        "answers": entry.answers,
        "details": dict(entry.details),
    }
