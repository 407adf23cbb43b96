"""Order numbers: five digits; other lengths too when the customer calls it an order number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, digits
from engine.nlu.entities.postcode import NAMED as NAMED_POSTCODE

NAMED = re.compile(
    r"(?:(?<!\w)(?:orders?|ordre(?:n|nummer(?:et)?)?|bestilling(?:en|snummer)?|tilaus(?:numero)?(?:ni)?"
    r"|ordin[ei]|آرڈر)(?!\w(?<!\d))\W{0,3}(?:(?:number|nummer|nr|no|num|numero|n|id|is|er|on|è|نمبر|کا|ہے)\b\W{0,3}){0,3}|\#\s?)"
    r"(?:[A-Z]{1,4}-)?(?P<number>\d{4,10})(?![\w@]|[.,]\d)",
    re.IGNORECASE,
)
BARE = re.compile(r"(?<![\w+#.,@/-])(?P<number>\d{5})(?![\w@/-]|[.,]\d)")
FIRST = 10001


def find(text: str, context: Context) -> Iterator[Found]:
    """Bare digits below the first order number can only be a postcode."""
    named = [_found(match) for match in NAMED.finditer(text)]
    yield from named
    if context.requested in {"postcode", "email", "proof"} and not named:
        return  # the order is known already; the five digits are its postcode
    postcodes = {match.start("number") for match in NAMED_POSTCODE.finditer(text)}
    for match in BARE.finditer(text) if not named else ():
        if match.start("number") not in postcodes and int(digits(match["number"])) >= FIRST:
            yield _found(match)
            return  # a second bare number is the postcode that proves the order


def _found(match: re.Match[str]) -> Found:
    return Found("order_number", digits(match["number"]), match.start("number"), match.end("number"))
