"""Where Telegram and Slack bring what happened there, for shops that have a public address."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

LARGEST = 1_000_000  # bytes

TelegramTake = Callable[[Mapping[str, str], bytes], Awaitable[int]]
SlackTake = Callable[[Mapping[str, str], bytes], Awaitable[tuple[int, Mapping[str, str], str]]]


def telegram_route(take: TelegramTake) -> Route:
    async def endpoint(request: Request) -> Response:
        body = await _body(request)
        return _too_large() if body is None else Response(status_code=await take(request.headers, body))

    return Route("/telegram", endpoint, methods=["POST"])


def slack_route(take: SlackTake) -> Route:
    async def endpoint(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _too_large()
        status, headers, answer = await take(request.headers, body)
        return Response(answer, status, headers)

    return Route("/slack", endpoint, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """None when it is larger than anything these platforms send."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > LARGEST:
                return None
            parts.append(part)
    except ClientDisconnect:
        return b""
    return b"".join(parts)


def _too_large() -> Response:
    return PlainTextResponse("Too large.", 413)
