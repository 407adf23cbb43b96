"""Sums of money as a plain number: 12.50."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, digits
from engine.nlu.entities.numbers import NUMBER, value

FIGURES = r"\d+(?:[.,\s]\d{3})*(?:[.,]\d{1,2})?"
BEFORE = r"€|eur|euros?|[$£]|nok|kr\.?|rs\.?|pkr"
AFTER = (
    r"€|[$£]|(?:euro(?:s|a|lla|n|ja)?|eur|kr(?:oner?|oonaa?)?|nok|pounds?|quid|gbp|dollars?|rupees?|rup[aey]+|rs|pkr"
    r"|یورو|روپ[ےیہ]+|پاؤنڈ|ڈالر)(?!\w)"
)
CURRENCY = re.compile(rf"(?:{BEFORE}|{AFTER})", re.IGNORECASE)  # cheap, and mostly not there
MONEY = re.compile(
    rf"(?<!\w)(?:{BEFORE})\s?(?P<after>{FIGURES})(?!\d)"
    rf"|(?<![\w.,])(?P<before>{FIGURES}|{NUMBER})(?:,-)?\s?(?:{AFTER})",
    re.IGNORECASE,
)


def find(text: str, _: Context) -> Iterator[Found]:
    """Needs a currency beside the number; which one is not kept: the shop has one."""
    for match in MONEY.finditer(text) if CURRENCY.search(text) else ():
        number = match["after"] or match["before"]
        amount = _plain(number) if number[0].isdigit() else str(value(number))
        yield Found("amount", amount, match.start(), match.end())


def _plain(number: str) -> str:
    whole, _, cents = re.sub(r"[.,](?=\d{1,2}$)", "|", number).partition("|")
    return f"{digits(whole)}.{digits(cents):0<2}" if cents else digits(whole)
