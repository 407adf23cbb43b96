"""Groups and channels: the bot says that it talks in private only, at most once an hour in each."""

import time
from collections.abc import Callable

from telegram import Bot

from bot.conversations.ports import Wording

PAUSE = 3600.0


class Groups:
    """Nothing of a group is stored, so the hour is counted by this process."""

    def __init__(self, bot: Bot, wording: Wording, now: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._wording = wording
        self._now = now
        self._told: dict[int, float] = {}

    async def refuse(self, chat: int, language: str) -> None:
        now = self._now()
        self._told = {known: at for known, at in self._told.items() if now - at < PAUSE}
        if chat in self._told:
            return
        self._told[chat] = now
        await self._bot.send_message(chat, self._wording.say(language, "telegram_group"))
