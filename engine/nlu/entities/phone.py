"""Telephone numbers in E.164: +4722334455."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, digits
from engine.nlu.language.choice import base

INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00)(?=[\d\s().-]{8,24}\d)\d[\d\s().-]*\d(?!\w)")
NATIONAL = re.compile(r"(?<![\w+#.,-])\d(?:[\s-]?\d){7,10}(?![\w.,]?\d)")
# Country code, and the zero that is dropped when it is dialled from abroad (Italy keeps it).
COUNTRIES = {
    "en": ("44", True),
    "nb": ("47", False),
    "fi": ("358", True),
    "it": ("39", False),
    "ur": ("92", True),
}
FIRST = {"trunk": "0", "47": "2345679", "39": "03"}  # digits that numbers begin with


def find(text: str, context: Context) -> Iterator[Found]:
    """A number without a country is read as one of the customer's language, if that is known."""
    for match in INTERNATIONAL.finditer(text):
        number = digits(match[0]).removeprefix("00")
        if 8 <= len(number) <= 15:
            yield Found("phone", f"+{number}", match.start(), match.end())
    language = base(context.language or "")
    if language in COUNTRIES:
        yield from _national(text, *COUNTRIES[language])


def _national(text: str, code: str, trunk: bool) -> Iterator[Found]:
    for match in NATIONAL.finditer(text):
        number = digits(match[0])
        if number[0] in (FIRST["trunk"] if trunk else FIRST[code]):
            dialled = number[1:] if trunk else number
            yield Found("phone", f"+{code}{dialled}", match.start(), match.end())
