"""Which Web API methods there are, and what each asks of its caller."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.simulation import Simulation

Json = dict[str, Any]
Handler = Callable[[Simulation, Arguments], Json | Awaitable[Json | None] | None]


@dataclass(frozen=True, slots=True)
class Method:
    handler: Handler
    scopes: tuple[str, ...]
    for_app_token: bool

    async def __call__(self, slack: Simulation, arguments: Arguments) -> Json:
        slack.need(*self.scopes)
        answer = self.handler(slack, arguments)
        if inspect.isawaitable(answer):
            answer = await answer
        return answer or {}


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, for_app_token: bool = False) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, scopes, for_app_token)
        return handler

    return register
