"""A typed client of the control API: a test plays the staff, looks at everything, and breaks what it likes."""

import base64
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


class SlackControl:
    """`channel` is an id or a name everywhere; people are named by their id."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=url, timeout=60, verify=False
        )  # plain HTTP: load no certificates

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    # Setting the scene

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

    # As a member of staff

    async def post(
        self,
        user: str,
        channel: str,
        text: str,
        thread: str | None = None,
        *,
        broadcast: bool = False,
        raw: bool = False,
    ) -> Posted:
        """Type a message: `@Kari`, `#desk` and addresses become what Slack's box makes of them, unless raw."""
        return await self._posted(
            "people.post",
            user=user,
            channel=channel,
            text=text,
            thread=thread,
            broadcast=broadcast,
            raw=raw,
        )

    async def say_to_app(self, user: str, text: str, thread: str | None = None) -> Posted:
        """A direct message to the app."""
        return await self._posted("people.say_to_app", user=user, text=text, thread=thread)

    async def edit(self, user: str, channel: str, ts: str, text: str, *, raw: bool = False) -> None:
        await self._do("people.edit", user=user, channel=channel, ts=ts, text=text, raw=raw)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        await self._do("people.delete", user=user, channel=channel, ts=ts)

    async def upload(
        self,
        user: str,
        channel: str,
        name: str,
        content: bytes,
        *,
        media_type: str | None = None,
        text: str = "",
        thread: str | None = None,
    ) -> Posted:
        encoded = base64.b64encode(content).decode()
        more = {"media_type": media_type, "text": text, "thread": thread}
        return await self._posted(
            "people.upload", user=user, channel=channel, name=name, content=encoded, **more
        )

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        await self._do("people.react", user=user, channel=channel, ts=ts, name=name)

    async def join(self, user: str, channel: str) -> None:
        await self._do("people.join", user=user, channel=channel)

    async def other_bot(self, channel: str, text: str, thread: str | None = None) -> Posted:
        return await self._posted("people.other_bot", channel=channel, text=text, thread=thread)

    async def press(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        state: Json | None = None,
    ) -> Outcome:
        """Press or choose on a message. `value`: an option's value or text, a date, a user id; none for buttons."""
        return await self._outcome(
            "gestures.press",
            user=user,
            channel=channel,
            ts=ts,
            action_id=action_id,
            value=value,
            block_id=block_id,
            state=state,
        )

    async def press_home(
        self, user: str, action_id: str, value: Any = None, *, state: Json | None = None
    ) -> Outcome:
        return await self._press_view(user, action_id, value, state, home=True)

    async def press_modal(
        self, user: str, action_id: str, value: Any = None, *, state: Json | None = None
    ) -> Outcome:
        return await self._press_view(user, action_id, value, state, home=False)

    async def submit(self, user: str, values: Json | None = None) -> Outcome:
        """Fill in the top modal, by action id, and submit it."""
        return await self._outcome("gestures.submit", user=user, values=values)

    async def close(self, user: str) -> None:
        await self._do("gestures.close", user=user)

    async def open_home(self, user: str, tab: str = "home") -> None:
        await self._do("gestures.open_home", user=user, tab=tab)

    async def command(self, user: str, channel: str, line: str) -> Outcome:
        """For example `/shopdesk queue`."""
        return await self._outcome("gestures.command", user=user, channel=channel, line=line)

    async def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        return await self._outcome(
            "gestures.message_shortcut", user=user, channel=channel, ts=ts, callback_id=callback_id
        )

    async def global_shortcut(self, user: str, callback_id: str) -> Outcome:
        return await self._outcome("gestures.global_shortcut", user=user, callback_id=callback_id)

    # Looking

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

    # Breaking

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

    async def _press_view(
        self, user: str, action_id: str, value: Any, state: Json | None, *, home: bool
    ) -> Outcome:
        return await self._outcome(
            "gestures.press_in_view", user=user, action_id=action_id, value=value, state=state, home=home
        )

    async def _fault(self, method: str, kind: str, times: int, **more: Any) -> None:
        await self._do("staging.fault", method=method, kind=kind, times=times, **more)

    async def _posted(self, act: str, **arguments: Any) -> Posted:
        return Posted(**await self._do(act, **arguments))

    async def _outcome(self, act: str, **arguments: Any) -> Outcome:
        return Outcome(**await self._do(act, **arguments))

    async def _do(self, act: str, **arguments: Any) -> Any:
        answer = await self._client.post(f"/_control/{act}", json=arguments)
        if answer.status_code != 200:
            raise ControlRefused(answer.json()["error"])
        return answer.json()["result"]
