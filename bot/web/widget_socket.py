"""The widget's WebSocket: origin check, frames in and out with time limits."""

import asyncio
from collections.abc import Collection

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channels.widget import Widget
from bot.channels.widget_session import TRY_LATER, Closing, Gone
from bot.web.clients import Clients
from bot.web.origins import from_here

SEND_SECONDS = 20.0  # a page that does not read for so long is dropped


class StarletteSocket:
    """A Starlette WebSocket in the words of the widget's adapter."""

    def __init__(self, socket: WebSocket, send_seconds: float = SEND_SECONDS) -> None:
        self._socket = socket
        self._send_seconds = send_seconds

    async def receive(self) -> str:
        message = await self._socket.receive()
        if message["type"] != "websocket.receive":
            raise Gone
        return message.get("text") or ""  # binary frames are not part of the protocol: unreadable

    async def send(self, text: str) -> None:
        try:
            async with asyncio.timeout(self._send_seconds):
                await self._socket.send_text(text)
        except TimeoutError:
            raise Closing(TRY_LATER) from None
        except (WebSocketDisconnect, OSError):
            raise Gone from None

    async def close(self, code: int) -> None:
        try:
            async with asyncio.timeout(1):
                await self._socket.close(code)
        except (TimeoutError, WebSocketDisconnect, OSError, RuntimeError):
            raise Gone from None


def socket_route(widget: Widget, clients: Clients, allowed_origins: Collection[str]) -> WebSocketRoute:
    async def endpoint(socket: WebSocket) -> None:
        if not origin_allowed(socket, allowed_origins):
            await socket.close()  # before accept: the handshake is answered 403
            return
        await socket.accept()
        await widget.serve(StarletteSocket(socket), clients.network(socket))

    return WebSocketRoute("/widget/socket", endpoint, name="widget socket")


def origin_allowed(socket: WebSocket, allowed: Collection[str]) -> bool:
    """Browsers always say where a page comes from; what says nothing is no page and has no cookie to misuse."""
    origin = socket.headers.get("origin")
    return origin is None or origin in allowed or from_here(socket.headers)
