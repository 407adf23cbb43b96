"""The Web API: who calls, may they, what goes wrong on purpose, and the answer as Slack gives it."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from tests.fakes.slack import methods  # noqa: F401  (registers them)
from tests.fakes.slack.arguments import Arguments, arguments_of
from tests.fakes.slack.breaking import BrokenOff
from tests.fakes.slack.errors import RateLimited, SlackError
from tests.fakes.slack.faults import CallFault
from tests.fakes.slack.identities import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack.methods.registry import METHODS
from tests.fakes.slack.simulation import Simulation

Json = dict[str, Any]


async def call(slack: Simulation, request: Request) -> Response:
    name = request.path_params["method"]
    try:
        arguments = await arguments_of(request)
    except SlackError as error:
        return _refused(slack, name, {}, error)
    fault = slack.faults.next_for(name)
    if fault is not None:
        return await _gone_wrong(slack, request, name, arguments, fault)
    return await _answered(slack, request, name, arguments)


async def _answered(slack: Simulation, request: Request, name: str, arguments: Arguments) -> Response:
    try:
        if name not in METHODS:
            raise SlackError("unknown_method", req_method=name)
        _authenticate(request, arguments, for_app_token=METHODS[name].for_app_token)
        answer = await METHODS[name](slack, arguments)
    except SlackError as error:
        return _refused(slack, name, arguments.values, error)
    slack.note(name, arguments.values, "ok")
    return JSONResponse({"ok": True} | answer, headers=_headers(slack))


async def _gone_wrong(
    slack: Simulation, request: Request, name: str, arguments: Arguments, fault: CallFault
) -> Response:
    match fault.kind:
        case "lose":
            await _answered(slack, request, name, arguments)
            return BrokenOff()
        case "refuse":
            slack.note(name, arguments.values, "refuse")
            return BrokenOff()
        case "ratelimit":
            return _refused(slack, name, arguments.values, RateLimited(int(fault.seconds)))
        case "status":
            slack.note(name, arguments.values, f"status {fault.status}")
            return PlainTextResponse("simulated failure", fault.status)
        case "error":
            return _refused(slack, name, arguments.values, SlackError(fault.code))
    answer = await _answered(slack, request, name, arguments) if fault.accepted else None
    await asyncio.sleep(fault.seconds)
    return answer or await _answered(slack, request, name, arguments)


def _authenticate(request: Request, arguments: Arguments, *, for_app_token: bool) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    token = given if scheme == "Bearer" else arguments.text("token")
    if not token:
        raise SlackError("not_authed")
    if token not in {BOT_TOKEN, APP_TOKEN}:
        raise SlackError("invalid_auth")
    if (token == APP_TOKEN) != for_app_token:
        raise SlackError("not_allowed_token_type")


def _refused(slack: Simulation, name: str, arguments: Json, error: SlackError) -> Response:
    slack.note(name, arguments, error.code)
    headers = _headers(slack)
    if isinstance(error, RateLimited):
        headers["Retry-After"] = str(error.retry_after)
        return JSONResponse({"ok": False, "error": error.code}, 429, headers)
    return JSONResponse({"ok": False, "error": error.code} | error.more, headers=headers)


def _headers(slack: Simulation) -> dict[str, str]:
    return {"X-OAuth-Scopes": ",".join(sorted(slack.workspace.installation.scopes))}
