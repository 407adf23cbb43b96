"""How often somebody may do something, with the answer how long to wait."""

import time
from collections.abc import Callable


class RateLimit:
    """At most `allowed` at once, refilled evenly over `per` seconds; one number of memory per active key."""

    def __init__(self, allowed: int, per: float = 60.0, now: Callable[[], float] = time.monotonic) -> None:
        self._step = per / allowed
        self._burst = per - self._step
        self._per = per
        self._now = now
        self._free_at: dict[str, float] = {}
        self._next_sweep = now() + per

    def take(self, key: str) -> float:
        """Seconds to wait; 0.0 when it is allowed, and only then is it counted."""
        now = self._now()
        self._sweep(now)
        free_at = max(self._free_at.get(key, now), now)
        wait = free_at - now - self._burst
        if wait > 1e-9:
            return wait
        self._free_at[key] = free_at + self._step
        return 0.0

    def __len__(self) -> int:
        return len(self._free_at)

    def _sweep(self, now: float) -> None:
        if now < self._next_sweep:
            return
        self._free_at = {key: free_at for key, free_at in self._free_at.items() if free_at > now}
        self._next_sweep = now + self._per
