"""Longer and longer pauses while something is away."""

import random


class Backoff:
    """From `first` to `most` seconds, doubled each time; chance keeps processes from marching in step."""

    def __init__(self, first: float = 1.0, most: float = 30.0) -> None:
        self._first = first
        self._most = most
        self._pause = first

    def next(self) -> float:
        pause, self._pause = self._pause, min(self._pause * 2, self._most)
        return pause * random.uniform(0.75, 1.25)  # noqa: S311 - no secret

    def reset(self) -> None:
        self._pause = self._first
