"""Looking at everything through the control API."""

import base64

from tests.fakes.slack.control_driver import Driver, Json


class Sight(Driver):
    """What is there, and what was sent."""

    async def people(self) -> list[Json]:
        return await self._do("reading.people")

    async def channels(self) -> list[Json]:
        return await self._do("reading.channels")

    async def messages(self, channel: str, thread: str | None = None) -> list[Json]:
        """Oldest first: a thread with its first message, or the whole channel, replies and metadata included."""
        return await self._do("reading.messages", channel=channel, thread=thread)

    async def parsed(self, channel: str, ts: str) -> Json:
        """What Slack would do with this message of the app: pings, links, formats, unfurls."""
        return await self._do("reading.request_parsed", channel=channel, ts=ts)

    async def all_parsed(self) -> list[Json]:
        """The same for all messages, modals and homes of the app."""
        return await self._do("reading.all_parsed")

    async def ephemerals(self, user: str | None = None) -> list[Json]:
        return await self._do("reading.ephemerals", user=user)

    async def modals(self, user: str) -> list[Json]:
        """The stack, the top one last."""
        return await self._do("reading.modals", user=user)

    async def home(self, user: str) -> Json | None:
        return await self._do("reading.home", user=user)

    async def files(self) -> list[Json]:
        return await self._do("reading.files")

    async def file_content(self, file: str) -> bytes:
        return base64.b64decode(await self._do("reading.file_content", file=file))

    async def calls(self, method: str | None = None) -> list[Json]:
        """Web API calls in order: method, arguments, outcome (ok, an error code, or the fault it met)."""
        return await self._do("reading.calls", method=method)

    async def parcels(self) -> list[Json]:
        """What was sent to the app: kind, payload, attempts, acknowledged, problem."""
        return await self._do("reading.parcels")

    async def connections(self) -> int:
        return await self._do("reading.connections")

    async def settled(self) -> None:
        """Wait until every event was acknowledged or given up."""
        await self._do("staging.settled")
