"""Writing a line that the customer will see, together with the delivery it owes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.conversations.ledger import Ledger
from bot.conversations.messages import Author, Button, Entry, Message
from bot.conversations.model import Conversation

MOVING = {"moving": True}  # details of a line about going on elsewhere, which no recap repeats


async def tell(ledger: Ledger, conversation: Conversation, entry: Entry, now: datetime) -> Message:
    """Append the line and owe it to the conversation's channel, in the caller's transaction."""
    message = await ledger.append(conversation.id, entry, now)
    await ledger.owe(message, conversation.channel, conversation.address, now)
    return message


def shop_line(
    text: str, *buttons: Button, answers: int | None = None, details: Mapping[str, Any] | None = None
) -> Entry:
    return Entry(Author.SHOP, text, buttons=buttons, answers=answers, details=details or {})


def rating_line(text: str, rating_id: int, *buttons: Button, answers: int | None = None) -> Entry:
    """A line that may be ignored: it rings nowhere, and no recap repeats it."""
    return Entry(Author.SHOP, text, buttons=buttons, answers=answers, details={"rating": rating_id})


def staff_line(text: str, event: str, **details: object) -> Entry:
    """What happened, for staff only."""
    return Entry(Author.SHOP, text, internal=True, details={"event": event, **details})
