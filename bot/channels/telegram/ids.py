"""How things of Telegram are named in our log, and things of our log in Telegram."""

import re
from datetime import datetime
from hashlib import sha256

CHANNEL = "telegram"
PRESSED = "pressed"  # what a button carries once it was pressed: nothing more comes of it

_BUTTON = re.compile(r"(\d{1,18}):(\d{1,3})", re.ASCII)


def message_key(chat: int, message: int) -> str:
    """The external id of a message."""
    return f"{chat}:{message}"


def edit_key(chat: int, message: int, edited: datetime, content: str) -> str:
    """The external id of a message's new version; two edits may share a second, so the content counts."""
    mark = sha256(content.encode()).hexdigest()[:8]
    return f"{chat}:{message}:edit:{int(edited.timestamp())}:{mark}"


def press_key(query: str) -> str:
    return f"press:{query}"


def button_data(message: int, place: int) -> str:
    """What a button carries: far below Telegram's 64 bytes, while the payload stays in the log."""
    return f"{message}:{place}"


def read_button(data: str | None) -> tuple[int, int] | None:
    """The line of our log and the place of its button; None when it is not one of ours."""
    found = _BUTTON.fullmatch(data or "")
    return (int(found[1]), int(found[2])) if found else None
