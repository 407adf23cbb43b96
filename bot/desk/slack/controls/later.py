"""Work that must not hold up an acknowledgement, and that may be lost: a word to somebody, a filled-in modal."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)

LIMIT = 200  # at once; more means that Slack hangs, and then nobody reads them anyway


class Later:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, what: str, work: Coroutine[Any, Any, Any]) -> None:
        if len(self._tasks) >= LIMIT:
            work.close()
            log.warning("too much to do beside, left out", extra={"what": what})
            return
        task = asyncio.create_task(self._run(what, work), name=what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        while self._tasks:
            await asyncio.wait(list(self._tasks))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.idle()

    async def _run(self, what: str, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except Exception:  # it is a courtesy: what counts was stored before
            log.warning("could not be done", extra={"what": what}, exc_info=True)
