"""The port that bots call; shut, it refuses connections as a machine without a network does."""

import asyncio
import socket

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.fakes.telegram.connections import Connections

HOST = "127.0.0.1"


class Door:
    def __init__(self, server: uvicorn.Server, port: int) -> None:
        self._server = server
        self._connections = Connections(server)
        self._listening: asyncio.Server | None = None
        # Never listens: it only keeps the port for us while the door is shut.
        self._reserved = bound(port)
        self.port = int(self._reserved.getsockname()[1])

    async def open(self) -> None:
        if self._listening is None:
            loop = asyncio.get_running_loop()
            self._listening = await loop.create_server(self._protocol, sock=bound(self.port), backlog=1024)

    def shut(self) -> None:
        """Also drops the connections that are open."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        self._connections.drop_all(self.port)

    def remove(self) -> None:
        self.shut()
        self._reserved.close()

    def _protocol(self) -> asyncio.Protocol:
        server = self._server
        return H11Protocol(server.config, server.server_state, server.lifespan.state)


def bound(port: int) -> socket.socket:
    """On a free port for 0."""
    # With the protocol named asyncio turns Nagle's algorithm off; else small answers wait 40 ms.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((HOST, port))
    return made
