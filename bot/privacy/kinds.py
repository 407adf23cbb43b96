"""The kinds of personal data that are looked for, and where one was found."""

import enum
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """The value is what stands in its place."""

    EMAIL = "[e-mail]"
    CARD = "[card]"
    IBAN = "[IBAN]"
    NATIONAL = "[national number]"
    PHONE = "[phone]"


# What is needed to answer somebody.
CONTACTS = frozenset({Kind.EMAIL, Kind.PHONE})


@dataclass(frozen=True, slots=True)
class Span:
    """From one place in a text to before another."""

    start: int
    end: int
