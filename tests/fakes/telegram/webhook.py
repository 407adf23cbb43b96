"""Delivers updates to the bot's own address: in parallel, in order within a lane, again until they are taken."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

import httpx

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.updates import Lane, Pending, Updates

PATIENCE = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # Telegram waits longer; tests do not want to
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True, slots=True)
class Hook:
    url: str
    secret_token: str = ""
    max_connections: int = 40


@dataclass(frozen=True, slots=True)
class Failure:
    at: float
    what: str


class Webhook:
    def __init__(self, updates: Updates, clock: Clock) -> None:
        self._updates = updates
        self._clock = clock
        self._lanes: dict[Lane, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(1)
        # Whose certificate it is does not matter here, and certificates take long to load.
        self._http = httpx.AsyncClient(
            timeout=PATIENCE, verify=False, trust_env=False, limits=httpx.Limits(max_connections=100)
        )
        self.hook: Hook | None = None
        self.failure: Failure | None = None

    def set(self, hook: Hook | None) -> None:
        """None: no webhook. Deliveries under way to the old one are given up and come again."""
        for lane in self._lanes.values():
            lane.cancel()
        self._lanes.clear()
        self.hook, self.failure = hook, None
        self._slots = asyncio.Semaphore(hook.max_connections if hook else 1)
        self._updates.bell.ring()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._start_lanes()
                await self._updates.bell.wait()
        finally:
            self.set(None)
            await self._http.aclose()

    async def deliver_again(
        self, updates: list[JSON], *, times: int, seed: int, parallel: int
    ) -> Counter[str]:
        """Past updates once more, shuffled, whether they were taken or not; how many got which answer."""
        if self.hook is None:
            raise ValueError("no webhook is set")
        todo, hook, outcomes = updates * times, self.hook, Counter[str]()
        random.Random(seed).shuffle(todo)
        slots = asyncio.Semaphore(parallel)

        async def one(update: JSON) -> None:
            async with slots:
                outcomes[await self._post(hook, update) or "200"] += 1

        await asyncio.gather(*(one(update) for update in todo))
        return outcomes

    def info(self) -> JSON:
        hook, failure = self.hook or Hook(""), self.failure
        about = {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"} if hook.url else {}
        if failure:
            about |= {"last_error_date": int(failure.at), "last_error_message": failure.what}
        waiting = {"pending_update_count": len(self._updates.pending()), "has_custom_certificate": False}
        kinds = {"allowed_updates": self._updates.allowed} if self._updates.allowed else {}
        return {"url": hook.url} | waiting | about | kinds

    def _start_lanes(self) -> None:
        if self.hook is None:
            return
        for lane in self._updates.lanes():
            if lane not in self._lanes or self._lanes[lane].done():
                self._lanes[lane] = asyncio.create_task(self._work(lane, self.hook))

    async def _work(self, lane: Lane, hook: Hook) -> None:
        pause = FIRST_PAUSE
        while head := self._updates.head(lane):
            async with self._slots:
                taken = await self._offer(hook, head)
            if not taken:
                await asyncio.sleep(pause)
            pause = FIRST_PAUSE if taken else min(pause * 2, LONGEST_PAUSE)

    async def _offer(self, hook: Hook, head: Pending) -> bool:
        failed = await self._post(hook, head.update)
        if failed:
            self.failure = Failure(self._clock.now(), failed)
        else:
            self._updates.confirm(head)
        return not failed

    async def _post(self, hook: Hook, update: JSON) -> str:
        """What went wrong, else nothing."""
        headers = {SECRET_HEADER: hook.secret_token} if hook.secret_token else {}
        try:
            answer = await self._http.post(hook.url, json=update, headers=headers)
        except httpx.ConnectError:
            return "Connection refused"
        except httpx.TransportError as error:
            return str(error) or type(error).__name__
        if answer.is_success:
            return ""
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
