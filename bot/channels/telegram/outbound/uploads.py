"""A file of ours as the kind of message that shows it best."""

from typing import Protocol

from telegram import Bot, InputFile, Message
from telegram.error import BadRequest

from bot.conversations.messages import File, FileKind

PHOTO_LIMIT = 10_000_000  # bytes; larger pictures go as documents
UPLOAD_TIME = 60.0


class FileBytes(Protocol):
    """The core's files."""

    async def content(self, key: str) -> bytes:
        """Raises ChannelBusy while they are not here yet, ChannelRefused when they never will be."""


async def send_file(bot: Bot, chat: int, file: File, content: bytes) -> Message:
    upload = InputFile(content, filename=file.name, attach=False)
    match file.kind, file.media_type:
        case FileKind.PHOTO, "image/jpeg" | "image/png" if len(content) <= PHOTO_LIMIT:
            return await _photo(bot, chat, upload)
        case FileKind.VIDEO, "video/mp4":
            return await bot.send_video(chat, upload, write_timeout=UPLOAD_TIME)
        case FileKind.VOICE, "audio/ogg":
            return await bot.send_voice(chat, upload, write_timeout=UPLOAD_TIME)
        case FileKind.AUDIO, "audio/mpeg" | "audio/mp4":
            return await bot.send_audio(chat, upload, write_timeout=UPLOAD_TIME)
        case _:
            return await bot.send_document(chat, upload, write_timeout=UPLOAD_TIME)


async def _photo(bot: Bot, chat: int, upload: InputFile) -> Message:
    try:
        return await bot.send_photo(chat, upload, write_timeout=UPLOAD_TIME)
    except BadRequest as error:
        if "photo" not in error.message.lower() and "image" not in error.message.lower():
            raise
        return await bot.send_document(chat, upload, write_timeout=UPLOAD_TIME)  # too long, too wide, …
