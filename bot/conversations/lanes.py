"""A lane per conversation: whatever must happen to it happens one thing at a time."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import cycle

from bot.conversations.trace import CONVERSATION

log = logging.getLogger(__name__)

Step = Callable[[int], Awaitable[bool]]
Wake = Callable[[int, timedelta], None]  # Lanes.enter_later

MOST_LATER = 10_000  # wake-ups in waiting; what goes beyond is the sweep's
TICK = 0.02  # seconds; wake-ups of a lane within the same are one


def nobody(_conversation_id: int, _delay: timedelta) -> None:
    """A Wake that leaves everything to the sweep."""


class Lanes:
    """Runs the steps of a conversation until none has anything left to do.

    A step takes the conversation's id and returns whether it did something. Entering is only a hint: what
    is lost with this process, the next sweep enters again.
    """

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        self._steps = list(steps)
        self._running: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._later: dict[tuple[int, int], asyncio.TimerHandle] = {}  # by conversation and tick
        self._closed = False

    def lead_to(self, *steps: Step) -> None:
        """Set what happens in the lanes; steps need the lanes themselves, so they come after."""
        self._steps = list(steps)

    def enter(self, conversation_id: int) -> None:
        if self._closed:
            return
        self._again.add(conversation_id)
        if conversation_id not in self._running:
            task = asyncio.create_task(self._drive(conversation_id), name=f"lane {conversation_id}")
            self._running[conversation_id] = task

    def enter_later(self, conversation_id: int, delay: timedelta) -> None:
        """All such hints count: the soonest may come too soon for what a later one was given for."""
        loop = asyncio.get_running_loop()
        # A tick more than asked: a wake-up just before the time would find nothing due.
        tick = math.ceil((loop.time() + delay.total_seconds()) / TICK) + 1
        entry = (conversation_id, tick)
        if self._closed or entry in self._later or len(self._later) >= MOST_LATER:
            return
        self._later[entry] = loop.call_at(tick * TICK, self._wake, entry)

    async def idle(self) -> None:
        """Wait until every lane is empty; those that are to be entered later are not waited for."""
        while self._running:
            await asyncio.gather(*self._running.values())

    async def close(self) -> None:
        """Stop at once. What was under way is still noted in the store and is taken up at the next start."""
        self._closed = True
        for waiting in self._later.values():
            waiting.cancel()
        self._later.clear()
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _wake(self, entry: tuple[int, int]) -> None:
        del self._later[entry]
        self.enter(entry[0])

    async def _drive(self, conversation_id: int) -> None:
        CONVERSATION.set(conversation_id)
        try:
            while conversation_id in self._again:
                self._again.discard(conversation_id)
                await self._run_dry(conversation_id)
        except Exception:  # the lane ends here; the sweep enters it again
            log.exception("lane stopped")
        finally:
            self._again.discard(conversation_id)
            del self._running[conversation_id]

    async def _run_dry(self, conversation_id: int) -> None:
        """Step by step and round again, until each has found nothing to do since the last that did something."""
        idle = 0
        for step in cycle(self._steps):
            idle = 0 if await step(conversation_id) else idle + 1
            if idle == len(self._steps):
                return
