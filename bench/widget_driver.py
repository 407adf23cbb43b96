"""Customers of the gateway, over the widget's WebSocket."""

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.customer import NoAnswer, say_all
from bench.turn import Talk, Turn


class WidgetDriver:
    def __init__(self, port: int) -> None:
        self._url = f"ws://127.0.0.1:{port}/widget/socket"
        self._tokens: dict[str, str] = {}  # what keeps a customer in the same conversation

    async def talk(self, talks: Sequence[Talk]) -> list[list[Turn]]:
        async with AsyncExitStack() as sockets:
            pages = [await self._open(sockets, talk.customer) for talk in talks]
            return await asyncio.gather(
                *(say_all(page, talk.texts) for page, talk in zip(pages, talks, strict=True))
            )

    async def _open(self, sockets: AsyncExitStack, customer: str) -> "Page":
        socket = await sockets.enter_async_context(connect(self._url, compression=None))
        hello = {"type": "hello", "token": self._tokens.get(customer), "after": None, "language": "en"}
        await socket.send(json.dumps(hello))
        self._tokens[customer] = json.loads(await socket.recv())["token"]
        return Page(socket)


class Page:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def ask(self, text: str) -> float:
        """All lines of an answer come in one go, so a ping sent at the first is answered behind the last."""
        said, answered = uuid4().hex, 0.0
        try:
            await self._send({"type": "say", "id": said, "text": text})
            async for raw in self._socket:
                frame = json.loads(raw)
                if frame["type"] == "message" and frame["from"] != "customer":
                    if not answered:
                        await self._send({"type": "ping"})
                    answered = time.monotonic()
                elif frame["type"] == "pong" and answered:
                    return answered
                _check(frame)
        except ConnectionClosed as closed:
            raise NoAnswer("connection lost") from closed
        raise NoAnswer("connection lost")

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._socket.send(json.dumps(frame))


def _check(frame: dict[str, Any]) -> None:
    if frame["type"] == "error":
        raise NoAnswer(f"refused: {frame['code']}")
    if frame["type"] == "state" and frame["handling"] != "bot":
        raise NoAnswer("passed to a person")
