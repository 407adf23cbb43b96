"""The "is typing" sign while a turn runs."""

import asyncio

from telegram import Bot
from telegram.constants import ChatAction

from bot.channels.telegram.aside import Aside
from bot.channels.telegram.ids import CHANNEL
from bot.channels.telegram.pace import Pacer
from bot.conversations.live import Hint, Live, address_key

PATIENCE = 0.4  # seconds; an answer that is there sooner needs no sign
AGAIN = 4.0  # Telegram shows the sign for five
MOST_TIMES = 8  # a turn that takes longer has failed
PREFIX = address_key(CHANNEL, "")


class Activity:
    """Best effort: a sign that does not get through is no harm."""

    def __init__(self, bot: Bot, live: Live, pacer: Pacer, aside: Aside) -> None:
        self._bot = bot
        self._live = live
        self._pacer = pacer
        self._aside = aside
        self._busy: dict[str, asyncio.Event] = {}  # set when the turn of that address is over

    async def run(self) -> None:
        """Listen until cancelled."""
        with self._live.listen(self._heard):
            await asyncio.Event().wait()

    def _heard(self, key: str, hint: Hint) -> None:
        if not key.startswith(PREFIX):
            return
        address = key.removeprefix(PREFIX)
        if hint is Hint.TYPING and address not in self._busy:
            over = self._busy[address] = asyncio.Event()
            self._aside.start(self._show(address, over))
        elif hint is Hint.IDLE and address in self._busy:
            self._busy.pop(address).set()

    async def _show(self, address: str, over: asyncio.Event) -> None:
        pause = PATIENCE
        for _ in range(MOST_TIMES):
            try:
                await asyncio.wait_for(over.wait(), pause)
            except TimeoutError:
                pause = AGAIN
                if self._pacer.may(address):
                    await self._bot.send_chat_action(int(address), ChatAction.TYPING)
            else:
                return
