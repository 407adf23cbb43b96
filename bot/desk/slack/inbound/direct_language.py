"""In which language staff ask the bot: the one their Slack speaks."""

import asyncio
import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import DeliveryError
from bot.desk.slack.api.faults import read

log = logging.getLogger(__name__)

FALLBACK = "en"
WAIT = 1.0  # seconds; an acknowledgement may wait for this
REMEMBERED = 10_000


class Languages:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: dict[str, str] = {}

    async def of(self, user: str) -> str:
        """As Slack calls it; never fails."""
        if user not in self._known:
            locale = await self._locale(user)
            if locale is None:
                return FALLBACK
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[user] = locale
        return self._known[user]

    async def _locale(self, user: str) -> str | None:
        try:
            async with asyncio.timeout(WAIT):
                answer = await read(self._client.users_info(user=user, include_locale=True))
        except (DeliveryError, TimeoutError) as error:
            log.warning("a colleague's language could not be read: %s", error)
            return None
        return str((answer.get("user") or {}).get("locale") or FALLBACK)
