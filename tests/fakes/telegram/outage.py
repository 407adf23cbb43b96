"""Telegram cannot be reached for a while: connections are refused, or closed as soon as they ask for something."""

import asyncio
import enum

from tests.fakes.telegram.door import Door
from tests.fakes.telegram.faults import Fault, FaultKind, Faults


class How(enum.StrEnum):
    REFUSE = "refuse"  # no connection: surely nothing arrived
    CLOSE = "close"  # accepted, then closed without a word: the bot cannot know
    ERROR = "error"  # 502


FAULTS = {
    How.CLOSE: Fault(FaultKind.LOSE, count=None, accepted=False),
    How.ERROR: Fault(FaultKind.ERROR, count=None, code=502),
}


class Outage:
    def __init__(self, door: Door, faults: Faults) -> None:
        self._door = door
        self._faults = faults
        self._ending: asyncio.Task[None] | None = None

    async def begin(self, how: How, seconds: float | None) -> None:
        """Until it is ended when no time is given."""
        await self.end()
        if how is How.REFUSE:
            self._door.shut()
        else:
            self._faults.add(FAULTS[how])
        if seconds is not None:
            self._ending = asyncio.create_task(self._end_after(seconds))

    async def end(self) -> None:
        if self._ending and self._ending is not asyncio.current_task():
            self._ending.cancel()
        self._ending = None
        for fault in FAULTS.values():
            self._faults.remove(fault)
        await self._door.open()

    async def _end_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.end()
