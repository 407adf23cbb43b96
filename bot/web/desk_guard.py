"""Stands before every route of the desk: who may reach it, and from which page it may be told to act."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.desk.door import CLOSED, Door
from bot.web.clients import Clients

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class DeskGuard:
    def __init__(self, app: ASGIApp, door: Door, clients: Clients) -> None:
        self._app = app
        self._door = door
        self._clients = clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(HTTPConnection(scope))
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})  # a 403 to the browser
        else:
            await refusal(scope, receive, send)

    def _refusal(self, connection: HTTPConnection) -> Response | None:
        host = connection.headers.get("host", "")
        if not self._door.lets_through(local=self._clients.is_local(connection), host=host):
            return PlainTextResponse(CLOSED, 403)
        acts = connection.scope["type"] == "websocket" or connection.scope["method"] not in SAFE
        if acts and not _own_page(connection.headers):
            return JSONResponse({"error": "This was sent from another page than the desk's."}, 403)
        return None


def _own_page(headers: Headers) -> bool:
    """Browsers name the sending page's origin in every POST and every socket; none of ours is without it."""
    host = headers.get("host", "").lower()
    return bool(host) and urlsplit(headers.get("origin", "")).netloc.lower() == host
