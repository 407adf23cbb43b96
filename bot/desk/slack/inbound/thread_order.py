"""Taking what is written in one thread one at a time, the earliest first of what comes together."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.desk.slack.inbound.events import ts_order

TOGETHER = 0.03  # seconds in which messages count as having come together

Place = tuple[tuple[int, int], int, asyncio.Future[None]]


class InOrder:
    """Slack promises no order: neither a socket's tasks nor parallel requests keep it."""

    def __init__(self, together: float = TOGETHER) -> None:
        self._together = together
        self._arrivals = itertools.count()
        self._waiting: dict[str, list[Place]] = {}

    @asynccontextmanager
    async def turn(self, thread: str, ts: str) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[None] = loop.create_future()
        if thread not in self._waiting:
            self._waiting[thread] = []
            loop.call_later(self._together, self._next, thread)
        heapq.heappush(self._waiting[thread], (ts_order(ts), next(self._arrivals), mine))
        try:
            await mine
            yield
        finally:
            if mine.done() and not mine.cancelled():  # it was this one's turn
                self._next(thread)

    def _next(self, thread: str) -> None:
        waiting = self._waiting[thread]
        while waiting:
            _ts, _arrival, turn = heapq.heappop(waiting)
            if not turn.done():
                turn.set_result(None)
                return
        del self._waiting[thread]
