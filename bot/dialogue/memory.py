"""What Rasa remembers of a conversation in its trackers: read out, and forgotten."""

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.conversations.errors import ChannelBusy
from bot.conversations.tickets import Chore

AGAIN = 30.0  # seconds until the next try
LIMITS = aiohttp.ClientTimeout(total=30, connect=5)


class RasaMemory:
    """Implements the core's DeskScreen, for erasures. Every process is asked: their list may have changed."""

    def __init__(self, urls: Sequence[str], client: aiohttp.ClientSession) -> None:
        self._urls = [url.rstrip("/") for url in urls]
        self._client = client

    async def show(self, chore: Chore) -> None:
        """Raises ChannelBusy when one of the processes could not be asked."""
        await asyncio.gather(*(self._ask(url, "forget", chore.subject) for url in self._urls))

    async def recall(self, conversation_id: int) -> Mapping[str, Sequence[Any]]:
        """Events by session. Raises ChannelBusy."""
        answers = await asyncio.gather(*(self._ask(url, "recall", conversation_id) for url in self._urls))
        return {session: events for answer in answers for session, events in answer["sessions"].items()}

    async def _ask(self, url: str, what: str, conversation_id: int) -> Any:
        address = f"{url}/webhooks/shopdesk/{what}"
        body = {"conversation": str(conversation_id)}
        try:
            async with self._client.post(address, json=body, timeout=LIMITS) as response:
                if response.status != HTTPStatus.OK:
                    raise ChannelBusy(AGAIN)
                return await response.json()
        except (TimeoutError, aiohttp.ClientError) as error:
            raise ChannelBusy(AGAIN) from error
