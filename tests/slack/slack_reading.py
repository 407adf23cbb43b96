"""How Slack reads what it is sent: what in a payload would call somebody, be a link, or be formatted."""

import re
from collections.abc import Iterator
from typing import Any

CONTROL = re.compile(r"<([^<>\n]*)>")
BARE_CALL = re.compile(r"(?<![\w.+-])[@#!](here|channel|everyone|\w+)", re.IGNORECASE)
FORMATS = {
    "bold": re.compile(r"\*[^*\n]+\*"),
    "italic": re.compile(r"_[^_\n]+_"),
    "strike": re.compile(r"~[^~\n]+~"),
    "code": re.compile(r"`[^`]+`"),
    "quote": re.compile(r"^[ \t]*(?:&gt;|>)", re.MULTILINE),
    "emoji": re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE),
}
TEXT_TYPES = {"plain_text", "mrkdwn"}


def text_objects(payload: Any) -> Iterator[dict[str, Any]]:
    """Every text object in a payload, however deep."""
    if isinstance(payload, dict):
        if payload.get("type") in TEXT_TYPES and "text" in payload:
            yield payload
        for value in payload.values():
            yield from text_objects(value)
    elif isinstance(payload, list):
        for value in payload:
            yield from text_objects(value)


def what_slack_does(text: str, *, mrkdwn: bool) -> list[str]:
    """Everything in the text that Slack acts on; an empty list: it just stands there."""
    found = [f"control {inside}" for inside in CONTROL.findall(text)]
    if "<" in text or ">" in text:
        found.append("an unescaped bracket")
    if re.search(r"&(?!amp;|lt;|gt;)", text):
        found.append("an unescaped ampersand")
    if mrkdwn:
        found += [f"call {call[0]}" for call in BARE_CALL.finditer(text)]
        found += [name for name, shape in FORMATS.items() if shape.search(text)]
    return found


def as_read(text: str) -> str:
    """What a person sees of escaped text."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
