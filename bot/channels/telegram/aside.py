"""Small courtesies that nobody waits for and that may fail: the customer's messages never depend on them."""

import asyncio
import logging
from collections.abc import Coroutine

from telegram.error import TelegramError

from bot.channels.telegram.faults import in_words

log = logging.getLogger(__name__)

MOST = 200  # at once; more are left out


class Aside:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[None, None, None]) -> None:
        if len(self._tasks) >= MOST:
            work.close()
            return
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait until all that was begun is done."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.settle()


async def _quietly(work: Coroutine[None, None, None]) -> None:
    try:
        await work
    except TelegramError as error:
        log.info("left out on Telegram: %s", in_words(error))
    except Exception:
        log.exception("a courtesy on Telegram failed")
