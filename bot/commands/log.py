"""`shopdesk log`: what was said, read from the log itself."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import click
from pydantic_core import to_json
from rich.console import Console
from rich.text import Text

from bot.commands.open_log import with_store
from bot.commands.verify import verify
from bot.conversations.errors import NoSuchConversation
from bot.conversations.messages import Entry, Message
from bot.conversations.reviews import Review
from bot.storage.store import SqlStore

PAGE = 500
DAY = click.DateTime(["%Y-%m-%d"])
NOTHING: Mapping[int, datetime] = {}
console = Console(highlight=False, soft_wrap=True)


@click.group()
def log() -> None:
    """What was said: show a conversation, search, export, verify, and what staff marked."""


log.add_command(verify)


@log.command()
@click.argument("conversation", type=int)
def show(conversation: int) -> None:
    """Print CONVERSATION (its number) in order, internal notes included."""
    with_store(lambda store: _show(store, conversation))


@log.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=50, show_default=True, help="The newest so many.")
def search(words: tuple[str, ...], limit: int) -> None:
    """Print the newest lines that hold all WORDS."""
    with_store(lambda store: _search(store, " ".join(words), limit))


@log.command()
@click.option("--since", type=DAY, default="2000-01-01", help="The first day, in UTC.")
@click.option("--until", type=DAY, default="9999-12-31", help="The day after the last, in UTC.")
@click.option("--format", "_style", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
def export(since: datetime, until: datetime, _style: str) -> None:
    """Write a JSON object a conversation to standard output: its messages, hand-offs and outcomes."""
    with_store(lambda store: _export(store, since.replace(tzinfo=UTC), until.replace(tzinfo=UTC)))


@log.command()
@click.option("--limit", default=50, show_default=True, help="The newest so many.")
def reviews(limit: int) -> None:
    """Print the answers of the bot that staff marked as wrong or missing, with the question and their note."""
    with_store(lambda store: _reviews(store, limit))


async def _show(store: SqlStore, conversation: int) -> None:
    try:
        found = await store.conversation(conversation)
    except NoSuchConversation:
        raise click.ClickException(f"There is no conversation {conversation}.") from None
    console.print(
        f"Conversation {found.id}, {found.channel}, {found.language}, {found.handling}", style="bold"
    )
    seq, written = 0, dict[int, datetime]()
    while page := await store.messages(conversation, after=seq, limit=PAGE):
        for message in page:
            written[message.id] = message.created_at
            console.print(_line(message, written))
        seq = page[-1].seq


async def _search(store: SqlStore, words: str, limit: int) -> None:
    found = await store.search(words, limit=limit)
    for message in found:
        console.print(Text(f"conversation {message.conversation_id:>6}  ", "dim").append(_line(message)))
    if not found:
        raise click.ClickException("No line holds all of that.")


async def _reviews(store: SqlStore, limit: int) -> None:
    found = await store.reviews(limit=limit)
    async with store.transaction() as ledger:
        for review in found:
            if (answer := await ledger.message(review.message_id)) is None:
                continue
            question = await ledger.message(answer.entry.answers) if answer.entry.answers else None
            console.print(_mark(review, answer))
            for line in (question, answer):
                if line is not None:
                    console.print(Text("  ").append(_line(line)))
    if not found:
        raise click.ClickException("Staff have marked no answer.")


async def _export(store: SqlStore, since: datetime, until: datetime) -> None:
    async for episode in store.export(since, until):
        click.echo(to_json(episode))


def _mark(review: Review, answer: Message) -> Text:
    where = f"{review.kind} answer, conversation {answer.conversation_id}"
    said = f", {review.agent.name}" + (f": {review.note}" if review.note else "")
    return Text(where, "bold").append(said, "not bold")


def _line(message: Message, written: Mapping[int, datetime] = NOTHING) -> Text:
    """`written`: when the lines before it were."""
    entry = message.entry
    who = f"{entry.author} {entry.name or ''}".strip() + (" (internal)" if entry.internal else "")
    if entry.corrects is not None:
        who += f" ({_change(entry, written.get(entry.corrects))})"
    said = " ".join([entry.text, *_besides(entry)]).strip()
    return Text(f"{message.created_at:%Y-%m-%d %H:%M:%S}  {who}:", "cyan").append(
        f" {said}" if said else "", "default"
    )


def _change(entry: Entry, original: datetime | None) -> str:
    of = f"the line of {original:%Y-%m-%d %H:%M:%S}" if original else "an earlier line"
    return f"withdraws {of}" if entry.withdrawn else f"changes {of}"


def _besides(entry: Entry) -> Iterator[str]:
    """What came with the words, by name; what is neither words nor a file, by its kind."""
    files = [f"{file.kind} {file.name}" for file in entry.files]
    yield from (f"[{file}]" for file in files)
    kind = entry.details.get("event") or entry.details.get("kind")
    if kind and not files and not entry.text:
        yield f"[{kind}]"
