"""The HTTP side: a call comes in, goes wrong if it is told to, is carried out and answered."""

import asyncio
import re
from http import HTTPStatus
from inspect import isawaitable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.telegram.connections import Connections, Dropped
from tests.fakes.telegram.faults import Fault, FaultKind
from tests.fakes.telegram.journal import Call
from tests.fakes.telegram.methods import METHODS
from tests.fakes.telegram.params import Params, read
from tests.fakes.telegram.refusals import Refused, not_found, too_many, unauthorized
from tests.fakes.telegram.world import World

DOWNLOAD = "file"  # what faults call it
WELL_FORMED = re.compile(r"\d+:[\w-]{35}")


class BotApi:
    def __init__(self, world: World, connections: Connections) -> None:
        self._world = world
        self._connections = connections

    async def call(self, request: Request) -> Response:
        method = request.path_params["method"]
        content_type = request.headers.get("content-type", "")
        try:
            check_token(self._world, request.path_params["token"])
            params = read(request.url.query, content_type, await request.body())
        except Refused as refusal:
            return JSONResponse(refusal.body(), refusal.code)
        fault = self._world.faults.take(method, _chat(params))
        carried_out = fault is None or fault.accepted
        answer = await self._carry_out(method, params) if carried_out else None
        response = await self._spoilt(fault, answer) if fault else answer
        assert response is not None
        status = None if isinstance(response, Dropped) else response.status_code
        accepted = answer is not None and answer.status_code == HTTPStatus.OK
        self._world.journal.note(Call(self._world.clock.now(), method, params.plain(), status, accepted))
        return response

    async def download(self, request: Request) -> Response:
        path, world = request.path_params["path"], self._world
        try:
            check_token(world, request.path_params["token"])
        except Refused as refusal:
            return JSONResponse(refusal.body(), refusal.code)
        stored, fault = world.files.at(path), world.faults.take(DOWNLOAD, None)
        response: Response = JSONResponse(not_found().body(), 404)
        if stored is not None:
            response = Response(stored.content(), media_type="application/octet-stream")
        return await self._spoilt(fault, response) if fault else response

    async def _spoilt(self, fault: Fault, answer: Response | None) -> Response:
        """What is answered instead; `answer` is what would have been, None when nothing was carried out."""
        if fault.kind is FaultKind.LOSE:
            return Dropped(self._connections)
        if fault.kind is FaultKind.BUSY:
            return JSONResponse(too_many(fault.retry_after).body(), 429)
        if fault.kind is FaultKind.HANG:
            await asyncio.sleep(fault.seconds)
            return answer or _broken(HTTPStatus.GATEWAY_TIMEOUT)
        return _broken(fault.code)

    async def _carry_out(self, name: str, params: Params) -> Response:
        try:
            method = METHODS.get(name.lower())
            if method is None:
                raise not_found()
            result: Any = method(self._world, params)
            if isawaitable(result):
                result = await result
        except Refused as refusal:
            return JSONResponse(refusal.body(), refusal.code)
        return JSONResponse({"ok": True, "result": result})


def check_token(world: World, token: str) -> None:
    if token != world.token:
        raise unauthorized() if WELL_FORMED.fullmatch(token) else not_found()


def _broken(code: int) -> Response:
    return JSONResponse(Refused(code, HTTPStatus(code).phrase).body(), code)


def _chat(params: Params) -> int | None:
    chat = params.text("chat_id")
    return int(chat) if re.fullmatch(r"-?\d+", chat) else None
