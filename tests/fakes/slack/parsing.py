"""What Slack would do with a whole posted message: its text, every text in its blocks, and what it would unfurl."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from tests.fakes.slack.mrkdwn import (
    Found,
    found_in,
    found_in_markdown,
    found_in_rich_text,
    linked_names,
)
from tests.fakes.slack.workspace import Workspace

Json = dict[str, Any]


def parsed(workspace: Workspace, request: Json) -> Json:
    """`request` is what the app sent; the answer names each mention, ping, link and format, and what unfurls."""
    found = Found()
    for part in _texts(request):
        found.add(part)
    if _names_are_linked(request):
        people = {person.name: person.id for person in workspace.people.values()}
        channels = {channel.name: channel.id for channel in workspace.channels.values()}
        for text in _mrkdwn_texts(request):
            found.add(linked_names(text, people, channels))
    links = [link["url"] for link in found.links]
    unfurls = links if _flag(request.get("unfurl_links", False)) else []
    if not unfurls and _flag(request.get("unfurl_media", True)):
        unfurls = [url for url in links if url.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".mp4"))]
    pings = [f"@{user}" for user in found.users + found.groups] + [f"!{word}" for word in found.broadcasts]
    return asdict(found) | {"unfurls": unfurls, "pings": pings}


def parsed_view(view: Json) -> Json:
    """The same for a modal or a home, where nothing unfurls."""
    found = Found()
    for part in _texts({"blocks": view["blocks"]}):
        found.add(part)
    pings = [f"@{user}" for user in found.users + found.groups] + [f"!{word}" for word in found.broadcasts]
    return asdict(found) | {"unfurls": [], "pings": pings}


def _flag(value: Any) -> bool:
    return value in (True, 1, "1", "true", "True")


def _names_are_linked(request: Json) -> bool:
    return _flag(request.get("link_names")) or request.get("parse") == "full"


def _texts(request: Json) -> Iterator[Found]:
    formats = request.get("mrkdwn", True) not in (False, "0", "false") and request.get("parse") != "full"
    yield found_in(request.get("text") or "", formats=formats)
    yield found_in_markdown(request.get("markdown_text") or "")
    for block in request.get("blocks") or []:
        if block["type"] == "markdown":
            yield found_in_markdown(block["text"])
        elif block["type"] == "rich_text":
            yield found_in_rich_text(block)
        else:
            for value in text_objects(block):
                if value["type"] == "mrkdwn":
                    yield found_in(value["text"], autolink=not value.get("verbatim", False))
                elif value.get("emoji"):
                    emoji = found_in(value["text"], autolink=False).formats
                    yield Found(formats=[each for each in emoji if each["kind"] == "emoji"])


def _mrkdwn_texts(request: Json) -> Iterator[str]:
    yield request.get("text") or ""
    for block in request.get("blocks") or []:
        for value in text_objects(block):
            if value["type"] == "mrkdwn" and not value.get("verbatim", False):
                yield value["text"]


def text_objects(value: Any) -> Iterator[Json]:
    """Every text object in a block, however deep."""
    if isinstance(value, list):
        for inner in value:
            yield from text_objects(inner)
    elif isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"} and isinstance(value.get("text"), str):
            yield value
            return
        for inner in value.values():
            yield from text_objects(inner)
