"""What the finders are given, and what they find."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Found:
    """A value and where it stands."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Context:
    """What decides a value besides its text."""

    today: date
    requested: str | None = None  # the slot that a form asks for
    language: str | None = None


def words(*spellings: str) -> re.Pattern[str]:
    """Matches any of these as whole words, whatever their case."""
    return re.compile(rf"(?<!\w)(?:{either(*spellings)})(?!\w)", re.IGNORECASE)


def either(*spellings: str) -> str:
    """A pattern for any of these."""
    return "|".join(spellings)


class OneOf:
    """Finds the words of a whole table in one pass: what stands for each value, as patterns."""

    def __init__(self, entity: str, table: Mapping[str, str]) -> None:
        self._entity = entity
        self._values = list(table)
        each = "|".join(f"(?P<v{place}>{pattern})" for place, pattern in enumerate(table.values()))
        self._pattern = re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Found]:
        """In the order of the text."""
        for match in self._pattern.finditer(text):
            value = self._values[int((match.lastgroup or "v0")[1:])]
            yield Found(self._entity, value, match.start(), match.end())


def digits(text: str) -> str:
    """The digits of any script as 0-9, everything else dropped."""
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())
