"""Postcodes of the five countries, upper case, with one space where Britain has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, digits

BRITISH = re.compile(r"(?<!\w)([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})(?!\w)", re.IGNORECASE)
NAMED = re.compile(
    r"(?<!\w)(?:post\s?-?codes?|postal\s?-?codes?|zip(?:\s?-?code)?|post\s?(?:nummer(?:et)?|nr)|postinumero(?:ni)?"
    r"|codice postale|c\.?a\.?p\.?|پوسٹ\s?کوڈ|پوسٹل کوڈ|ڈاک کوڈ)"
    r"\W{0,3}(?:(?:is|er|on|è|ہے)\W{1,3})?(?P<number>\d{4,5})(?!\w)",
    re.IGNORECASE,
)
BARE = re.compile(
    r"(?<![\w+#.,@/€$£-])(?P<number>\d{4,5})(?![\w@/%€$£-]|[.,]\d|\s?(?:€|eur|kr))", re.IGNORECASE
)


def find(text: str, context: Context) -> Iterator[Found]:
    """Bare digits count when nothing else in the message explains them: a year, a price, an order."""
    for match in BRITISH.finditer(text):
        yield Found("postcode", f"{match[1]} {match[2]}".upper(), match.start(), match.end())
    for pattern in (NAMED, BARE):
        for match in pattern.finditer(text):
            if pattern is NAMED or context.requested in {"postcode", "email", "proof"} or _alone(text, match):
                yield Found("postcode", digits(match["number"]), match.start("number"), match.end("number"))


def without_label(text: str) -> str:
    """With the word "CAP" and its like blanked out, which is a hat elsewhere."""
    return NAMED.sub(lambda match: " " * (match.start("number") - match.start()) + match["number"], text)


def _alone(text: str, match: re.Match[str]) -> bool:
    number = digits(match["number"])
    others = text[: match.start()] + text[match.end() :]
    with_order = re.search(r"\d{5}", others) is not None
    leading_zero = number.startswith("0")
    return with_order or leading_zero or not any(char.isalnum() for char in others)
