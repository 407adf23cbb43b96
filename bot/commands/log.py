"""`shopdesk log`: what was said, read from the log itself."""

from datetime import datetime

import click
from rich.text import Text

from bot.commands.log_export import export
from bot.commands.log_lines import console, shown
from bot.commands.log_search import search
from bot.commands.open_log import with_store
from bot.commands.verify import verify
from bot.conversations.errors import NoSuchConversation
from bot.conversations.messages import Message
from bot.conversations.reviews import Review
from bot.storage.store import SqlStore

PAGE = 500


@click.group()
def log() -> None:
    """What was said: show a conversation, search, export, verify."""


log.add_command(search)
log.add_command(export)
log.add_command(verify)


@log.command()
@click.argument("conversation", type=int)
def show(conversation: int) -> None:
    """Print CONVERSATION (its number) in order, internal notes included."""
    with_store(lambda store: _show(store, conversation))


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
            console.print(shown(message, written))
        seq = page[-1].seq


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
                    console.print(Text("  ").append(shown(line)))
    if not found:
        raise click.ClickException("Staff have marked no answer.")


def _mark(review: Review, answer: Message) -> Text:
    where = f"{review.kind} answer, conversation {answer.conversation_id}"
    said = f", {review.agent.name}" + (f": {review.note}" if review.note else "")
    return Text(where, "bold").append(said, "not bold")
