"""An endpoint of the control API: JSON in (or the query), JSON out, what cannot be done is told."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram.refusals import Refused
from tests.fakes.telegram.shapes import JSON

# Takes the body (or the query) and what stands in the path.
Handler = Callable[[JSON, dict[str, Any]], Any | Awaitable[Any]]


def endpoint(method: str, path: str, handler: Handler) -> Route:
    async def answer(request: Request) -> Response:
        raw = await request.body()
        try:
            result = handler(await request.json() if raw else dict(request.query_params), request.path_params)
            if isinstance(result, Awaitable):
                result = await result
        except Refused as refusal:
            return JSONResponse(refusal.body(), refusal.code)
        except (KeyError, TypeError, ValueError) as error:
            return JSONResponse({"description": f"{type(error).__name__}: {error}"}, 400)
        return result if isinstance(result, Response) else JSONResponse(result)

    return Route(path, answer, methods=[method])
