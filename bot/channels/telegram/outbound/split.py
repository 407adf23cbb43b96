"""Long texts in parts that Telegram takes: cut at sentences, else at words, never within a character."""

import re
import unicodedata

LIMIT = 4096  # UTF-16 code units, as Telegram counts

# The best cut comes first: between paragraphs, lines, sentences (also Urdu's and full-width stops), words.
_CUTS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…۔؟。！？])[\"'»”’)\]]*\s+"),
    re.compile(r"\s+"),
)
_LEAST = 0.5  # a cut before this share of the room is worse than a lesser kind of cut later on
_JOINED = ("Mn", "Me", "Cf", "Sk")  # what belongs to the character before it


def units(text: str) -> int:
    """Length as Telegram counts it: characters beyond the basic plane are two."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Parts of at most `limit` units that hold everything but the white space at the cuts; [] for a blank text."""
    parts = []
    rest = text.strip()
    while units(rest) > limit:
        cut = _cut(rest, _room(rest, limit))
        part = rest[:cut].rstrip()
        if part:
            parts.append(part)
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _room(text: str, limit: int) -> int:
    """How many characters of the text fit."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _cut(text: str, room: int) -> int:
    for pattern in _CUTS:
        ends = [found.end() for found in pattern.finditer(text[: room + 1])]
        if ends and ends[-1] >= room * _LEAST:
            return ends[-1]
    return _between_characters(text, room)


def _between_characters(text: str, room: int) -> int:
    """As far back as a character and its marks go, within reason: flags and families are several code points."""
    for cut in range(room, max(room - 32, 0), -1):
        after, before = text[cut], text[cut - 1]
        if unicodedata.category(after) not in _JOINED and before != "\u200d":
            return cut
    return room
