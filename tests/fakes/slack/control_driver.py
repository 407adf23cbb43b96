"""How a client of the control API asks, and what it gets back."""

from dataclasses import dataclass
from typing import Any, Self

import httpx

Json = dict[str, Any]


class ControlRefused(Exception):
    """What was asked for is not possible for a person at the screen, or is not known."""


@dataclass(frozen=True, slots=True)
class Posted:
    channel: str
    ts: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the app took an interaction or a command.

    `answer` is the body of its acknowledgement; `errors` are those a modal shows after it was submitted.
    """

    acknowledged: bool
    answer: Json
    problem: str = ""
    errors: Json | None = None


class Driver:
    """`channel` is an id or a name everywhere; people are named by their id."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=url, timeout=60, verify=False
        )  # plain HTTP: load no certificates

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def _posted(self, act: str, **arguments: Any) -> Posted:
        return Posted(**await self._do(act, **arguments))

    async def _outcome(self, act: str, **arguments: Any) -> Outcome:
        return Outcome(**await self._do(act, **arguments))

    async def _do(self, act: str, **arguments: Any) -> Any:
        answer = await self._client.post(f"/_control/{act}", json=arguments)
        if answer.status_code != 200:
            raise ControlRefused(answer.json()["error"])
        return answer.json()["result"]
