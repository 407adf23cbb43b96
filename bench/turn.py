"""What is measured of one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Talk:
    """One customer and what it says, the next message when the answer to the last has come.

    `stays`: goes on with the same conversation in a later talk.
    """

    customer: str
    texts: Sequence[str]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """`sent` is on the machine's monotonic clock; `seconds` until the last line of the answer, or the failure."""

    sent: float
    seconds: float
    error: str | None = None

    @property
    def ended(self) -> float:
        return self.sent + self.seconds


class Driver(Protocol):
    async def talk(self, talks: Sequence[Talk]) -> list[list[Turn]]:
        """All customers at once, their connections made beforehand."""
