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
        try:
            body = await _body(request)
        except _Refused as refused:
            return refused.response
        return Response(status_code=await take(request.headers, body))

    return Route("/telegram", endpoint, methods=["POST"])


def slack_route(take: SlackTake) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            body = await _body(request)
        except _Refused as refused:
            return refused.response
        status, headers, answer = await take(request.headers, body)
        return Response(answer, status, headers)

    return Route("/slack", endpoint, methods=["POST"])


class _Refused(Exception):
    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.response = PlainTextResponse(text, status)


async def _body(request: Request) -> bytes:
    """Raises _Refused."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > LARGEST:
                raise _Refused(413, "Too large.")
            parts.append(part)
    except ClientDisconnect:
        raise _Refused(400, "The body broke off.") from None  # nobody hears it, and it will come again
    return b"".join(parts)
