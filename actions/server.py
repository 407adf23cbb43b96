"""The action server: Rasa posts an action's name and its tracker, and gets events and responses back."""

import asyncio
import json
import time
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import (
    ActionExecutionRejection,
    ActionMissingDomainException,
    ActionNotFoundException,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

DEADLINE = 5.0  # seconds an action has; the gateway gives the whole turn 8
LARGEST_BODY = 8 * 2**20  # bytes; a tracker of fifty turns takes some 150 kB

log = structlog.get_logger()


class BadCall(Exception):
    """What is wrong with a request, for whoever configured the caller."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def create_app(executor: ActionExecutor, deadline: float = DEADLINE) -> Starlette:
    async def webhook(request: Request) -> Response:
        try:
            call = _checked(await _body(request))
        except BadCall as error:
            log.warning("bad_call", problem=str(error))
            return JSONResponse({"error": str(error)}, error.status)
        return await _logged(call, lambda: _run(executor, call, deadline))

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok", "actions": len(executor.actions)})

    return Starlette(
        routes=[Route("/webhook", webhook, methods=["POST"]), Route("/health", health, methods=["GET"])]
    )


async def _body(request: Request) -> bytes:
    if request.headers.get("content-encoding", "identity") != "identity":
        raise BadCall(415, "the body is compressed; switch COMPRESS_ACTION_SERVER_REQUEST off")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BadCall(413, f"the body is over {LARGEST_BODY} bytes")
    return bytes(body)


def _checked(body: bytes) -> dict[str, Any]:
    try:
        call = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadCall(400, "the body is not JSON that can be read") from error
    if not isinstance(call, dict) or not isinstance(call.get("next_action"), str) or not call["next_action"]:
        raise BadCall(400, "next_action is missing; it names the action to run")
    tracker = call.get("tracker")
    if not isinstance(tracker, dict) or not isinstance(tracker.get("sender_id"), str):
        raise BadCall(400, "tracker is missing; it holds the conversation, with its sender_id")
    return call


async def _run(executor: ActionExecutor, call: dict[str, Any], deadline: float) -> Response:
    """The contract of rasa_sdk: 400 rejected, 404 unknown, 449 send the domain too; ours: 503 late."""
    name = call["next_action"]
    try:
        async with asyncio.timeout(deadline):
            result = await executor.run(call)
        return Response(_json(result.model_dump() if result else None), media_type="application/json")
    except ActionExecutionRejection as error:
        return _error(400, error.message, name)
    except ActionNotFoundException as error:
        return _error(404, error.message, name)
    except ActionMissingDomainException as error:
        return _error(449, error.message, name)
    except TimeoutError:
        return _error(503, f"not done within {deadline:g} s", name)
    except Exception as error:  # noqa: BLE001  (one failing action must not end the others)
        # The message and the values stay out of log and answer: they may quote the customer.
        log.error("action_failed", action=name, error=type(error).__name__, at=_where(error))
        return _error(500, f"the action failed with {type(error).__name__}", name)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _error(status: int, message: str, action: str) -> Response:
    return JSONResponse({"error": message, "action_name": action}, status)


def _where(error: Exception) -> list[str]:
    """File and line of the innermost calls, innermost last."""
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-3:]]


async def _logged(call: dict[str, Any], run: Callable[[], Awaitable[Response]]) -> Response:
    started = time.perf_counter()
    response = await run()
    log.info(
        "action",
        action=call["next_action"],
        session=call["tracker"]["sender_id"],
        status=response.status_code,
        milliseconds=round((time.perf_counter() - started) * 1000),
    )
    return response
