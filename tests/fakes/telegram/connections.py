"""Answers that are no answers: the connection is dropped."""

import asyncio

import uvicorn
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol


class Connections:
    """The open connections of the server that runs this fake."""

    def __init__(self, server: uvicorn.Server) -> None:
        self._state = server.server_state

    def drop(self, client: tuple[str, int]) -> None:
        for transport, peer, _ in self._open():
            if peer == client:
                transport.abort()

    def drop_all(self, port: int) -> None:
        """All that came in by this port."""
        for transport, _, own in self._open():
            if own and own[1] == port:
                transport.abort()

    def _open(self) -> list[tuple[asyncio.Transport, object, tuple[str, int | None] | None]]:
        protocols = [it for it in self._state.connections if isinstance(it, H11Protocol)]
        return [(it.transport, it.client, it.server) for it in protocols]


class Dropped(Response):
    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._connections.drop(tuple(scope["client"]))
        while (await receive())["type"] != "http.disconnect":
            pass
