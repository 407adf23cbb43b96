"""E-mail addresses, lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found

ADDRESS = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+\w{2,}")


def find(text: str, _: Context) -> Iterator[Found]:
    """A full stop that ends the sentence is not part of the address."""
    for match in ADDRESS.finditer(text):
        yield Found("email", match[0].lower(), match.start(), match.end())
