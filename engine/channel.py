"""The only HTTP routes of the engine: turn, parse, recall, forget, health."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from engine.inbound import BadRequest, read_conversation, read_texts, read_turn
from engine.processor import TurnFailed
from engine.turns import Turns

log = logging.getLogger("engine.channel")

Handler = Callable[[Request], Awaitable[HTTPResponse]]


class ShopdeskChannel(InputChannel):
    """Converts HTTP to turns and back."""

    @classmethod
    def name(cls) -> str:
        """The prefix of the routes, under /webhooks/."""
        return "shopdesk"

    def blueprint(self, _: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Our routes; Rasa's own way in is not used, since it hides failures."""
        routes = Blueprint("shopdesk", strict_slashes=True)
        routes.add_route(_guarded(_turn), "/turn", methods=["POST"], name="turn")
        routes.add_route(_guarded(_parse), "/parse", methods=["POST"], name="parse")
        routes.add_route(_guarded(_recall), "/recall", methods=["POST"], name="recall")
        routes.add_route(_guarded(_forget), "/forget", methods=["POST"], name="forget")
        routes.add_route(_health, "/health", methods=["GET"], name="health")
        return routes


async def _turn(request: Request) -> HTTPResponse:
    return json(await _turns(request).take(read_turn(request.body)))


async def _parse(request: Request) -> HTTPResponse:
    return json({"results": await _turns(request).read(read_texts(request.body))})


async def _recall(request: Request) -> HTTPResponse:
    return json({"sessions": await _turns(request).recall(read_conversation(request.body))})


async def _forget(request: Request) -> HTTPResponse:
    return json({"forgotten": await _turns(request).forget(read_conversation(request.body))})


async def _health(request: Request) -> HTTPResponse:
    if request.app.ctx.turns is None:
        return json({"status": "starting", "model": request.app.ctx.model}, status=503)
    return json({"status": "ok", "model": request.app.ctx.model})


def _turns(request: Request) -> Turns:
    turns = request.app.ctx.turns
    if turns is None:
        raise NotReady("The model is still loading; wait until /webhooks/shopdesk/health is 200.")
    return turns  # type: ignore[no-any-return]


def _guarded(handler: Handler) -> Handler:
    async def guarded(request: Request) -> HTTPResponse:
        try:
            return await handler(request)
        except BadRequest as error:
            return json({"error": str(error)}, status=400)
        except NotReady as error:
            return json({"error": str(error)}, status=503)
        except TurnFailed as error:
            log.error("turn failed: %s", error)
            return json({"error": str(error)}, status=500)
        except Exception as error:  # noqa: BLE001 - the edge: every failure becomes an answer that says so
            # No traceback above debug level: its last line may quote the customer.
            log.error("%s failed: %s", request.path, _where(error))
            return json({"error": f"Internal error: {type(error).__name__}."}, status=500)

    return guarded


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    return f"{type(error).__name__} at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


class NotReady(Exception):
    """The model is not loaded yet."""
