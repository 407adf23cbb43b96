"""Breaking things through the control API."""

from typing import Any

from tests.fakes.slack.control_driver import Driver, Json


class Trouble(Driver):
    """`method` is a Web API method, or "*" for any; `times` is how many calls meet the fault."""

    async def lose(self, method: str, times: int = 1) -> None:
        """The call is carried out, the answer is lost with the connection."""
        await self._fault(method, "lose", times)

    async def refuse(self, method: str, times: int = 1) -> None:
        """The connection is lost before the call is carried out."""
        await self._fault(method, "refuse", times)

    async def ratelimit(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        await self._fault(method, "ratelimit", times, seconds=retry_after)

    async def status(self, method: str, times: int = 1, status: int = 503) -> None:
        await self._fault(method, "status", times, status=status)

    async def error(self, method: str, code: str, times: int = 1) -> None:
        await self._fault(method, "error", times, code=code)

    async def hang(self, method: str, seconds: float, times: int = 1, *, accepted: bool = True) -> None:
        """Answer late; `accepted`: the call is carried out at once, otherwise only at the end."""
        await self._fault(method, "hang", times, seconds=seconds, accepted=accepted)

    async def outage(self, seconds: float = 3600) -> None:
        """Slack is gone: connections end, none is accepted. Ends by itself or with `no_faults`."""
        await self._do("staging.outage", seconds=seconds)

    async def no_faults(self) -> None:
        await self._do("staging.no_faults")

    async def end_sockets(self, reason: str | None = None) -> None:
        """`warning` and `refresh_requested` are said first; None: they just end."""
        await self._do("staging.end_sockets", reason=reason)

    async def event_faults(self, **faults: Any) -> Json:
        """`copies`, `shuffle_seconds` with `seed`, `drop_while_disconnected`."""
        return await self._do("staging.event_faults", **faults)

    async def _fault(self, method: str, kind: str, times: int, **more: Any) -> None:
        await self._do("staging.fault", method=method, kind=kind, times=times, **more)
