"""What Slack's own message box makes of what a person types: escapes, mentions, links and rich text."""

import re
from typing import Any

from tests.fakes.slack.workspace import Workspace

Json = dict[str, Any]

_BROADCASTS = {"here", "channel", "everyone"}
_URL = r"https?://[^\s<>|]+[^\s<>|.,;:!?)'\]]"


def typed(workspace: Workspace, text: str) -> tuple[str, list[Json]]:
    """The wire text and its rich text. `@Name` and `#channel` are completed as the box does for known names."""
    people = {person.name: person.id for person in workspace.people.values()}
    channels = {channel.name: channel.id for channel in workspace.channels.values() if channel.kind != "im"}
    wire, parts, end = "", [], 0
    for match in _pattern([*people, *_BROADCASTS], list(channels)).finditer(text):
        before = text[end : match.start()]
        wire += _escaped(before)
        parts += _text(before)
        control, part = _control(match, people, channels)
        wire, end = wire + control, match.end()
        parts.append(part)
    wire += _escaped(text[end:])
    parts += _text(text[end:])
    return wire, [_block(parts)] if parts else []


def _pattern(names: list[str], channels: list[str]) -> re.Pattern[str]:
    def any_of(words: list[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"

    return re.compile(
        rf"(?<![\w@])@(?P<name>{any_of(names)})(?!\w)|(?<!\w)#(?P<channel>{any_of(channels)})(?!\w)|(?P<url>{_URL})"
    )


def _control(match: re.Match[str], people: dict[str, str], channels: dict[str, str]) -> tuple[str, Json]:
    if name := match["name"]:
        if name in people:
            return f"<@{people[name]}>", {"type": "user", "user_id": people[name]}
        return f"<!{name}>", {"type": "broadcast", "range": name}
    if name := match["channel"]:
        return f"<#{channels[name]}|{name}>", {"type": "channel", "channel_id": channels[name]}
    return f"<{_escaped(match['url'])}>", {"type": "link", "url": match["url"]}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _text(text: str) -> list[Json]:
    return [{"type": "text", "text": text}] if text else []


def _block(parts: list[Json]) -> Json:
    section = {"type": "rich_text_section", "elements": parts}
    return {"type": "rich_text", "block_id": "rt", "elements": [section]}
