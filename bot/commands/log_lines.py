"""Lines of the log as the terminal shows them."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from rich.console import Console
from rich.text import Text

from bot.conversations.messages import Entry, Message

NOTHING: Mapping[int, datetime] = {}
console = Console(highlight=False, soft_wrap=True)


def shown(message: Message, written: Mapping[int, datetime] = NOTHING, *, text: str | None = None) -> Text:
    """`written`: when the lines before it were. `text`: in the place of all that was said."""
    entry = message.entry
    who = f"{entry.author} {entry.name or ''}".strip() + (" (internal)" if entry.internal else "")
    if entry.corrects is not None:
        who += f" ({_change(entry, written.get(entry.corrects))})"
    said = " ".join([entry.text if text is None else text, *_besides(entry)]).strip()
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
