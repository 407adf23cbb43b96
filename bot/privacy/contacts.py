"""E-mail addresses and telephone numbers."""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from bot.privacy.kinds import Span

EMAIL = re.compile(r"[^\s@<>()\[\],;:\"'`{}|=]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
# Where a number without a country's code may be from: those the shop sells in.
REGIONS = ("NO", "FI", "IT", "PK", "GB")
SHORTEST = 8  # digits; shorter ones are a street's, an order's or a price
MAYBE = re.compile(rf"(?:\d\W{{0,4}}){{{SHORTEST}}}", re.ASCII)
AMOUNTS = re.compile(
    r"(?<=\d)[ .]\d[ .](?=\d)|\d \d+\.\d\d$"
)  # a single digit among them, or cents at the end
PART_BEFORE = re.compile(r"\w-$|[\w/#]$")
PART_AFTER = re.compile(r"\w")
DATE = re.compile(r"(?<!\d)(?:\d{1,2}/\d{1,2}/\d{2,4}|(?:19|20)\d\d(-?)[01]\d\1[0-3]\d)(?!\d)")


def emails(text: str) -> Iterator[Span]:
    for found in EMAIL.finditer(text):
        yield Span(found.start(), found.end())


def phones(text: str) -> Iterator[Span]:
    """A number that is valid where it may be from; one in several countries counts once."""
    if not MAYBE.search(text):
        return
    text = DATE.sub(lambda found: "x" * len(found[0]), text)  # beside a date the library sees no number
    last = 0
    found = {span for region in REGIONS for span in _in(region, text)}
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if span.start >= last:
            last = span.end
            yield span


def _in(region: str, text: str) -> Iterator[Span]:
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
        number = match.raw_string
        enough = sum(map(str.isdecimal, number)) >= SHORTEST
        if enough and not AMOUNTS.search(number) and _whole(text, match.start, match.end):
            yield Span(match.start, match.end)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether it stands for itself: not a part of a code, a link or a longer number."""
    return not PART_BEFORE.search(text[:start][-2:]) and not PART_AFTER.match(text[end:])
