"""Who staff are, by Slack's own names for them."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import DeliveryError
from bot.conversations.model import Agent
from bot.conversations.ports import Clock
from bot.desk.slack.api.faults import read
from bot.desk.slack.text.escape import clean, cut

log = logging.getLogger(__name__)

PREFIX = "slack:"
KEPT = timedelta(hours=6)  # a changed name is seen then
REMEMBERED = 10_000
NAME_LIMIT = 40
WAIT = 1.0  # seconds; an acknowledgement may wait for this


class People:
    def __init__(self, client: AsyncWebClient, clock: Clock, wait: float = WAIT) -> None:
        self._client = client
        self._clock = clock
        self._wait = wait
        self._known: dict[str, tuple[str, datetime]] = {}

    async def agent(self, user_id: str) -> Agent:
        """Never fails: who cannot be looked up now goes by their id."""
        return Agent(agent_id(user_id), await self.name(user_id))

    async def name(self, user_id: str) -> str:
        known = self._known.get(user_id)
        if known is not None and self._clock() - known[1] < KEPT:
            return known[0]
        name = await self._ask(user_id)
        if name is None:
            return known[0] if known else user_id
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[user_id] = (name, self._clock())
        return name

    async def _ask(self, user_id: str) -> str | None:
        try:
            async with asyncio.timeout(self._wait):
                answer = await read(self._client.users_info(user=user_id))
        except (DeliveryError, TimeoutError) as error:
            log.warning("a colleague's name could not be read: %s", error)
            return None
        return _shown_name(answer.get("user") or {})


def agent_id(user_id: str) -> str:
    return PREFIX + user_id


def user_id(agent: Agent | None) -> str | None:
    """The Slack user behind an agent; None for one of another desk."""
    return agent.id.removeprefix(PREFIX) if agent and agent.id.startswith(PREFIX) else None


def _shown_name(user: dict[str, Any]) -> str | None:
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    for name in names:
        if shown := " ".join(clean(str(name or "")).split()):
            return cut(shown, NAME_LIMIT)
    return None
