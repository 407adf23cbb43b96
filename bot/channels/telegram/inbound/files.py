"""Files that customers sent, fetched from Telegram; their addresses hold the bot's token and never leave here."""

import httpx
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.faults import UNREACHABLE, meaning
from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown

TIMEOUT = httpx.Timeout(10.0, read=30.0)


class TelegramFiles:
    """Implements the core's FileSource."""

    def __init__(self, bot: Bot, client: httpx.AsyncClient) -> None:
        self._bot = bot
        self._client = client

    async def fetch(self, ref: str, limit: int) -> bytes:
        address = await self._address(ref, limit)
        try:
            return await self._download(address, limit)
        except httpx.HTTPError as error:
            # `from None`: such an error may name the address.
            raise ChannelBusy(UNREACHABLE) from (None if str(error) else error)

    async def _address(self, ref: str, limit: int) -> str:
        try:
            file = await self._bot.get_file(ref)
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise ChannelRefused("the file is larger than Telegram gives to bots (20 MB)") from error
            raise ChannelRefused(error.message) from error
        except TelegramError as error:
            fault = meaning(error)
            raise ChannelBusy(UNREACHABLE) if isinstance(fault, ChannelUnknown) else fault from error
        if file.file_size and file.file_size > limit:
            raise ChannelRefused(f"the file is larger than {limit} bytes")
        if not file.file_path or not file.file_path.startswith("http"):
            raise ChannelRefused("Telegram gives no address for the file")
        return file.file_path

    async def _download(self, address: str, limit: int) -> bytes:
        content = bytearray()
        async with self._client.stream("GET", address, timeout=TIMEOUT) as answer:
            if answer.status_code >= 500 or answer.status_code == 429:
                raise ChannelBusy(UNREACHABLE)
            if answer.status_code != 200:
                raise ChannelRefused(f"Telegram no longer has the file ({answer.status_code})")
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > limit:
                    raise ChannelRefused(f"the file is larger than {limit} bytes")
        return bytes(content)
