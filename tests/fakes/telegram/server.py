"""Starts and stops the fake: one port for bots, one for control that no fault touches."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Mount, Route

from tests.fakes.telegram.bot_api import BotApi
from tests.fakes.telegram.connections import Connections
from tests.fakes.telegram.door import HOST, Door, bound
from tests.fakes.telegram.outage import Outage
from tests.fakes.telegram.polling import CLOSED
from tests.fakes.telegram.receiving import Server
from tests.fakes.telegram.steering import routes
from tests.fakes.telegram.world import TOKEN, World

PAGE = Path(__file__).with_name("page.html")


@dataclass(frozen=True, slots=True)
class Running:
    """`url` is what the bot is told; `control_url` answers also while Telegram is out."""

    world: World
    port: int
    control_port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def control_url(self) -> str:
        return f"http://{HOST}:{self.control_port}"

    @property
    def base_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def token(self) -> str:
        return self.world.token


@contextlib.asynccontextmanager
async def fake_telegram(token: str = TOKEN, port: int = 0) -> AsyncIterator[Running]:
    """Runs inside the block, on a free port for 0."""
    world, app = World(token), Starlette()
    server = Server(
        uvicorn.Config(
            app, http="h11", log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
    )
    door, control = Door(server, port), bound(0)
    _furnish(app, world, server, door)
    control.listen(128)
    task = asyncio.create_task(server.serve(sockets=[control]), name="fake Telegram")
    delivering = asyncio.create_task(world.webhook.run(), name="fake Telegram's webhook")
    try:
        while not server.started:
            await asyncio.sleep(0.005)
        await door.open()
        yield Running(world, door.port, control.getsockname()[1])
    finally:
        world.polling.end(CLOSED)
        delivering.cancel()
        door.remove()
        server.should_exit = True
        await task
        with contextlib.suppress(asyncio.CancelledError):
            await delivering


def _furnish(app: Starlette, world: World, server: uvicorn.Server, door: Door) -> None:
    api = BotApi(world, Connections(server))
    app.router.routes += [
        Route("/bot{token}/{method}", api.call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", api.download),
        Route("/", _page),
        Mount("/_control", routes=routes(world, Outage(door, world.faults))),
    ]


async def _page(request: Request) -> FileResponse:
    return FileResponse(PAGE)
