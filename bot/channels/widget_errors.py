"""Frames that tell a page what cannot be done now."""

from math import ceil
from typing import Any

from bot.conversations.ports import Wording


def refusal(
    wording: Wording,
    language: str,
    code: str,
    *,
    id: str | None = None,  # noqa: A002 - the protocol's word
    wait: float = 0.0,
) -> dict[str, Any]:
    """What cannot be done now, in the visitor's language; `wait` in seconds."""
    text = wording.say(language, f"widget_{code}", seconds=max(1, ceil(wait)))
    return error_frame(code, text, id=id, wait=wait)


def error_frame(code: str, text: str, *, id: str | None = None, wait: float = 0.0) -> dict[str, Any]:  # noqa: A002
    frame: dict[str, Any] = {"type": "error", "code": code, "text": text}
    if id is not None:
        frame["id"] = id
    if wait:
        frame["retry_after"] = round(wait + 0.05, 1)  # never a little too early
    return frame
