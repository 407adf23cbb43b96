"""What the product should say: the lines of its own files, with any variant and the facts filled in."""

import re
from functools import cache
from pathlib import Path
from string import Formatter

import yaml

from actions.wording import RESPONSES, phrases

SHOP_LINES = Path(__file__).parents[2] / "bot" / "wording"
MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")
# Names, codes and amounts keep their script, and are isolated within text of the other direction.
ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
ARABIC, LATIN = re.compile("[\u0600-\u06ff]"), re.compile("[A-Za-z\u00c0-\u024f]{2}")


def bot_says(code: str, key: str, **facts: str) -> re.Pattern[str]:
    """Any variant of a response in that language; values that are not given may be anything."""
    return re.compile("|".join(_pattern(text, facts) for text in phrases(code)[key]), re.DOTALL)


def shop_says(code: str, key: str, **facts: str) -> re.Pattern[str]:
    """A line of the shop's own in that language."""
    return re.compile(_pattern(shop_line(code, key), facts), re.DOTALL)


@cache
def first_button(code: str, key: str) -> str:
    """The title under a response."""
    responses = yaml.safe_load((RESPONSES / f"{code}.yml").read_text(encoding="utf-8"))
    return plain(str(responses[key][0]["buttons"][0]["title"]))


@cache
def shop_line(code: str, key: str) -> str:
    lines = yaml.safe_load((SHOP_LINES / f"{code}.yml").read_text(encoding="utf-8"))
    return plain(str(lines[key]))


def plain(text: str) -> str:
    """As it is read: no marks of direction, one kind of space."""
    return " ".join(MARKS.sub("", text).split())


def in_script(code: str, text: str) -> bool:
    """Whether a reply is written as its language is; `text` with its isolates."""
    if code != "ur":
        return not ARABIC.search(text)
    own_words = ISOLATED.sub("", text)
    return bool(ARABIC.search(own_words)) and not LATIN.search(own_words)


def _pattern(text: str, facts: dict[str, str]) -> str:
    # Values that end or begin a sentence may bring their own spaces.
    parts = [
        re.escape(plain(said)) + ("" if name is None else rf"\s*{_value(facts.get(name))}\s*")
        for said, name, *_ in Formatter().parse(" ".join(text.split()))
    ]
    return r"\s*".join(parts)


def _value(fact: str | None) -> str:
    return ".*?" if fact is None else re.escape(plain(fact))
