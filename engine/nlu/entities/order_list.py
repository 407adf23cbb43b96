"""Several order numbers in a row ("orders 10001, 10002 and 10003") as one value, with a space between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Found, digits

NUMBER = re.compile(r"(?<![\w+.,@/-])(?P<number>\d{5})(?![\w@/-]|[.,]\d)")
PLURAL = re.compile(
    r"(?<!\w)(?:orders|ordrene|bestillinge\w+|tilau(?:kset|ksia|ksiani|sten)|ordini|آرڈرز)\W{1,3}$",
    re.IGNORECASE,
)
AND = frozenset("and & + og samt ja sekä e ed اور aur or".split())  # noqa: SIM905 - tables of words
# What may stand between two of them; any other word ("no", "sorry", "postcode") makes the second something else.
BETWEEN = AND | frozenset(
    """
    # also too both my the order orders number nr nro num n
    min mitt mine ordre ordren ordrenummer bestilling bestillingen nummer også
    minun tilaus tilaukseni tilauksen numero myös
    il mio l ordine anche
    mera mere meri ka wala bhi میرا میرے میری آرڈر نمبر والا بھی
    """.split()  # noqa: SIM905
)
MOST_BETWEEN = 4
WORD = re.compile(r"\w+|[&+#]")


def find(text: str, first: int) -> Iterator[Found]:
    """`first`: the lowest order number; what is below can only be a postcode."""
    for row in _rows(text, first):
        if len(row) > 1 and _is_list(text, row):
            told = " ".join(dict.fromkeys(digits(match["number"]) for match in row))
            yield Found("order_number", told, row[0].start("number"), row[-1].end("number"))


def _rows(text: str, first: int) -> Iterator[list[re.Match[str]]]:
    row: list[re.Match[str]] = []
    for match in NUMBER.finditer(text):
        if int(digits(match["number"])) < first:
            continue
        if row and not _goes_on(text[row[-1].end() : match.start()]):
            yield row
            row = []
        row.append(match)
    yield row


def _goes_on(between: str) -> bool:
    words = [word.casefold() for word in WORD.findall(between)]
    return BETWEEN.issuperset(words) and len(words) <= MOST_BETWEEN


def _is_list(text: str, row: list[re.Match[str]]) -> bool:
    """A comma alone may as well stand before the postcode that proves the order."""
    between = text[row[0].end() : row[-1].start()]
    joined = not AND.isdisjoint(word.casefold() for word in WORD.findall(between))
    return joined or PLURAL.search(text[: row[0].start()]) is not None
