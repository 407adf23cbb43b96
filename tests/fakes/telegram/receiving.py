"""A small server for what a fake brings to a bot's own address."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from tests.fakes.telegram.door import HOST, bound


class Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # whoever runs us decides when to stop


@contextlib.asynccontextmanager
async def serving(*routes: Route) -> AsyncIterator[str]:
    """Inside the block; gives the address."""
    socket = bound(0)
    server = Server(
        uvicorn.Config(Starlette(routes=routes), log_config=None, access_log=False, lifespan="off")
    )
    task = asyncio.create_task(server.serve(sockets=[socket]))
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        yield f"http://{HOST}:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
