"""Card numbers: known beginnings, and the check digit by Luhn (ISO/IEC 7812)."""

import re
from collections.abc import Iterator, Sequence

from bot.privacy.kinds import Span

RUN = re.compile(r"\d(?:(?:[.-]| {1,2})?\d)+")
GROUP = re.compile(r"\d+")
# Visa, Mastercard, PayPak and Mir, American Express, Diners Club, Discover, UnionPay, JCB, Maestro.
ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}"
    r"|6(?:011|4[4-9]|5|2)\d{12,17}|35\d{14}|(?:50|5[6-9]|6\d)\d{10,17}"
)
SHORTEST, LONGEST = 12, 19
SMALLEST_GROUP = 3  # smaller ones are amounts, days and sizes


def cards(text: str) -> Iterator[Span]:
    """Also in groups, and with other numbers before and after them."""
    for run in RUN.finditer(text):
        if run.end() - run.start() >= SHORTEST:
            groups = [
                Span(run.start() + group.start(), run.start() + group.end())
                for group in GROUP.finditer(run[0])
            ]
            yield from _among(text, groups)


def _among(text: str, groups: Sequence[Span]) -> Iterator[Span]:
    first = 0
    while first < len(groups):
        last = _end(text, groups[first:])
        if last:
            yield Span(groups[first].start, groups[first + last - 1].end)
        first += last or 1


def _end(text: str, groups: Sequence[Span]) -> int:
    """How many of the groups make a card number, at most; 0 when they do not begin one."""
    digits, found = "", 0
    for count, group in enumerate(groups, 1):
        digits += text[group.start : group.end]
        if len(digits) > LONGEST or group.end - group.start < SMALLEST_GROUP:
            break
        if len(digits) >= SHORTEST and ISSUED.fullmatch(digits) and luhn(digits):
            found = count
    return found


def luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (
        sum(map(int, digits[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)
    ) % 10 == 0
