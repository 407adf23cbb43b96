"""What people wrote in Slack as plain text: entities, formatting marks and emoji names taken back."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

ENTITY = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
CODE = re.compile(r"```\n?(.+?)\n?```|`([^`\n]+)`", re.DOTALL)
MARKS = tuple(
    re.compile(rf"(?<![\w{mark}]){mark}(?=\S)([^{mark}\n]+?)(?<=\S){mark}(?![\w{mark}])")
    for mark in (r"\*", "_", "~")
)
EMOJI = re.compile(r":([\w+'-]+(?:::skin-tone-[2-6])?):")
KEPT = 0xE000  # private use: stands for a piece that formatting must not touch
KEPT_END = 0xF8FF
SCHEMES = ("mailto:", "tel:")


def mentions(text: str) -> frozenset[str]:
    """The user ids, and "!" for a group or a whole channel, that the message calls."""
    found = set()
    for sigil, body, _label in ENTITY.findall(text):
        if sigil == "@":
            found.add(body)
        elif sigil == "!" and not body.startswith("date^"):
            found.add("!")
    return frozenset(found)


def plain(text: str, names: Mapping[str, str], emoji: Mapping[str, str]) -> str:
    """`names` by user id; `emoji` by name, as `emoji_in` finds them. What is unknown stays as it is."""
    kept: list[str] = []

    def keep(piece: str) -> str:
        if KEPT + len(kept) > KEPT_END:  # nobody writes 6,400 links; the rest is shown as written
            return piece
        kept.append(piece)
        return chr(KEPT + len(kept) - 1)

    text = "".join(character for character in text if not KEPT <= ord(character) <= KEPT_END)
    text = CODE.sub(lambda found: keep(_entities(found[1] or found[2], names, str)), text)
    text = _entities(text, names, keep)
    for mark in MARKS:
        text = mark.sub(r"\1", text)
    text = EMOJI.sub(lambda found: emoji.get(found[1], found[0]), text)
    text = "".join(kept[ord(c) - KEPT] if KEPT <= ord(c) <= KEPT_END else c for c in text)
    return _unescaped(text).strip()


def emoji_in(blocks: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """The characters of the emoji in a message's rich text: Slack tells them there, not in the text."""
    found = {}
    for element in _elements(blocks):
        codes = element.get("unicode")
        if element.get("type") != "emoji" or not isinstance(codes, str):
            continue
        tone = element.get("skin_tone")
        name = f"{element.get('name')}::skin-tone-{tone}" if tone else str(element.get("name"))
        found[name] = "".join(chr(int(code, 16)) for code in codes.split("-"))
    return found


def _elements(nodes: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for node in nodes:
        yield node
        inner = node.get("elements")
        if isinstance(inner, list):
            yield from _elements(inner)


def _entities(text: str, names: Mapping[str, str], keep: Callable[[str], str]) -> str:
    return ENTITY.sub(lambda found: keep(_entity(found[1], found[2], found[3], names)), text)


def _entity(sigil: str, body: str, label: str | None, names: Mapping[str, str]) -> str:
    if sigil == "@":
        return "@" + (names.get(body) or label or body)
    if sigil == "#":
        return "#" + (label or body)
    if sigil == "!":
        return label or "@" + body.partition("^")[0]
    return _link(body, label)


def _link(address: str, label: str | None) -> str:
    for scheme in SCHEMES:
        address = address.removeprefix(scheme)
    if not label or label == address or address in (f"http://{label}", f"https://{label}"):
        return address
    return f"{label} ({address})"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
