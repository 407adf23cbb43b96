"""The control API, `POST /_control/{act}` with named arguments in JSON: what tests and the page drive Slack by."""

import base64
import inspect
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.fakes.slack import gestures, people, reading, staging
from tests.fakes.slack.errors import NotPossible, SlackError
from tests.fakes.slack.simulation import Simulation


def _acts(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The module's public functions on a simulation, by name."""
    return {
        name: function
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    }


ACTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": function
    for module in (gestures, people, reading, staging)
    for name, function in _acts(module).items()
}


async def control(slack: Simulation, request: Request) -> Response:
    act = ACTS.get(request.path_params["act"])
    if act is None:
        return JSONResponse({"error": f"there is no such act; there are {sorted(ACTS)}"}, 404)
    arguments = json.loads(await request.body() or b"{}")
    if isinstance(arguments.get("content"), str):
        arguments["content"] = base64.b64decode(arguments["content"])
    try:
        result = act(slack, **arguments)
        if inspect.isawaitable(result):
            result = await result
    except (NotPossible, SlackError, TypeError, KeyError, ValueError) as error:
        return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)
    return JSONResponse({"result": result})
