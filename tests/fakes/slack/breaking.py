"""Breaking connections off without an answer, as a network does."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.fakes.slack.simulation import Simulation

ALWAYS_THERE = ("/_control/", "/_page/")  # these answer also while Slack is out


class BrokenOff(Response):
    """In place of an answer: the call may have been carried out, its caller will never know."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await break_off(scope, receive)


class Outages:
    """While Slack is out every connection is broken off, except those of the page and of the control API."""

    def __init__(self, app: ASGIApp, slack: Simulation) -> None:
        self._app, self._slack = app, slack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn's protocol object behind `send` is the only way to the transport; ASGI has no word for it.
        scope["transport"] = send.__self__.transport  # type: ignore[attr-defined]
        path = scope["path"]
        if self._slack.faults.out and path != "/" and not path.startswith(ALWAYS_THERE):
            await break_off(scope, receive)
        else:
            await self._app(scope, receive, send)


async def break_off(scope: Scope, receive: Receive) -> None:
    scope["transport"].abort()
    while not (await receive())["type"].endswith("disconnect"):
        pass
