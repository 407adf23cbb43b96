"""Bank accounts: the country's length, and the check digits by ISO 13616."""

import re
from collections.abc import Iterator

from bot.privacy.kinds import Span

BEGINNING = re.compile(r"(?<![^\W_])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9])", re.IGNORECASE | re.ASCII)
LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PK": 24,
    "PL": 28, "PT": 25, "RO": 24, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29, "VA": 22,
}  # fmt: skip


def ibans(text: str) -> Iterator[Span]:
    for beginning in BEGINNING.finditer(text):
        length = LENGTHS.get(beginning[0][:2].upper())
        if length is None:
            continue
        account = re.compile(
            rf"[A-Z0-9](?:[ -]?[A-Z0-9]){{{length - 1}}}(?![A-Z0-9])", re.IGNORECASE | re.ASCII
        )
        if (found := account.match(text, beginning.start())) and _checks(found[0]):
            yield Span(found.start(), found.end())


def _checks(account: str) -> bool:
    signs = [sign for sign in account if sign.isalnum()]
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1
