"""The road to the action server: one kept connection, and less patience than the gateway has."""

from __future__ import annotations

from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

DEADLINE = 6.0  # seconds; an action has 5, the gateway waits 8 for the turn


class ActionServer(EndpointConfig):
    """Stock Rasa opens a connection for each action and waits up to 300 s."""

    _session: aiohttp.ClientSession | None = None

    async def request(self, *_: Any, json: Any = None, **__: Any) -> Any:
        """Raises aiohttp.ClientError (ClientResponseError for a refusal) or TimeoutError."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=DEADLINE)
            self._session = aiohttp.ClientSession(timeout=timeout)
        async with self._session.post(self.url, json=json) as response:
            if response.status >= 400:
                content = await response.read()
                raise ClientResponseError(response.status, str(response.reason), content)
            return await response.json()

    async def close(self) -> None:
        """Closes the kept connection."""
        if self._session is not None:
            await self._session.close()
