"""Setting the scene through the control API."""

from tests.fakes.slack.control_driver import Driver, Json


class Scene(Driver):
    """Who and what there is, and what the app was given."""

    async def add_person(self, name: str, user: str | None = None, timezone: str = "Europe/Oslo") -> str:
        return await self._do("staging.add_person", name=name, user=user, timezone=timezone)

    async def add_channel(
        self, name: str, *, private: bool = False, members: list[str] | None = None, with_app: bool = True
    ) -> str:
        return await self._do(
            "staging.add_channel", name=name, private=private, members=members, with_app=with_app
        )

    async def archive(self, channel: str) -> None:
        await self._do("staging.archive", channel=channel)

    async def install(self, manifest: Json) -> None:
        """The app gets what its manifest gives it: scopes, events, commands, shortcuts, URLs."""
        await self._do("staging.install", manifest=manifest)

    async def grant(self, scopes: list[str] | None = None) -> None:
        await self._do("staging.grant", scopes=scopes)

    async def subscribe(self, events: list[str]) -> None:
        """For example message.channels, app_mention, reaction_added."""
        await self._do("staging.subscribe", events=events)

    async def use_http(self, url: str | None) -> None:
        """Events over HTTP to this URL, once it passed the challenge; None: Socket Mode."""
        await self._do("staging.use_http", url=url)

    async def timing(self, **seconds: float) -> None:
        """`acknowledge`, `trigger`, `share` in seconds, and `retries` (a number)."""
        await self._do("staging.timing", **seconds)

    async def pace(self, per_second: float | None, burst: int = 1, speed: float = 1.0) -> None:
        """Limit chat.postMessage in each channel; `speed` 60 lets a simulated minute pass in a second."""
        await self._do("staging.pace", per_second=per_second, burst=burst, speed=speed)

    async def reset(self, *, installation: bool = False) -> None:
        await self._do("staging.reset", installation=installation)
