"""What the bot did: every call with its answer, what it said to presses, what it let itself be seen doing."""

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

from tests.fakes.telegram.shapes import JSON

KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Call:
    at: float
    method: str
    params: dict[str, Any]
    status: int | None  # None: nothing was answered
    accepted: bool  # it had its effect


class Journal:
    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self.actions: list[JSON] = []
        self.callback_answers: list[JSON] = []

    def note(self, call: Call) -> None:
        self._calls.append(call)

    def calls(self, method: str | None = None) -> list[JSON]:
        return [asdict(it) for it in self._calls if method in {None, it.method}]
