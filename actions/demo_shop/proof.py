"""Whether a proof fits an order, and no more guesses when many were wrong."""

import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from actions.shop import Proof

WRONG_ALLOWED = 10  # per order and WINDOW; a Norwegian postcode is one of 5,000
WINDOW = 900.0  # seconds


def order_number(text: str) -> str:
    """Digits only, in any script: " #10001" and "۱۰۰۰۱" are 10001."""
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdigit())


def email(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def postcode(text: str) -> str:
    """Upper case, western digits, no spaces or hyphens, no country prefix ("NO-0150", "I-20121")."""
    western = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    bare = unicodedata.normalize("NFKC", western).strip().upper()
    return re.sub(r"[\s-]", "", re.sub(r"^(NO?|FI|FIN|I|IT|PK)-(?=\d)", "", bare))


def fits(proof: Proof, owner_email: str, owner_postcode: str) -> bool:
    """Each factor that was given must fit."""
    if proof.email and proof.email.strip() and email(proof.email) != email(owner_email):
        return False
    if proof.postcode and proof.postcode.strip():
        return postcode(proof.postcode) == postcode(owner_postcode)
    return True


@dataclass(slots=True)
class Guesses:
    """Counts wrong proofs by order number; an order guessed at too often reads as not found."""

    clock: Callable[[], float] = time.monotonic
    _wrong: dict[str, list[float]] = field(default_factory=dict)

    def exhausted(self, number: str) -> bool:
        return len(self._recent(number)) >= WRONG_ALLOWED

    def wrong(self, number: str) -> None:
        """Only of orders that exist, which bounds the memory this takes."""
        self._wrong[number] = [*self._recent(number), self.clock()]

    def _recent(self, number: str) -> list[float]:
        return [at for at in self._wrong.get(number, []) if at > self.clock() - WINDOW]
