"""Socket Mode: the app's connections, the envelopes on them, and their acknowledgements."""

import asyncio
import contextlib
import itertools
import json
import secrets
import uuid
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from tests.fakes.slack.delivery import Parcel
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.identities import APP

CONNECTIONS = 10
_DEBUG = {"host": "applink-simulated", "build_number": 1, "approximate_connection_time": 18_060}


class SocketMode:
    def __init__(self) -> None:
        self.sockets: list[WebSocket] = []
        self._tickets: set[str] = set()
        self._sent: dict[str, Parcel] = {}
        self._turn = itertools.count()
        self._closing: set[asyncio.Task[None]] = set()

    def ticket(self) -> str:
        """Good for one connection."""
        if len(self.sockets) >= CONNECTIONS:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return ticket

    def open(self) -> bool:
        return bool(self.sockets)

    async def serve(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(4403)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        self.sockets.append(socket)
        try:
            await socket.send_json(self._hello())
            while True:
                self._acknowledge(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):  # RuntimeError: we closed it ourselves meanwhile
            pass
        finally:
            self._forget(socket)

    async def send(self, parcel: Parcel, attempt: int, reason: str) -> None:
        socket = self.sockets[next(self._turn) % len(self.sockets)]
        envelope = uuid.uuid4().hex
        self._sent[envelope] = parcel
        message: dict[str, Any] = {
            "envelope_id": envelope,
            "type": parcel.kind,
            "accepts_response_payload": parcel.kind != "events_api",
            "payload": parcel.payload,
        }
        if parcel.retried:
            message |= {"retry_attempt": attempt, "retry_reason": reason}
        try:
            await socket.send_json(message)
        except (WebSocketDisconnect, RuntimeError):
            self._forget(socket)

    async def announce_end(self, reason: str) -> None:
        """`warning`: the connections will end soon; `refresh_requested`: they end now, get new ones."""
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": _DEBUG})

    def close(self) -> None:
        """End every connection without a word before."""
        sockets, self.sockets = self.sockets, []
        for socket in sockets:
            if socket.application_state is WebSocketState.CONNECTED:
                task = asyncio.create_task(_close(socket))
                self._closing.add(task)  # the client may take its time to agree
                task.add_done_callback(self._closing.discard)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.sockets),
            "debug_info": _DEBUG,
            "connection_info": {"app_id": APP},
        }

    def _acknowledge(self, text: str) -> None:
        answer = json.loads(text)
        parcel = self._sent.pop(answer.get("envelope_id", ""), None)
        if parcel is not None:
            parcel.accept(answer.get("payload") or {})

    def _forget(self, socket: WebSocket) -> None:
        if socket in self.sockets:
            self.sockets.remove(socket)


async def _close(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.close(1001)
