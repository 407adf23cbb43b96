"""The visitor's own copy of the conversation: a page for whoever sends the visitor's session token."""

import asyncio
from typing import Protocol
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.channels.rate_limits import RateLimit
from bot.channels.widget_session import CHANNEL
from bot.channels.widget_tokens import Tokens
from bot.conversations.transcript_page import POLICY
from bot.web.clients import Clients

PATH = "/widget/transcript"
BODY_LIMIT = 2000  # bytes
BODY_SECONDS = 5.0
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


class Copies(Protocol):
    async def of(self, channel: str, address: str) -> str | None:
        """The page; None when nothing was said."""


def transcript_route(copies: Copies, tokens: Tokens, clients: Clients, limit: RateLimit) -> Route:
    """The token comes in a form's body: addresses are kept in histories and logs."""

    async def endpoint(request: Request) -> Response:
        if wait := limit.take(clients.network(request)):
            raise HTTPException(429, "Please wait a moment.", {"Retry-After": str(int(wait) + 1)})
        visitor = tokens.visitor(await _token(request))
        page = await copies.of(CHANNEL, visitor) if visitor else None
        if page is None:
            raise HTTPException(404, "There is no conversation to show here. Open it from the chat.")
        return HTMLResponse(page, headers=HEADERS)

    return Route(PATH, endpoint, methods=["POST"])


async def _token(request: Request) -> str | None:
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise HTTPException(413, "That is too long.")
    except (TimeoutError, ClientDisconnect):
        raise HTTPException(408, "The request did not come in time.") from None
    return parse_qs(body.decode(errors="replace")).get("token", [None])[0]
