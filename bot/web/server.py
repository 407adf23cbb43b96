"""The HTTP server: uvicorn, with a limit on everything a client could hold open or make large."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# Why not granian: it takes 64 MiB in one WebSocket message before the application sees
# it, with no setting for less (a minute of one address's sockets could fill the memory), and leaves sockets open
# at a stop. What uvicorn lacks, a time limit on request heads, is a few lines below.

# A frame beyond 16 KB is answered with a reason; beyond this it is not even read.
FRAME_BYTES = 64 * 1024
HEADER_BYTES = 16 * 1024
HEADER_SECONDS = 10.0
STOP_SECONDS = 5
BACKLOG = 1024


class HttpProtocol(H11Protocol):
    """Drops connections that have not sent a whole request head in time; uvicorn waits for ever."""

    header_seconds = HEADER_SECONDS
    _deadline: asyncio.TimerHandle | None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._deadline = self.loop.call_later(self.header_seconds, transport.abort)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_deadline()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.header_seconds, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_deadline()
        super().connection_lost(exc)

    def _stop_deadline(self) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None


class SocketProtocol(WebSocketsSansIOProtocol):
    """Drops a peer that answers no ping, or does not take our close, with what is still unsent to it."""

    def keepalive_timeout(self) -> None:
        self.transport.abort()

    def send_receive_event_to_app(self) -> None:
        """Closes on text that is not UTF-8; uvicorn would put a traceback into the log for each."""
        if self.curr_msg_data_type == "bytes" or self.close_sent or _is_text(b"".join(self.frames)):
            super().send_receive_event_to_app()
            return
        self.frames = []
        self.conn.send_close(1007)
        self.handle_parser_exception()


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # the composition root decides when to stop


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Serve inside the block; gives the port, which is a free one for 0. Raises OSError when it is taken."""
    listener = _listen(host, port)
    config = uvicorn.Config(
        app,
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_max_size=FRAME_BYTES,
        ws_ping_interval=25,
        ws_ping_timeout=20,
        ws_per_message_deflate=False,  # four times the memory for an idle socket
        h11_max_incomplete_event_size=HEADER_BYTES,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=STOP_SECONDS,
        proxy_headers=False,  # bot.web.clients decides whom to believe
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="on",
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="web server")
    try:
        await _started(server, task)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def serve(app: ASGIApp, host: str, port: int) -> None:
    """Serve until cancelled, then close every socket with 1012 and finish what is under way."""
    async with serving(app, host, port):
        await asyncio.Event().wait()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named; else small answers wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


async def _started(server: uvicorn.Server, task: asyncio.Task[None]) -> None:
    while not server.started:
        if task.done():
            await task
            raise RuntimeError("the web server did not start; the log says why")
        await asyncio.sleep(0.01)
