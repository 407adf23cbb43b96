"""The bot's commands and its description, as Telegram shows them, in each language."""

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from bot.channels.telegram.inbound.wishes import COMMANDS
from bot.conversations.ports import Wording
from bot.conversations.tags import ALSO, FALLBACK

SCOPE = BotCommandScopeAllPrivateChats()
LETTERS = 2


class Menu:
    def __init__(self, bot: Bot, wording: Wording) -> None:
        self._bot = bot
        self._wording = wording

    async def bring_up_to_date(self) -> None:
        """Only what differs is written: Telegram allows few such changes."""
        for code in (None, *self._codes()):  # without a code: for everybody else
            await self._commands(code)
            await self._descriptions(code)

    def _codes(self) -> list[str]:
        """Telegram knows languages by two letters."""
        spoken = [code for code in self._wording.languages if len(code) == LETTERS and code != FALLBACK]
        return [*spoken, *ALSO]

    async def _commands(self, code: str | None) -> None:
        wanted = tuple(BotCommand(name, self._say(code, name)) for name in COMMANDS)
        if await self._bot.get_my_commands(SCOPE, code) != wanted:
            await self._bot.set_my_commands(wanted, SCOPE, code)

    async def _descriptions(self, code: str | None) -> None:
        long, short = self._say(code, "description"), self._say(code, "about")
        if (await self._bot.get_my_description(code)).description != long:
            await self._bot.set_my_description(long, code)
        if (await self._bot.get_my_short_description(code)).short_description != short:
            await self._bot.set_my_short_description(short, code)

    def _say(self, code: str | None, key: str) -> str:
        return self._wording.say(code or FALLBACK, f"telegram_{key}")
