"""Sums of money as a plain number: 12.50."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, digits

NUMBER = r"(?P<{0}>\d+(?:[.,\s]\d{{3}})*(?:[.,]\d{{1,2}})?)"
MONEY = re.compile(
    rf"(?:€|eur|euros?|[$£])\s?{NUMBER.format('after')}(?!\d)"
    rf"|(?<![\w.,]){NUMBER.format('before')}\s?(?:€|[$£]|(?:euros?|eur|euroa|kr|kroner|یورو)(?!\w))",
    re.IGNORECASE,
)


def find(text: str, _: Context) -> Iterator[Found]:
    """Needs a currency beside the number; which one is not kept: the shop has one."""
    for match in MONEY.finditer(text):
        number = match["after"] or match["before"]
        yield Found("amount", _plain(number), match.start(), match.end())


def _plain(number: str) -> str:
    whole, _, cents = re.sub(r"[.,](?=\d{1,2}$)", "|", number).partition("|")
    return f"{digits(whole)}.{digits(cents):0<2}" if cents else digits(whole)
