"""A customer in a closed loop: one message at a time, every one of them counted."""

import asyncio
import time
from collections.abc import Sequence
from typing import Protocol

from bench.turn import Turn

PATIENCE = 30.0  # seconds a customer waits for an answer
STRIKES = 3  # failures in a row after which a customer leaves


class NoAnswer(Exception):
    """The message was not answered; the reason is counted."""


class Line(Protocol):
    async def ask(self, text: str) -> float:
        """The moment the last line of the answer came. Raises NoAnswer."""


async def say_all(line: Line, texts: Sequence[str]) -> list[Turn]:
    """A turn for each text; what a customer who left did not send any more counts as failed."""
    turns: list[Turn] = []
    for text in texts:
        recent = [turn.error for turn in turns[-STRIKES:]]
        if len(recent) == STRIKES and all(recent):
            turns.append(Turn(time.monotonic(), 0.0, "customer left"))
        else:
            turns.append(await _say(line, text))
    return turns


async def _say(line: Line, text: str) -> Turn:
    sent, error = time.monotonic(), None
    try:
        async with asyncio.timeout(PATIENCE):
            answered = await line.ask(text)
    except TimeoutError:
        answered, error = time.monotonic(), "timed out"
    except NoAnswer as reason:
        answered, error = time.monotonic(), str(reason)
    return Turn(sent, answered - sent, error)
