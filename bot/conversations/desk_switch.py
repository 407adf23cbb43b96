"""Whether people are at the desk: by the written hours, unless staff have opened or closed it by hand."""

from datetime import datetime
from typing import Literal, Protocol

from bot.conversations.live import DESK, Live
from bot.conversations.model import Agent
from bot.conversations.ports import Clock, DeskHours, Store

SWITCH = "desk"
OPEN: Literal["open"] = "open"
CLOSED: Literal["closed"] = "closed"


class Switches(Protocol):
    """The store, or a transaction that is open already: it must not wait for a second connection."""

    async def switched(self, name: str) -> str | None: ...


class DeskSwitch:
    def __init__(self, store: Store, hours: DeskHours, live: Live, clock: Clock) -> None:
        self._store = store
        self._hours = hours
        self._live = live
        self._clock = clock

    async def state(self) -> str | None:
        """ "open" or "closed" when set by hand; None when the hours decide."""
        return await self._store.switched(SWITCH)

    async def turn(self, to: Literal["open", "closed"] | None, agent: Agent) -> None:
        """None leaves it to the hours again."""
        async with self._store.transaction() as ledger:
            await ledger.switch(SWITCH, to, agent, self._clock())
        self._live.notify(DESK)

    async def is_open(self, at: datetime, within: Switches | None = None) -> bool:
        by_hand = await (within or self._store).switched(SWITCH)
        return self._hours.is_open(at) if by_hand is None else by_hand == OPEN

    async def next_open(self, after: datetime, within: Switches | None = None) -> datetime | None:
        """None when nobody can tell, as when it was closed by hand."""
        by_hand = await (within or self._store).switched(SWITCH)
        return None if by_hand == CLOSED else self._hours.next_open(after)
