"""Masking personal data in a text."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

from bot.privacy.cards import cards
from bot.privacy.contacts import emails, phones
from bot.privacy.ibans import ibans
from bot.privacy.kinds import Kind, Span
from bot.privacy.national_numbers import national_numbers

# In this order: what one has found is no longer there for the next. A number of a person may look like a phone's.
FINDERS: tuple[tuple[Kind, Callable[[str], Iterator[Span]]], ...] = (
    (Kind.EMAIL, emails),
    (Kind.CARD, cards),
    (Kind.IBAN, ibans),
    (Kind.NATIONAL, national_numbers),
    (Kind.PHONE, phones),
)
# Without an @, five digits or the beginning of an Italian tax code there is nothing to find, as in most texts.
WORTH_A_LOOK = re.compile(r"@|(?:\d\D*){5}|\b[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST]", re.ASCII | re.IGNORECASE)
FOUND = "\ufffc"


def mask(text: str, *, keep: Collection[Kind] = ()) -> str:
    """The text with the name of its kind in the place of each piece of personal data, but for the kinds to keep."""
    for span, kind in sorted(_found(text), key=lambda found: found[0].start, reverse=True):
        if kind not in keep:
            text = text[: span.start] + kind.value + text[span.end :]
    return text


def holds(text: str, kind: Kind) -> bool:
    return any(found is kind for _, found in _found(text))


def _found(text: str) -> Iterator[tuple[Span, Kind]]:
    rest = _plain(text)
    if not WORTH_A_LOOK.search(rest):
        return
    for kind, find in FINDERS:
        for span in list(find(rest)):
            yield span, kind
            rest = rest[: span.start] + FOUND * (span.end - span.start) + rest[span.end :]


def _plain(text: str) -> str:
    """Of the same length, with every script's digits as 0 to 9 and every dash as a hyphen."""
    if text.isascii():
        return text
    return "".join(map(_plain_sign, text))


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
    if category == "Pd" or sign == "\u2212":
        return "-"
    # Invisible signs hold numbers together in texts from right to left, and stand between their groups.
    return " " if category in {"Cf", "Zs"} else sign
