"""Order numbers: five digits; other lengths too when the customer calls it an order number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities import order_list
from engine.nlu.entities.found import Context, Found, digits
from engine.nlu.entities.numbers import NUMBER, value
from engine.nlu.entities.postcode import NAMED as NAMED_POSTCODE

NAMED = re.compile(
    r"(?:(?<!\w)(?:orders?|ordre(?:n|nr|nummer(?:et)?)?|bestilling(?:en|snr|snummer(?:et)?)?|tilaus(?:numero|nro|en)?(?:ni)?"
    r"|ordin[ei]|آرڈر)(?!\w(?<!\d))\W{0,3}(?:(?:number|nummer|nr|nro|no|num|numero|numeroni|n|id|is|er|mitt|min|on|è|نمبر|کا|ہے|ka|hai)\b\W{0,3}){0,3}|\#\s?)"
    r"(?:[A-Z]{1,4}-)?(?P<number>\d{2} \d{3}|\d{4,10})(?![\w@]|[.,]\d)",
    re.IGNORECASE,
)
BARE = re.compile(r"(?<![\w+#.,@/-])(?P<number>\d{5})(?![\w@/-]|[.,]\d)")
FIRST, LAST = 10001, 99999
# "ten four four two": as many words as make five digits.
SPOKEN = re.compile(rf"(?<!\w)(?:{NUMBER}[\s,-]+){{2,4}}{NUMBER}(?!\w)", re.IGNORECASE)
PART = re.compile(NUMBER, re.IGNORECASE)
FEWEST = 3  # words


def find(text: str, context: Context) -> Iterator[Found]:
    """Bare digits below the first order number can only be a postcode."""
    named = [_found(match) for match in NAMED.finditer(text)]
    known = context.requested in {"postcode", "email", "proof"}  # the order: five digits are its postcode
    if named or not known:
        named += order_list.find(text, FIRST)  # longer than its parts, it wins over them
    yield from named
    yield from _spoken(text)
    if known and not named:
        return
    postcodes = {match.start("number") for match in NAMED_POSTCODE.finditer(text)}
    for match in BARE.finditer(text) if not named else ():
        if match.start("number") not in postcodes and int(digits(match["number"])) >= FIRST:
            yield _found(match)
            return  # a second bare number is the postcode that proves the order


def _spoken(text: str) -> Iterator[Found]:
    if len(PART.findall(text)) < FEWEST:
        return
    for match in SPOKEN.finditer(text):
        number = "".join(str(value(part)) for part in PART.findall(match[0]))
        if any(char.isalpha() for char in match[0]) and FIRST <= int(number) <= LAST:
            yield Found("order_number", number, match.start(), match.end())


def _found(match: re.Match[str]) -> Found:
    return Found("order_number", digits(match["number"]), match.start("number"), match.end("number"))
