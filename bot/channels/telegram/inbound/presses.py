"""What a customer sees of a press: Telegram stops waiting, and the button is marked and no longer offered."""

import asyncio

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.ids import PRESSED
from bot.channels.telegram.inbound.arrivals import Pressed
from bot.channels.telegram.pace import Pacer
from bot.conversations.ports import Wording

MARK = "✓ "
PATIENCE = 5.0  # seconds; the query is void soon anyway
TRIES, PAUSE = 20, 0.1


class Presses:
    def __init__(self, bot: Bot, pacer: Pacer, wording: Wording) -> None:
        self._bot = bot
        self._pacer = pacer
        self._wording = wording

    async def acknowledge(self, press: Pressed) -> None:
        """Once the press is stored; a press that is none of ours is told so."""
        known = press.inbound is not None or press.again
        text = None if known else self._wording.say(press.language, "telegram_old_button")
        await self._bot.answer_callback_query(press.query, text=text, read_timeout=PATIENCE)
        if press.inbound and press.message and press.title and await self._may(str(press.chat)):
            await self._bot.edit_message_reply_markup(
                chat_id=press.chat, message_id=press.message, reply_markup=_marked(press.title)
            )

    async def _may(self, chat: str) -> bool:
        """The shop's lines go first; a mark that would come late is left out."""
        for _ in range(TRIES):
            if self._pacer.may(chat):
                return True
            await asyncio.sleep(PAUSE)
        return False


def _marked(title: str) -> InlineKeyboardMarkup:
    """Only the pressed button stays; pressing it again does nothing."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(MARK + title, callback_data=PRESSED)]])
