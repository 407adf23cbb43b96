"""The fake's clock, which tests may put ahead."""

import time


class Clock:
    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Unix time in seconds."""
        return time.time() + self._ahead

    def put_ahead(self, seconds: float) -> None:
        self._ahead += seconds
