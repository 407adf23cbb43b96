"""E-mail addresses, lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found

ADDRESS = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+\w{2,}")

SPOKEN = re.compile(
    r"(?<![\w@])(?P<who>[\w.+-]+) (?:at|alfakrøll|krøllalfa|chiocciola|ät|miukumauku|ایٹ|at the rate) "
    r"(?P<where>[\w-]+(?: ?(?:\.| dot | punktum | piste | punto | ڈاٹ ) ?[\w-]+)+)",
    re.IGNORECASE,
)
DOT = re.compile(r" ?(?:\.| dot | punktum | piste | punto | ڈاٹ ) ?", re.IGNORECASE)


def find(text: str, _: Context) -> Iterator[Found]:
    """A full stop that ends the sentence is not part of the address."""
    for match in ADDRESS.finditer(text):
        yield Found("email", match[0].lower(), match.start(), match.end())
    for match in SPOKEN.finditer(text):
        address = f"{match['who']}@{DOT.sub('.', match['where'])}"
        yield Found("email", address.lower(), match.start(), match.end())
