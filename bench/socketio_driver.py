"""Customers of stock Rasa, over its Socket.IO channel: protocol 5 on a WebSocket, as much of it as a chat needs.

The client library in Rasa's environment does not work with the aiohttp there.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.customer import NoAnswer, say_all
from bench.turn import Talk, Turn

PING, PONG, CONNECT, EVENT, ACK = "2", "3", "40", "42", "43"


class SocketIODriver:
    """Keeps the connections of customers who stay: a conversation lasts as long as its connection."""

    def __init__(self, port: int) -> None:
        self._url = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        self._kept = AsyncExitStack()
        self._lines: dict[str, SocketIOLine] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._kept.aclose()

    async def talk(self, talks: Sequence[Talk]) -> list[list[Turn]]:
        async with AsyncExitStack() as sockets:
            lines = [await self._line(sockets, talk) for talk in talks]
            return await asyncio.gather(
                *(say_all(line, talk.texts) for line, talk in zip(lines, talks, strict=True))
            )

    async def _line(self, sockets: AsyncExitStack, talk: Talk) -> "SocketIOLine":
        if not talk.stays:
            return await self._open(sockets)
        if talk.customer not in self._lines:
            self._lines[talk.customer] = await self._open(self._kept)
        return self._lines[talk.customer]

    async def _open(self, sockets: AsyncExitStack) -> "SocketIOLine":
        socket = await sockets.enter_async_context(connect(self._url, compression=None))
        await socket.recv()  # the transport's side of the handshake
        await socket.send(CONNECT)
        await socket.recv()
        line = SocketIOLine(socket)
        listening = asyncio.create_task(line.listen())
        sockets.callback(listening.cancel)
        return line


class SocketIOLine:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._asked = 0
        self._heard = 0.0  # when the last line came
        self._over: asyncio.Future[None] | None = None

    async def listen(self) -> None:
        """Answers pings for as long as the connection lasts, also between messages."""
        try:
            async for packet in self._socket:
                if packet == PING:
                    await self._socket.send(PONG)
                elif str(packet).startswith(EVENT):
                    self._heard = time.monotonic()
                elif str(packet).startswith(f"{ACK}{self._asked}[") and self._over:
                    self._over.set_result(None)
        finally:
            if self._over and not self._over.done():
                self._over.set_exception(NoAnswer("connection lost"))

    async def ask(self, text: str) -> float:
        """The acknowledgement says that the turn is over; what counts is the last line before it."""
        self._asked += 1
        self._heard = 0.0
        self._over = asyncio.get_running_loop().create_future()
        try:
            await self._socket.send(f"{EVENT}{self._asked}{json.dumps(['user_uttered', {'message': text}])}")
        except ConnectionClosed as closed:
            raise NoAnswer("connection lost") from closed
        await self._over
        if not self._heard:
            raise NoAnswer("empty answer")
        return self._heard
