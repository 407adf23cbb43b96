"""What was said last, for a customer who goes on elsewhere."""

from collections.abc import Sequence

from bot.conversations.messages import Author, Entry, Message, Wish
from bot.conversations.ports import Wording

LINES = 6
LENGTH = 160  # characters of each line


def recap(wording: Wording, language: str, lines: Sequence[Message]) -> str:
    """The last of the lines that the customer may see, each with who said it."""
    shown = [line for line in lines if _counts(line.entry) and _words(line)][-LINES:]
    told = [f"{_who(wording, language, line)}: {_words(line)}" for line in shown]
    return "\n".join([wording.say(language, "goes_on_here"), *told])


def _counts(entry: Entry) -> bool:
    """Seen by the customer, and not only about where they go on or how it was."""
    aside = entry.details.keys() & {"moving", "rating"}
    return not entry.internal and not aside and entry.details.get("wish") != Wish.START


def _who(wording: Wording, language: str, line: Message) -> str:
    entry = line.entry
    if entry.author is Author.CUSTOMER:
        return wording.say(language, "you")
    if entry.author is Author.AGENT and entry.name:
        return entry.name
    return wording.say(language, "assistant")


def _words(line: Message) -> str:
    entry = line.entry
    text = " ".join(entry.text.split()) or ", ".join(file.name for file in entry.files)
    return text if len(text) <= LENGTH else text[: LENGTH - 1].rstrip() + "…"
