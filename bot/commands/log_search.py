"""`shopdesk log search`: lines that hold words."""

import click
from rich.text import Text

from bot.commands.log_filters import filtered
from bot.commands.log_lines import console, shown
from bot.commands.open_log import with_store
from bot.conversations.finding import ALL, Filters, snippet
from bot.storage.store import SqlStore


@click.command()
@click.argument("words", nargs=-1)
@click.option("--limit", default=50, show_default=True, help="The newest so many.")
@filtered
def search(words: tuple[str, ...], limit: int, filters: Filters) -> None:
    """Print the newest lines that hold all WORDS, or a part of them, whatever their capitals and accents."""
    if not words and filters == ALL:
        raise click.UsageError("Say what to look for: words, or an option that narrows.")
    with_store(lambda store: _search(store, " ".join(words), filters, limit))


async def _search(store: SqlStore, words: str, filters: Filters, limit: int) -> None:
    found = await store.search(words, filters=filters, limit=limit)
    for message in found:
        line = shown(message, text=snippet(message.entry.text, words))
        console.print(Text(f"conversation {message.conversation_id:>6}  ", "dim").append(line))
    if not found:
        raise click.ClickException("No line holds all of that.")
