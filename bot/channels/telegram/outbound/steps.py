"""What must be asked of Telegram for one line of the log, step by step: a line broken off goes on where it was."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import zip_longest

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest

from bot.channels.telegram.outbound import progress
from bot.channels.telegram.outbound.keyboards import keyboard
from bot.channels.telegram.outbound.split import split
from bot.channels.telegram.outbound.uploads import FileBytes, send_file
from bot.conversations.messages import Delivery, Entry, File

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "not modified"
NOT_THERE = "not found"


@dataclass(frozen=True, slots=True)
class Step:
    """`act` gives the mark for the receipt. `repeatable`: doing it twice is the same as once."""

    act: Callable[[], Awaitable[str]]
    repeatable: bool = False


class Planner:
    def __init__(self, bot: Bot, files: FileBytes) -> None:
        self._bot = bot
        self._files = files

    def steps(self, delivery: Delivery) -> list[Step]:
        entry, chat = delivery.message.entry, int(delivery.address)
        if entry.corrects is None:
            return self._fresh(chat, delivery.message.id, entry)
        there = progress.read(delivery.original)
        if entry.withdrawn:
            return [self._delete(chat, message) for message in progress.messages(there)]
        return self._anew(chat, delivery.message.id, entry, there)

    def _fresh(self, chat: int, line: int, entry: Entry) -> list[Step]:
        parts, keys = split(entry.text), keyboard(line, entry.buttons)
        last = len(parts) - 1
        quiet = "rating" in entry.details  # it may be ignored, so it rings for nobody
        steps = [
            self._text(chat, part, keys if at == last else None, quiet=quiet) for at, part in enumerate(parts)
        ]
        if picture := entry.details.get("image"):
            steps.append(self._picture(chat, str(picture)))
        return steps + [self._file(chat, file) for file in entry.files]

    def _anew(self, chat: int, line: int, entry: Entry, there: list[str]) -> list[Step]:
        """The parts that stand there take the new words; what is too many goes, what is too few is added."""
        parts, keys = split(entry.text), keyboard(line, entry.buttons)
        steps = []
        for part, message in zip_longest(parts, progress.texts(there)):
            if message is None:
                steps.append(self._text(chat, part, keys))
            elif part is None:
                steps.append(self._delete(chat, message))
            else:
                steps.append(self._edit(chat, message, part, keys))
        return steps + [self._kept(mark) for mark in there if mark.startswith(progress.FILE)]

    def _text(self, chat: int, text: str, keys: InlineKeyboardMarkup | None, *, quiet: bool = False) -> Step:
        async def act() -> str:
            sent = await self._bot.send_message(
                chat,
                text,
                reply_markup=keys,
                link_preview_options=NO_PREVIEW,
                disable_notification=quiet or None,
            )
            return str(sent.message_id)

        return Step(act)

    def _edit(self, chat: int, message: int, text: str, keys: InlineKeyboardMarkup | None) -> Step:
        async def act() -> str:
            try:
                await self._bot.edit_message_text(
                    text, chat, message, reply_markup=keys, link_preview_options=NO_PREVIEW
                )
            except BadRequest as error:
                if UNCHANGED not in error.message.lower():
                    raise
            return str(message)

        return Step(act, repeatable=True)

    def _delete(self, chat: int, message: int) -> Step:
        async def act() -> str:
            try:
                await self._bot.delete_message(chat, message)
            except BadRequest as error:
                if NOT_THERE not in error.message.lower():
                    raise
            return progress.GONE

        return Step(act, repeatable=True)

    def _picture(self, chat: int, address: str) -> Step:
        async def act() -> str:
            sent = await self._bot.send_photo(chat, address)
            return f"{progress.FILE}{sent.message_id}"

        return Step(act)

    def _file(self, chat: int, file: File) -> Step:
        async def act() -> str:
            content = await self._files.content(file.key)
            sent = await send_file(self._bot, chat, file, content)
            return f"{progress.FILE}{sent.message_id}"

        return Step(act)

    def _kept(self, mark: str) -> Step:
        async def act() -> str:
            return mark

        return Step(act, repeatable=True)
