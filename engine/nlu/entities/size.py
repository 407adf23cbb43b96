"""Sizes: 42, 42.5, XL, 140x200."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, digits
from engine.nlu.entities.numbers import FROM_TWENTY, VALUES

NAME = (
    r"(?:sizes?(?![a-z])|(?:sko)?størrelse(?:n)?|str\.?|koko(?:a|na)?|koossa|koon|taglia|misura|numero|tg\.?|storleik(?:en)?|saiz|سائز"
    r"|eu|uk)"
)
SHOE = r"(?:3[4-9](?:[.,]5)?|4\d(?:[.,]5)?)"
NAMED_SIZES = "small|medium|large|x-?large|extra[ -]large|piccola|media|grande|liten|stor|pieni|suuri"
VALUE = rf"(?:\d{{2,3}}(?:[.,]5)?|\d?x{{0,4}}[sml]|{NAMED_SIZES})"
NAMED = re.compile(
    rf"(?<!\w){NAME}\s*(?:is|:|er|on|è)?\s*(?P<size>{VALUE}|{FROM_TWENTY})(?!\w)", re.IGNORECASE
)
IN = re.compile(
    r"(?<!\w)(?:in an?|in|as an?|i|en|il|un|la) "
    rf"(?P<size>{SHOE}|\d?x{{1,4}}[sl]|medium|large|small|[sml])(?!\w|[ ]?\d)",
    re.IGNORECASE,
)
# The word, or an ending, comes after the number.
AFTER = re.compile(
    rf"(?<![\w.,])(?P<size>{SHOE})\s?(?:-?kokoi\w+|koossa|:n[aä]|-?er|نمبر|سائز|(?:number|numbr|size)(?= k[aie]|\W*$))"
    r"(?!\w)",
    re.IGNORECASE,
)
# Letters with a Finnish ending, and shoes by number, which no order is.
LETTERS = re.compile(r"(?<!\w)(?P<size>x{0,3}[sml])(?::n[aä]|:ssa|-ko(?:ko|koa|ossa))(?!\w)", re.IGNORECASE)
NUMBERED = re.compile(
    rf"(?<!\w)(?:nr\.?|n[.°]|nummer|numero)\s?(?P<size>{SHOE})(?![\w.,]|\s\d)", re.IGNORECASE
)
ALONE = re.compile(r"(?<![\w'’])(?P<size>\d?X{1,4}[SL]|\d{2,3}x\d{2,3})(?!\w)", re.IGNORECASE)
WHOLE = re.compile(rf"\W*(?:an? )?(?P<size>{VALUE})\W*", re.IGNORECASE)
WORDS = {
    "small": "S",
    "medium": "M",
    "large": "L",
    "xlarge": "XL",
    "extralarge": "XL",
    "2XL": "XXL",
    "2XS": "XXS",
    "3XL": "XXXL",
    "piccola": "S",
    "media": "M",
    "grande": "L",
    "liten": "S",
    "stor": "L",
    "pieni": "S",
    "suuri": "L",
}


def find(text: str, context: Context) -> Iterator[Found]:
    """A bare number is a size only where a form asks for one."""
    for pattern in (NAMED, IN, AFTER, LETTERS, NUMBERED, ALONE):
        for match in pattern.finditer(text):
            yield _found(match)
    whole = WHOLE.fullmatch(text)
    if whole and (context.requested == "size" or not whole["size"][0].isdigit()):
        yield _found(whole)


def _found(match: re.Match[str]) -> Found:
    written = re.sub(r"[\s-]", "", match["size"])
    if match["size"].lower() in VALUES:
        written = str(VALUES[match["size"].lower()])
    value = WORDS.get(written.lower()) or WORDS.get(written.upper()) or _plain(written)
    return Found("size", value, match.start("size"), match.end("size"))


def _plain(written: str) -> str:
    if "x" in written.lower() and written[0].isdigit() and written[-1].isdigit():
        return written.lower()
    if written[0].isdigit() and not written[-1].isalpha():
        whole, _, half = written.replace(",", ".").partition(".")
        return digits(whole) + (".5" if half else "")
    return written.upper()
