"""What the customer's page is told: log lines and states as JSON frames; payloads and internals stay here."""

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from bot.conversations.messages import Message
from bot.conversations.model import Conversation, Handling


def encode(frame: Mapping[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def message_frame(message: Message, address: str) -> dict[str, Any]:
    entry = message.entry
    frame: dict[str, Any] = {
        "type": "message",
        "conversation": message.conversation_id,
        "seq": message.seq,
        "id": message.id,
        "from": entry.author.value,
        "text": entry.text,
        "at": message.created_at.astimezone(UTC).isoformat(timespec="milliseconds"),
    }
    own_id = (entry.external_id or "").removeprefix(f"{address}:")
    if own_id and own_id != entry.external_id:
        frame["client_id"] = own_id
    if entry.name:
        frame["name"] = entry.name
    if entry.buttons:
        frame["buttons"] = [button.title for button in entry.buttons]
    if isinstance(entry.details.get("image"), str):
        frame["image"] = entry.details["image"]
    return frame


def state_of(conversation: Conversation | None) -> dict[str, Any]:
    """Who answers now, as the customer may know it."""
    if conversation is None:
        return {"handling": Handling.BOT.value, "agent": None}
    name = conversation.agent.name if conversation.agent else None
    return {"handling": conversation.handling.value, "agent": name}
