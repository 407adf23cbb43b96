"""One-time links: the way into the desk for whoever can read the terminal."""

import hashlib
import secrets
from datetime import datetime, timedelta

from bot.conversations.ports import Clock

VALID = timedelta(hours=24)


class OneTimeLinks:
    """Keys are kept as digests, in memory only: a restart ends every link."""

    def __init__(self, clock: Clock, valid: timedelta = VALID) -> None:
        self._clock = clock
        self._valid = valid
        self._ends: dict[bytes, datetime] = {}

    def mint(self) -> str:
        """A path with a fresh 256-bit key, good for one sign-in."""
        key = secrets.token_urlsafe(32)
        self._ends[_digest(key)] = self._clock() + self._valid
        return f"/desk/enter?key={key}"

    def opens(self, key: str) -> bool:
        """Whether the key is still good; does not use it up, for browsers fetch links ahead of time."""
        ends = self._ends.get(_digest(key))
        return ends is not None and self._clock() < ends

    def use(self, key: str) -> bool:
        """Use the key up; False when it was used before, is too old, or was never minted."""
        good = self.opens(key)
        self._ends.pop(_digest(key), None)
        return good


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
