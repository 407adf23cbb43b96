"""The road to the action server: one kept connection, and less patience than the gateway has."""

from __future__ import annotations

from typing import Any

import aiohttp
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

DEADLINE = 6.0  # seconds; an action has 5, the gateway waits 8 for the turn


_RESULT = Draft202012Validator(RemoteAction.action_response_format_spec())


def check_results_quickly() -> None:
    """Replaces one method of Rasa, which checks its own fixed schema again for every action.

    That was two thirds of a turn's processor time; forms make their RemoteAction themselves, so a
    subclass would not be used. What an action returns is still checked.
    """
    RemoteAction._validate_action_result = _is_result  # type: ignore[method-assign]  # noqa: SLF001


def _is_result(_: RemoteAction, result: dict[str, Any]) -> bool:
    _RESULT.validate(result)
    return True


class ActionServer(EndpointConfig):
    """Stock Rasa opens a connection for each action and waits up to 300 s."""

    _session: aiohttp.ClientSession | None = None

    async def request(self, *_: Any, json: Any = None, **__: Any) -> Any:
        """Raises aiohttp.ClientError (ClientResponseError for a refusal) or TimeoutError."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=DEADLINE)
            self._session = aiohttp.ClientSession(timeout=timeout)
        # rasa_sdk insists on a domain, though no action of ours reads it.
        async with self._session.post(self.url, json={"domain": {}, **json}) as response:
            if response.status >= 400:
                content = await response.read()
                raise ClientResponseError(response.status, str(response.reason), content)
            return await response.json()

    async def close(self) -> None:
        """Closes the kept connection."""
        if self._session is not None:
            await self._session.close()
