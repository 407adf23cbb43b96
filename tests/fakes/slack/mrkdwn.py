"""What Slack makes of a text: normalising what was posted, and finding in it whatever would ping, link or format."""

import html
import re
from dataclasses import asdict, dataclass, field
from typing import Any

_CONTROL = re.compile(r"<([@#!][^<>\n]*|(?:https?|mailto|tel|slack):[^<>\n]*)>")
_URL = re.compile(r"https?://[^\s<>|*`\"]+[^\s<>|*`\".,;:!?)'\]]")
_BARE_HOST = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|no|fi|it|pk|uk|shop|example)\b(?:/\S*)?"
)
_FORMATS = {
    "pre": re.compile(r"```(.+?)```", re.DOTALL),
    "code": re.compile(r"`([^`\n]+)`"),
    "bold": re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"),
    "italic": re.compile(r"(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])"),
    "strike": re.compile(r"(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])"),
    "quote": re.compile(r"^&gt;(.*)$", re.MULTILINE),
    "emoji": re.compile(r"(?<!\w):([a-z0-9_+'-]+):(?!\w)"),
}
_BROADCASTS = {"here", "channel", "everyone"}


@dataclass(slots=True)
class Found:
    """Everything in a text that is not simply shown."""

    users: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    broadcasts: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    formats: list[dict[str, str]] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        for name, values in asdict(other).items():
            getattr(self, name).extend(values)


def normalised(text: str) -> str:
    """As Slack keeps a posted text: stray `& < >` escaped, bare addresses made links."""
    kept: list[str] = []
    end = 0
    for match in _CONTROL.finditer(text):
        kept += [_plain(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*kept, _plain(text[end:])])


def _plain(text: str) -> str:
    text = re.sub(r"&(?!amp;|lt;|gt;)", "&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    return _URL.sub(lambda url: f"<{url.group()}>", text)


def found_in(text: str, *, formats: bool = True, autolink: bool = True) -> Found:
    """What mrkdwn in this text would do."""
    found = Found()
    rest = _CONTROL.sub(lambda match: _control(match.group(1), found), text)
    if autolink:
        for pattern in (_URL, _BARE_HOST):
            found.links += [
                {"url": url.group(), "label": url.group(), "how": "bare"} for url in pattern.finditer(rest)
            ]
            rest = pattern.sub(" ", rest)
    if formats:
        for name, pattern in _FORMATS.items():
            found.formats += [{"kind": name, "text": match.group(1)} for match in pattern.finditer(rest)]
            rest = pattern.sub(" ", rest) if name in {"pre", "code"} else rest
    return found


def _control(inner: str, found: Found) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        found.users.append(target[1:])
    elif target.startswith("#"):
        found.channels.append(target[1:])
    elif target.startswith("!subteam^"):
        found.groups.append(target.removeprefix("!subteam^"))
    elif target.startswith("!date^"):
        found.dates.append(target)
    elif target.startswith("!"):
        found.broadcasts.append(target[1:])
    else:
        found.links.append({"url": target, "label": html.unescape(label or target), "how": "control"})
    return " "


def linked_names(text: str, people: dict[str, str], channels: dict[str, str]) -> Found:
    """What `link_names` or `parse=full` would make of bare @names and #channels; names to ids are given."""
    found = Found()
    for name in re.findall(r"(?<![\w<])@([\w.-]+)", text):
        if name in _BROADCASTS:
            found.broadcasts.append(name)
        elif name in people:
            found.users.append(people[name])
    found.channels += [
        channels[name] for name in re.findall(r"(?<![\w<])#([\w-]+)", text) if name in channels
    ]
    return found


def found_in_markdown(text: str) -> Found:
    """The `markdown` block: standard Markdown, in which Slack's own mentions work too."""
    found = found_in(text, formats=False)
    found.links += [
        {"url": url, "label": label, "how": "markdown"}
        for label, url in re.findall(r"\[([^\]]*)\]\(([^)\s]+)\)", text)
    ]
    for kind, pattern in (
        ("bold", r"\*\*(.+?)\*\*"),
        ("italic", r"(?<!\*)\*([^*\n]+)\*"),
        ("heading", r"(?m)^#+ (.*)$"),
    ):
        found.formats += [{"kind": kind, "text": inner} for inner in re.findall(pattern, text)]
    return found


def found_in_rich_text(element: Any) -> Found:
    """A rich text block or any element in it; nothing in it is read as mrkdwn."""
    found = Found()
    _rich(element, found)
    for inner in element.get("elements", []):
        found.add(found_in_rich_text(inner))
    return found


def _rich(element: dict[str, Any], found: Found) -> None:
    match element["type"]:
        case "user":
            found.users.append(element["user_id"])
        case "usergroup":
            found.groups.append(element["usergroup_id"])
        case "broadcast":
            found.broadcasts.append(element["range"])
        case "channel":
            found.channels.append(element["channel_id"])
        case "link":
            label = element.get("text", element["url"])
            found.links.append({"url": element["url"], "label": label, "how": "rich"})
        case "emoji":
            found.formats.append({"kind": "emoji", "text": element["name"]})
        case "text":
            found.formats += [{"kind": style, "text": element["text"]} for style in element.get("style", {})]
