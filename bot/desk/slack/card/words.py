"""How a card words and masks what the store holds."""

import re
from collections.abc import Mapping
from typing import Any

from babel import Locale

from bot.conversations.handoffs import Handoff, HandoffEnd
from bot.conversations.messages import Author, Message
from bot.conversations.model import Conversation, Handling

ENGLISH = Locale("en")
CHANNELS = {"widget": "Website", "telegram": "Telegram", "email": "E-mail", "slack_dm": "Slack (colleague)"}
REASONS = {
    "asked": "Asked for a person",
    "erasure": "Wants their data erased",
    "returned": "A mail came back",
    "bot_failed": "The bot failed",
    "complaint": "Complaint",
    "misunderstood": "The bot did not understand",
    "shop_unavailable": "The shop's system was away",
    "wrong_value": "A value could not be read",
}
ENDS = {
    HandoffEnd.RETURNED: "Handed back to the bot",
    HandoffEnd.RESOLVED: "Resolved",
    HandoffEnd.WITHDRAWN: "The customer went back to the bot",
    HandoffEnd.EXPIRED: "Nobody took it in time",
    HandoffEnd.LAPSED: "Ended: nobody wrote any more",
    HandoffEnd.ANSWERED: "Call-back dealt with",
}
_ORDERS = {"order_number", "more_orders", "orders_named", "last_order"}
PERSONAL = {"email", "postcode", "phone", "address", "name", "contact"} | _ORDERS
EMAIL = re.compile(r"^([^@]).*@.*(\.[^.]+)$")


def language(code: str) -> str:
    """ "Finnish", and "Urdu (Latin)" where it is not in the usual script."""
    name, _, script = code.partition("-")
    told = ENGLISH.languages.get(name, code)
    return f"{told} ({ENGLISH.scripts[script]})" if script in ENGLISH.scripts else told


def channel(name: str) -> str:
    return CHANNELS.get(name, name.title())


def words(name: str | None) -> str:
    """An identifier as words."""
    return (name or "").replace("_", " ").strip().capitalize()


def reason(name: str) -> str:
    return REASONS.get(name) or words(name)


def status(conversation: Conversation, handoff: Handoff) -> tuple[str, str]:
    """A sign, and what it means."""
    if handoff.end is HandoffEnd.EXPIRED and handoff.contact:
        return "📨", "Call-back wanted"
    if handoff.end is not None:
        return ("⌛" if handoff.end is HandoffEnd.EXPIRED else "✅"), ENDS[handoff.end]
    if handoff.snoozed_until is not None:
        return "💤", "Snoozed"
    if conversation.handling is Handling.HUMAN and conversation.agent is not None:
        return "💬", "In conversation"
    return ("🔥", "Waiting, escalated") if handoff.escalated_at else ("🔔", "Waiting")


def proven(handoff: Handoff) -> bool:
    """Whether the customer has proved whose order it is; the shop's errands alone say so."""
    return handoff.request.slots.get("proven") is True


def slots(handoff: Handoff) -> list[tuple[str, str]]:
    """What the customer told the bot; personal values masked until they proved who they are."""
    open_values = proven(handoff)
    shown = []
    for name, value in handoff.request.slots.items():
        if name in {"proven", "order"} or value is None or isinstance(value, Mapping | list):
            continue
        shown.append((words(name), str(value) if open_values or name not in PERSONAL else mask(str(value))))
    return shown


def order(handoff: Handoff) -> list[tuple[str, str]]:
    """The order's data; none before proof."""
    found = handoff.request.slots.get("order")
    if not proven(handoff) or not isinstance(found, Mapping):
        return []
    return [(words(str(name)), _value(value)) for name, value in found.items() if value not in (None, "", [])]


def mask(value: str) -> str:
    """Enough to recognise it when the customer says it again, too little to use it."""
    if found := EMAIL.match(value):
        return f"{found[1]}•••@•••{found[2]}"
    return "•" * max(len(value) - 2, 3) + value[-2:] if len(value) > 4 else "•" * 4


def understanding(parse: Mapping[str, Any]) -> str:
    ranking = [item for item in parse.get("ranking") or () if isinstance(item, Mapping)][:3]
    first = parse.get("intent") or (ranking[0] if ranking else {})
    told = _reading(first)
    others = ", ".join(_reading(item) for item in ranking if item.get("name") != first.get("name"))
    return f"Understood as: {told}" + (f"; else {others}" if others else "")


def line(message: Message, customer: str) -> str:
    entry = message.entry
    by = {
        Author.CUSTOMER: customer,
        Author.BOT: "Assistant",
        Author.AGENT: entry.name or "Colleague",
        Author.SHOP: "Shopdesk",
    }[entry.author]
    files = " ".join(f"[{file.name}]" for file in entry.files)
    return " ".join(f"{by}: {entry.text} {files}".split())


def _reading(item: Mapping[str, Any]) -> str:
    confidence = item.get("confidence")
    share = f" ({confidence:.0%})" if isinstance(confidence, int | float) else ""
    return f"{words(str(item.get('name') or 'nothing')).lower()}{share}"


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
