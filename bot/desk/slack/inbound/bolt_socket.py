"""Socket Mode, supervised: one connection that is made anew when the SDK's own attempts lead nowhere."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)
sdk_log = logging.getLogger(f"{__name__}.sdk")
sdk_log.setLevel(
    logging.CRITICAL
)  # each failed try is a traceback there, with an address that lets anybody in

PING = 5.0  # seconds between pings; the SDK gives a connection up after four of them
WATCH = 1.0  # seconds between looks at the connection
PATIENCE = 20.0  # seconds without a connection until a fresh one is made
BACK_OFF = 5.0  # seconds before the next try


class Socket:
    """`connected` is called on each hello of Slack: at the start, and after each change of the connection."""

    def __init__(
        self,
        app: AsyncApp,
        client: AsyncWebClient,
        app_token: str,
        connected: Callable[[], None],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._app = app
        self._client = client
        self._app_token = app_token
        self._connected = connected
        self._patience = patience

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._one_life()
            except Exception:  # the network, or Slack: try again, for ever
                log.warning("Slack's socket failed", exc_info=True)
            await asyncio.sleep(min(BACK_OFF, self._patience))

    async def _one_life(self) -> None:
        """Returns when the connection was away for too long.

        The SDK connects again by itself, but to the address it was given once, and that runs out.
        """
        handler = AsyncSocketModeHandler(
            self._app, self._app_token, logger=sdk_log, web_client=self._client, ping_interval=PING
        )
        handler.client.message_listeners.append(self._heard)
        connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]
        try:
            away = 0.0
            while away < self._patience:
                await asyncio.sleep(WATCH)
                if connecting.done():
                    connecting.result()
                away = 0.0 if await handler.client.is_connected() else away + WATCH
            log.warning("Slack's socket is away; connecting afresh")
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await handler.client.close()  # type: ignore[no-untyped-call]

    async def _heard(self, _client: Any, message: Mapping[str, Any], _raw: str | None = None) -> None:
        if message.get("type") == "hello":
            self._connected()
