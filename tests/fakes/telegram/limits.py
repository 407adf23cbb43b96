"""Telegram's rate limits: a message a second in a chat, thirty a second in all, twenty a minute in a group."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.refusals import too_many


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    count: int
    seconds: float


PER_CHAT, PER_GROUP, OVERALL = Rate(1, 1), Rate(20, 60), Rate(30, 1)
ALL = 0


class Limits:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.on = False
        self.per_chat, self.per_group, self.overall = PER_CHAT, PER_GROUP, OVERALL
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)

    def set(self, *, on: bool, per_chat: Rate = PER_CHAT, overall: Rate = OVERALL) -> None:
        self.on, self.per_chat, self.overall = on, per_chat, overall
        self._sent.clear()

    def check(self, chat: int) -> None:
        """Counts one message. Raises Refused with the seconds to wait when it is one too many."""
        if not self.on:
            return
        own = self.per_chat if chat > 0 else self.per_group
        wait = max(self._wait(chat, own), self._wait(ALL, self.overall))
        if wait > 0:
            raise too_many(math.ceil(wait))
        for key in (chat, ALL):
            self._sent[key].append(self._clock.now())

    def _wait(self, key: int, rate: Rate) -> float:
        now, sent = self._clock.now(), self._sent[key]
        while sent and sent[0] <= now - rate.seconds:
            sent.popleft()
        return sent[0] + rate.seconds - now if len(sent) >= rate.count else 0.0
