"""What the customer's page is told: log lines and states as JSON frames; payloads and internals stay here."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any

from bot.conversations.messages import File, Message
from bot.conversations.model import Conversation, Handling

FileLink = Callable[[str], str | None]  # a file's key to an address that opens it for a while


def no_files(_key: str) -> None:
    """Where files cannot be had."""


def encode(frame: Mapping[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def message_frame(message: Message, address: str, file_link: FileLink = no_files) -> dict[str, Any]:
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
    if "rating" in entry.details:
        frame["rating"] = True
    if isinstance(entry.details.get("image"), str):
        frame["image"] = entry.details["image"]
    files = [_file(file, link) for file in entry.files if (link := file_link(file.key))]
    if files:
        frame["files"] = files
    if entry.corrects is not None:
        frame["corrects"] = entry.corrects
        frame["withdrawn"] = entry.withdrawn
    return frame


def _file(file: File, link: str) -> dict[str, Any]:
    return {
        "name": file.name,
        "kind": file.kind.value,
        "type": file.media_type,
        "size": file.size,
        "url": link,
    }


def state_of(conversation: Conversation | None) -> dict[str, Any]:
    """Who answers now, as the customer may know it."""
    if conversation is None:
        return {"handling": Handling.BOT.value, "agent": None}
    name = conversation.agent.name if conversation.agent else None
    return {"handling": conversation.handling.value, "agent": name}
