"""The numbers by which states know people: of Norway, Finland, Italy, Pakistan, Britain and the United States."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from bot.privacy.kinds import Span

Matched = re.Match[str]

NORWAY = re.compile(r"(?<![\w-])(\d{6})[ .-]?(\d{5})(?!\w)", re.ASCII)
FINLAND = re.compile(r"(?<!\w)(\d{6})\s?([-+A-FU-Y])\s?(\d{3})([0-9A-Y])(?!\w)", re.IGNORECASE)
ITALY = re.compile(
    r"(?<!\w)([A-Z]{3})\s?([A-Z]{3})\s?([\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2})\s?([A-Z][\dLMNP-V]{3})\s?([A-Z])(?!\w)",
    re.IGNORECASE,
)
PAKISTAN = re.compile(r"(?<![\w-])[1-8]\d{4}([ -])\d{7}\1\d(?!\w)", re.ASCII)
PAKISTAN_BARE = re.compile(r"(?<![\w-])[1-8]\d{12}(?!\w)", re.ASCII)
BRITAIN = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d\d\s?\d\d\s?\d\d\s?[A-D](?!\w)",
    re.IGNORECASE,
)
AMERICA = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])", re.ASCII)
AMERICA_BARE = re.compile(r"(?<![\w-])(?!000|666|9)\d{3} ?(?!00)\d\d ?(?!0000)\d{4}(?![\w-])", re.ASCII)

# A number without a check digit and without its dashes could be a parcel's; a word tells which it is.
NAMES_CNIC = re.compile(r"\b(?:s?nic|nicop|cnic|id card|identity|shana?khti)\b|شناختی|قومی", re.IGNORECASE)
NAMES_SSN = re.compile(r"\bssn\b|social security", re.IGNORECASE)

WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY"
LETTERS = "LMNPQRSTUV"  # stand for 0 to 9 in Italian codes that would else be alike
ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def national_numbers(text: str) -> Iterator[Span]:
    for pattern, checks in CHECKED:
        for found in pattern.finditer(text):
            if checks(found):
                yield Span(found.start(), found.end())
    for named, bare in ((NAMES_CNIC, PAKISTAN_BARE), (NAMES_SSN, AMERICA_BARE)):
        if named.search(text):
            yield from (Span(found.start(), found.end()) for found in bare.finditer(text))


def _norwegian(found: Matched) -> bool:
    """Fødselsnummer and D-number (day + 40); the months of health numbers and of test persons, + 40 and + 80.

    The first check digit may leave 0 to 3, as it will for people born from 2032 on.
    """
    born, rest = found.groups()
    day, month = int(born[:2]) % 40, int(born[2:4]) % 40
    digits = [int(digit) for digit in born + rest]
    first, second = (
        sum(weight * digit for weight, digit in zip(row, digits, strict=False)) for row in WEIGHTS
    )
    return _is_day(day, month, int(born[4:])) and first % 11 <= 3 and second % 11 == 0


def _finnish(found: Matched) -> bool:
    born, _, number, check = found.groups()
    return (
        _is_day(int(born[:2]), int(born[2:4]), int(born[4:]))
        and FINNISH[int(born + number) % 31] == check.upper()
    )


def _italian(found: Matched) -> bool:
    code = "".join(found.groups()).upper()
    day = int("".join(str(LETTERS.find(sign)) if sign in LETTERS else sign for sign in code[9:11]))
    values = [int(sign) if sign.isdecimal() else ord(sign) - ord("A") for sign in code]
    weighed = sum(ODD[value] if place % 2 == 0 else value for place, value in enumerate(values[:15]))
    return 1 <= day % 40 <= 31 and weighed % 26 == values[15]


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(2000 + year if year else 2000, month, day)
    except ValueError:
        return False
    return True


def _by_shape(_found: Matched) -> bool:
    return True


CHECKED: tuple[tuple[re.Pattern[str], Callable[[Matched], bool]], ...] = (
    (NORWAY, _norwegian),
    (FINLAND, _finnish),
    (ITALY, _italian),
    (PAKISTAN, _by_shape),
    (BRITAIN, _by_shape),
    (AMERICA, _by_shape),
)
