"""The fake Slack as a server: Web API, sockets, files, response URLs and the control API on one port."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from tests.fakes.slack import file_routes, web_api
from tests.fakes.slack.breaking import Outages
from tests.fakes.slack.control import SlackControl
from tests.fakes.slack.control_routes import control
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.identities import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.fakes.slack.page import page
from tests.fakes.slack.responses import respond
from tests.fakes.slack.simulation import Simulation


@dataclass(frozen=True, slots=True)
class FakeSlack:
    """A running fake: what an app is configured with, and the control of the other side."""

    url: str
    control: SlackControl
    simulation: Simulation
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET

    @property
    def api_url(self) -> str:
        """slack_sdk's `base_url`."""
        return f"{self.url}/api/"


def make_app(slack: Simulation) -> ASGIApp:
    async def api(request: Request) -> Response:
        return await web_api.call(slack, request)

    async def link(socket: WebSocket) -> None:
        await slack.sockets.serve(socket)

    async def response_url(request: Request) -> Response:
        return await _response_url(slack, request)

    async def upload(request: Request) -> Response:
        return await file_routes.upload(slack, request)

    async def download(request: Request) -> Response:
        return await file_routes.download(slack, request)

    async def controlled(request: Request) -> Response:
        return await control(slack, request)

    async def signin(request: Request) -> Response:
        return PlainTextResponse("<!DOCTYPE html>\n<title>Sign in</title>", media_type="text/html")

    routes = [
        Route("/api/{method}", api, methods=["GET", "POST"]),
        WebSocketRoute("/link/", link),
        Route("/response/{key}", response_url, methods=["POST"]),
        Route("/upload/{file}/{key}", upload, methods=["POST"]),
        Route("/files-pri/{file}/{name:path}", download),
        Route("/signin", signin),
        Route("/_control/{act}", controlled, methods=["POST"]),
        *page(slack),
    ]
    return Outages(Starlette(routes=routes), slack)


async def _response_url(slack: Simulation, request: Request) -> Response:
    try:
        respond(slack, request.path_params["key"], json.loads(await request.body() or b"{}"))
    except SlackError as error:
        status = 404 if error.code in {"used_url", "expired_url", "no_service"} else 400
        return JSONResponse({"ok": False, "error": error.code} | error.more, status)
    except ValueError:
        return PlainTextResponse("invalid_payload", 400)
    return PlainTextResponse("ok")


class _Server(uvicorn.Server):
    """Signals stay with whoever runs the event loop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def fake_slack(port: int = 0) -> AsyncIterator[FakeSlack]:
    """Run on a loopback port (0: any free one) until the block ends."""
    slack = Simulation()
    config = uvicorn.Config(
        make_app(slack),
        host="127.0.0.1",
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            task.result()
        await asyncio.sleep(0.01)
    slack.base_url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        async with SlackControl(slack.base_url) as driver:
            yield FakeSlack(slack.base_url, driver, slack)
    finally:
        slack.delivery.stop()
        slack.sockets.close()
        await slack.http.stop()
        server.should_exit = True
        await task
