"""`shopdesk log export`: conversations for other programs and for people."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click
from pydantic_core import to_json

from bot.commands.log_filters import filtered
from bot.commands.open_log import with_store
from bot.conversations.finding import Filters
from bot.conversations.transcript_page import Section, page
from bot.settings import load_settings
from bot.storage.record import Episode
from bot.storage.store import SqlStore
from bot.wording.texts import Texts

COLUMNS = (
    "conversation", "channel", "language", "seq", "at", "author", "name", "internal", "text", "files", "corrects",
    "withdrawn", "topics", "outcomes",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins so


@click.command()
@click.option(
    "--format",
    "style",
    type=click.Choice(["jsonl", "csv", "html"]),
    default="jsonl",
    show_default=True,
    help="An object a conversation, a row a line, or a page to read and print.",
)
@click.option("--for-customer", is_flag=True, help="Leave out what only staff may see.")
@filtered
def export(style: str, for_customer: bool, filters: Filters) -> None:
    """Write conversations to standard output: what was said, hand-offs and outcomes."""
    if for_customer and style == "jsonl":
        raise click.UsageError("--for-customer goes with --format csv or html.")
    with_store(lambda store: _export(store, style, filters, for_customer=for_customer))


async def _export(store: SqlStore, style: str, filters: Filters, *, for_customer: bool) -> None:
    sections = []
    if style == "csv":
        click.echo(_row(COLUMNS), nl=False)
    async for episode in store.export(filters):
        if style == "jsonl":
            click.echo(to_json(episode))
        elif style == "csv":
            click.echo("".join(_rows(episode, for_customer=for_customer)), nl=False)
        else:
            sections.append(_section(episode, for_customer=for_customer))
    if style == "html":
        language = sections[0].language if for_customer and sections else "en"
        click.echo(page(Texts(load_settings().zone), language, sections, datetime.now(UTC)), nl=False)


def _section(episode: Episode, *, for_customer: bool) -> Section:
    conversation = episode.conversation
    heading = "" if for_customer else f"{conversation.id} · {conversation.channel} · {conversation.language}"
    lines = [line for line in episode.messages if not (for_customer and line.entry.internal)]
    return Section(heading, conversation.language, lines)


def _rows(episode: Episode, *, for_customer: bool) -> Iterator[str]:
    conversation = episode.conversation
    topics = sorted({recorded.outcome.topic for recorded in episode.outcomes})
    outcomes = sorted({recorded.outcome.outcome for recorded in episode.outcomes})
    for line in episode.messages:
        entry = line.entry
        if for_customer and entry.internal:
            continue
        yield _row(
            (
                conversation.id,
                conversation.channel,
                conversation.language,
                line.seq,
                line.created_at.isoformat(),
                entry.author.value,
                entry.name,
                entry.internal,
                entry.text,
                " ".join(file.name for file in entry.files),
                entry.corrects,
                entry.withdrawn,
                " ".join(topics),
                " ".join(outcomes),
            )
        )


def _row(values: Sequence[object]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(map(_cell, values))
    return written.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
