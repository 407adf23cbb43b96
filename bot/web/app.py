"""The web application: everybody's routes under one roof, with the same headers and the same way to fail."""

import logging
from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot.channels.widget import Widget
from bot.web.clients import Clients
from bot.web.files import content_route, file_route
from bot.web.scripts import widget_script
from bot.web.security import SecurityHeaders
from bot.web.widget_socket import socket_route

log = logging.getLogger(__name__)

# Other sites load it, by a plain script tag or with the crossorigin attribute.
EMBEDDABLE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


class Lifespan(Protocol):
    def __call__(self, app: Starlette) -> AbstractAsyncContextManager[None]: ...


def build_web_app(routes: Sequence[BaseRoute], lifespan: Lifespan | None = None) -> Starlette:
    """`routes` come from `widget_routes`, `demo_routes`, `health_routes` and the desk."""
    return Starlette(
        routes=list(routes),
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={HTTPException: _told, Exception: _broken},
        lifespan=lifespan,
    )


def widget_routes(widget: Widget, clients: Clients, allowed_origins: Collection[str]) -> list[BaseRoute]:
    return [
        socket_route(widget, clients, frozenset(allowed_origins)),
        content_route("/widget.js", widget_script(), "text/javascript", EMBEDDABLE),
    ]


def demo_routes() -> list[BaseRoute]:
    """The demo shop page at `/`."""
    return [
        file_route("/", "demo/demo.html"),
        file_route("/demo.css", "demo/demo.css"),
        file_route("/demo.js", "demo/demo.js"),
    ]


async def _told(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as registered above
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)


async def _broken(request: Request, error: Exception) -> Response:
    log.error("a request failed: %s %s", request.method, request.url.path, exc_info=error)
    return JSONResponse({"error": "Something went wrong here; it is in the log."}, 500)
