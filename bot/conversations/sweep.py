"""The sweep: every few seconds, whatever is still to do is taken up again; this is all the recovery there is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.conversations.alerts import Alerts
from bot.conversations.handoffs import HandoffEnd
from bot.conversations.handover import Handover
from bot.conversations.lanes import Lanes
from bot.conversations.model import Handling
from bot.conversations.ports import Clock, Store
from bot.conversations.rating_questions import RatingQuestions

log = logging.getLogger(__name__)

Upkeep = Callable[[], Awaitable[None]]
QUIET = (Handling.BOT, Handling.HUMAN)  # waiting ones expire much sooner


@dataclass(frozen=True, slots=True)
class SweepLimits:
    """`every`: the pause between sweeps; `idle_close`: when quiet conversations end."""

    every: timedelta = timedelta(seconds=5)
    idle_close: timedelta = timedelta(hours=24)


class Sweep:
    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        handover: Handover,
        clock: Clock,
        limits: SweepLimits,
        *,
        alerts: Alerts | None = None,
        questions: RatingQuestions | None = None,
        upkeep: Sequence[Upkeep] = (),
    ) -> None:
        """`upkeep`: what else is done regularly, once nobody waits for the sweep any more."""
        self._store = store
        self._lanes = lanes
        self._handover = handover
        self._clock = clock
        self._limits = limits
        self._alerts = alerts
        self._questions = questions
        self._upkeep = upkeep

    async def run(self) -> None:
        """Sweep until cancelled; a failed sweep is logged and the next one tries again."""
        while True:
            try:
                await self.once()
            except Exception:  # the database may be away: the loop must outlive that
                log.exception("sweep failed")
            await asyncio.sleep(self._limits.every.total_seconds())

    async def once(self) -> None:
        await self._handover.expire()
        await self._close_idle()
        if self._alerts:
            await self._alerts.once()
        if self._questions:
            await self._questions.after_silence()
        for conversation_id in await self._store.to_do(self._clock()):
            self._lanes.enter(conversation_id)
        for work in self._upkeep:
            await work()

    async def _close_idle(self) -> None:
        before = self._clock() - self._limits.idle_close
        for conversation_id in await self._store.quiet_since(before):
            async with self._store.transaction() as ledger:
                conversation = await ledger.lock(conversation_id)
                if conversation.handling not in QUIET or conversation.active_at > before:
                    continue  # something happened in the meantime
                handoff = await ledger.handoff(conversation_id)
                if handoff and handoff.end is None and (handoff.snoozed_until or before) > self._clock():
                    continue  # its agent will be reminded of it
                # Else the agent went home: the next message is the bot's.
                await self._handover.end(ledger, conversation, HandoffEnd.LAPSED, self._clock())
                await ledger.save(conversation.close())
