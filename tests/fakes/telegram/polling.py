"""getUpdates: one poller at a time; a newer one ends the older."""

import asyncio

from tests.fakes.telegram.refusals import conflict
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.updates import Updates

LONGEST = 50
BY_OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
BY_WEBHOOK = "terminated by setWebhook request"
CLOSED = "the fake stops"


class Polling:
    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._turn = 0
        self._ended_by = ""

    async def get(self, offset: int, limit: int, timeout: int) -> list[JSON]:
        """Raises Refused when another call takes its place."""
        self.end(BY_OTHER)
        turn = self._turn
        clock = asyncio.get_running_loop().time
        deadline = clock() + min(timeout, LONGEST)
        while True:
            found = self._updates.from_offset(offset, limit)
            if found or clock() >= deadline:
                return found
            await self._updates.bell.wait(deadline - clock())
            if self._turn != turn:
                raise conflict(self._ended_by)

    def end(self, why: str) -> None:
        """Whoever waits gets a 409."""
        self._turn += 1
        self._ended_by = why
        self._updates.bell.ring()
