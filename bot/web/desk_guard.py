"""Stands before every route of the desk: who may reach it, and from which page it may be told to act."""

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.desk.door import CLOSED, Door
from bot.web.clients import Clients
from bot.web.origins import from_here

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
        if acts and not from_here(connection.headers):
            return JSONResponse({"error": "This was sent from another page than the desk's."}, 403)
        return None
