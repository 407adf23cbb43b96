"""The road to the app: every parcel goes by socket or HTTP, waits for its acknowledgement, and is tried again."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.fakes.slack.faults import EventFaults, Faults

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds; tests shorten them."""

    acknowledge: float = 3.0
    retries: int = 3
    trigger: float = 3.0
    share: float = 0.05  # an uploaded file appears in its channel a little after the call


@dataclass(slots=True, eq=False)
class Parcel:
    kind: str  # events_api | interactive | slash_commands
    payload: Json
    retried: bool = False
    attempts: int = 0
    problem: str = ""
    acknowledged: "asyncio.Future[Json]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def accept(self, answer: Json) -> None:
        if not self.acknowledged.done():
            self.acknowledged.set_result(answer)


class Road(Protocol):
    def open(self) -> bool:
        """Is there anyone at the other end just now?"""

    async def send(self, parcel: Parcel, attempt: int, reason: str) -> None:
        """Send it; whoever hears of the acknowledgement calls `parcel.accept`."""


class Delivery:
    def __init__(self, road: Callable[[], Road], faults: Callable[[], Faults]) -> None:
        self._road, self._faults = road, faults
        self.timing = Timing()
        self.parcels: list[Parcel] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._held: list[Parcel] = []

    def announce(self, payload: Json) -> None:
        """Send an event, in the background, with whatever is to go wrong."""
        faults = self._faults().events
        for _ in range(faults.copies):
            parcel = Parcel("events_api", payload, retried=True)
            self.parcels.append(parcel)
            if faults.drop_while_disconnected and not self._open():
                parcel.problem = "dropped"
            elif faults.shuffle_seconds:
                self._hold(parcel, faults)
            else:
                self._start(parcel)

    async def ask(self, kind: str, payload: Json) -> Parcel:
        """Send an interaction or a command, once, and wait for its acknowledgement."""
        parcel = Parcel(kind, payload)
        self.parcels.append(parcel)
        await self._deliver(parcel)
        return parcel

    async def settled(self) -> None:
        """Until nothing is on its way."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._held.clear()
        self.parcels.clear()

    def run(self, coroutine: Any) -> None:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _open(self) -> bool:
        return self._road().open() and not self._faults().out

    def _start(self, parcel: Parcel) -> None:
        self.run(self._deliver(parcel))

    def _hold(self, parcel: Parcel, faults: EventFaults) -> None:
        self._held.append(parcel)
        if len(self._held) == 1:
            self.run(self._release(faults))

    async def _release(self, faults: EventFaults) -> None:
        await asyncio.sleep(faults.shuffle_seconds)
        held, self._held = self._held, []
        random.Random(faults.seed).shuffle(held)
        for parcel in held:
            self._start(parcel)

    async def _deliver(self, parcel: Parcel) -> None:
        for attempt in range(1 + (self.timing.retries if parcel.retried else 0)):
            if self._open():
                parcel.attempts += 1
                await self._road().send(parcel, attempt, parcel.problem)
            elif not parcel.retried:
                parcel.problem = "no_connection"
                return
            try:
                await asyncio.wait_for(asyncio.shield(parcel.acknowledged), self.timing.acknowledge)
            except TimeoutError:
                parcel.problem = parcel.problem or "timeout"
            else:
                return
