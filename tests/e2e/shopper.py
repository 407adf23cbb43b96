"""A shopper's page without a browser: resends until acknowledged, resumes by cursor, notes all it is shown."""

import asyncio
import json
from contextlib import suppress
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

RETRY_SECONDS = 0.1
RESEND_SECONDS = 3.0  # without an acknowledgement


class Shopper:
    """`shown` is every line in the order it was shown; `acknowledged` the client ids that the shop took on."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._token: str | None = None
        self._cursor: dict[str, int] | None = None
        self._outbox: dict[str, str] = {}
        self._socket: ClientConnection | None = None
        self._changed = asyncio.Event()
        self.sent: list[str] = []
        self.acknowledged: set[str] = set()
        self.shown: list[dict[str, Any]] = []
        self.handling = "bot"
        self.connections = 0

    async def run(self) -> None:
        """Stay connected until cancelled."""
        while True:
            with suppress(OSError, ConnectionClosed, TimeoutError):
                async with connect(self._url, open_timeout=5, compression=None) as self._socket:
                    self.connections += 1
                    await self._converse(self._socket)
            self._socket = None
            await asyncio.sleep(RETRY_SECONDS)

    async def say(self, text: str, client_id: str | None = None) -> str:
        """Send; the id under which the message will be acknowledged. Lost connections do not matter."""
        client_id = client_id or uuid4().hex
        self._outbox[client_id] = text
        self.sent.append(client_id)
        if self._socket:
            with suppress(ConnectionClosed):
                await self._send_say(self._socket, client_id)
        return client_id

    async def until(self, condition: Any, within: float = 60) -> None:
        """Wait until `condition(self)` holds."""
        async with asyncio.timeout(within):
            while not condition(self):
                self._changed.clear()
                await self._changed.wait()

    @property
    def settled(self) -> bool:
        """Everything sent is acknowledged and shown."""
        return not self._outbox and set(self.sent) <= {line.get("client_id") for line in self.shown}

    @property
    def answered(self) -> int:
        """How many of the shop's lines were shown."""
        return sum(line["from"] != "customer" for line in self.shown)

    async def _converse(self, socket: ClientConnection) -> None:
        await socket.send(
            json.dumps({"type": "hello", "token": self._token, "after": self._cursor, "language": "en"})
        )
        resending = asyncio.create_task(self._resend(socket))
        try:
            async for raw in socket:
                self._take(json.loads(raw))
                self._changed.set()
        finally:
            resending.cancel()

    async def _resend(self, socket: ClientConnection) -> None:
        while True:
            for client_id in list(self._outbox):
                await self._send_say(socket, client_id)
            await asyncio.sleep(RESEND_SECONDS)

    async def _send_say(self, socket: ClientConnection, client_id: str) -> None:
        if client_id in self._outbox:
            frame = {"type": "say", "id": client_id, "text": self._outbox[client_id]}
            await socket.send(json.dumps(frame))

    def _take(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "welcome":
                self._token = frame["token"]
                self.handling = frame["handling"]
                for line in frame["messages"]:
                    self._show(line)
            case "message":
                self._show(frame)
            case "ack":
                self.acknowledged.add(frame["id"])
                self._outbox.pop(frame["id"], None)
            case "state":
                self.handling = frame["handling"]
            case "error":
                raise AssertionError(f"the shop refused: {frame}")

    def _show(self, line: dict[str, Any]) -> None:
        self.shown.append(line)
        self._cursor = {"conversation": line["conversation"], "seq": line["seq"]}
