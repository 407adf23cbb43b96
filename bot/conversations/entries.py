"""What a customer sent as a line of the log."""

from dataclasses import replace
from typing import Any

from bot.conversations.buttons import lasts
from bot.conversations.messages import Author, Entry, Inbound, Message
from bot.conversations.model import Conversation
from bot.conversations.passes import Joined


def entry_of(
    inbound: Inbound, quoted: Message | None = None, joined: Joined | None = None, order: str | None = None
) -> Entry:
    """The line but for what belongs to a conversation: the button pressed, the files. `order`: what it is by place."""
    details: dict[str, Any] = dict(inbound.details)
    if inbound.kind != "text":
        details["kind"] = inbound.kind
    if inbound.location:
        details["location"] = {"lat": inbound.location.latitude, "lon": inbound.location.longitude}
    if inbound.wish:
        details["wish"] = inbound.wish.value
    if quoted:
        details["quotes"] = quoted.id
    if order:
        details["order"] = order
    if joined:
        details |= {"pass": joined.use.value, "came_from": joined.came_from}
    return Entry(
        Author.CUSTOMER,
        inbound.text,
        channel=inbound.channel,
        external_id=inbound.external_id,
        details=details,
    )


def pressed(
    entry: Entry, conversation: Conversation, asked: Message | None, before: Conversation, place: int
) -> Entry:
    """The press as a line: its payload counts only when this conversation was really shown that button.

    `before`: the conversation of `asked`. When that is another one, only the button's words count, but for the
    shop's own buttons, which stay good for the same customer.
    """
    if asked is None or not 0 <= place < len(asked.entry.buttons):
        return entry
    button = asked.entry.buttons[place]
    if before.id != conversation.id:
        same = (before.channel, before.address) == (conversation.channel, conversation.address)
        if not same or not lasts(button.payload):
            return entry
    return replace(
        entry,
        text=button.title,
        details={**entry.details, "payload": button.payload, "pressed": asked.id},
    )
