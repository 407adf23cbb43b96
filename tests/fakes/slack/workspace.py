"""The simulated workspace's state: people, channels, messages, files and views, without any input or output."""

import itertools
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack.errors import NotPossible, SlackError
from tests.fakes.slack.identities import BOT_NAME, BOT_USER, TEAM, Installation

Json = dict[str, Any]


@dataclass(slots=True)
class Person:
    id: str
    name: str
    is_bot: bool = False
    timezone: str = "Europe/Oslo"
    locale: str = "en-GB"


@dataclass(slots=True)
class Channel:
    id: str
    name: str
    kind: str = "channel"  # channel | group (private) | im
    members: list[str] = field(default_factory=list)
    archived: bool = False
    messages: dict[str, Json] = field(default_factory=dict)  # by ts, oldest first

    @property
    def type(self) -> str:
        """The name that scopes and events use for channels of this kind."""
        return {"channel": "channels", "group": "groups", "im": "im"}[self.kind]

    def message(self, ts: str) -> Json:
        if ts not in self.messages:
            raise SlackError("message_not_found")
        return self.messages[ts]

    def replies(self, ts: str) -> list[Json]:
        return [message for message in self.messages.values() if message.get("thread_ts") == ts]

    def top_level(self) -> list[Json]:
        return [message for message in self.messages.values() if shown_in_channel(message)]


def shown_in_channel(message: Json) -> bool:
    thread = message.get("thread_ts")
    return thread is None or thread == message["ts"] or message.get("subtype") == "thread_broadcast"


@dataclass(slots=True)
class StoredFile:
    meta: Json
    length: int
    content: bytes | None = None
    complete: bool = False


@dataclass(slots=True)
class Ephemeral:
    """A message that only one person sees."""

    channel: str
    user: str
    message: Json


@dataclass(slots=True)
class Workspace:
    installation: Installation = field(default_factory=Installation)
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    ephemerals: list[Ephemeral] = field(default_factory=list)
    modals: dict[str, list[Json]] = field(default_factory=dict)  # by person, the top one last
    homes: dict[str, Json] = field(default_factory=dict)
    requests: dict[tuple[str, str], Json] = field(
        default_factory=dict
    )  # what the app sent, by channel and ts
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last: int = 0

    def __post_init__(self) -> None:
        self.people[BOT_USER] = Person(BOT_USER, BOT_NAME, is_bot=True)

    def ts(self) -> str:
        """Slack's time stamp, which is also a message's id in its channel: never the same twice, always rising."""
        self._last = max(self._last + 100, time.time_ns() // 1000)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        return f"{letter}{next(self._numbers):04d}{secrets.token_hex(3).upper()}"

    def person(self, user: str) -> Person:
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def channel(self, channel: str) -> Channel:
        """By id, or by name as chat.postMessage also takes it."""
        if channel in self.channels:
            return self.channels[channel]
        named = [each for each in self.channels.values() if each.name == channel.removeprefix("#")]
        if not named or not channel:
            raise SlackError("channel_not_found")
        return named[0]

    def visible(self, channel: str) -> Channel:
        """The channel as the app may see it: private ones only from inside."""
        found = self.channel(channel)
        if found.kind != "channel" and BOT_USER not in found.members:
            raise SlackError("channel_not_found")
        return found

    def joined(self, channel: str) -> Channel:
        found = self.visible(channel)
        if BOT_USER not in found.members:
            raise SlackError("not_in_channel")
        return found

    def add_person(self, name: str, user: str | None = None, timezone: str = "Europe/Oslo") -> Person:
        person = Person(user or self.new_id("U"), name, timezone=timezone)
        self.people[person.id] = person
        return person

    def add_channel(self, name: str, kind: str = "channel", members: list[str] | None = None) -> Channel:
        if any(each.name == name for each in self.channels.values()):
            raise SlackError("name_taken")
        letter = {"channel": "C", "group": "G", "im": "D"}[kind]
        channel = Channel(self.new_id(letter), name, kind, list(members or []))
        self.channels[channel.id] = channel
        return channel

    def direct(self, user: str) -> Channel:
        """The direct messages between this person and the app."""
        self.person(user)
        for channel in self.channels.values():
            if channel.kind == "im" and user in channel.members:
                return channel
        return self.add_channel(f"im-{user}", "im", [user, BOT_USER])

    def view(self, view_id: str) -> Json:
        for view in itertools.chain(self.homes.values(), *self.modals.values()):
            if view["id"] == view_id or view.get("external_id") == view_id:
                return view
        raise NotPossible(f"there is no open view {view_id}")

    def permalink(self, channel: str, ts: str, thread: str | None = None) -> str:
        link = f"https://varde.example/archives/{channel}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link

    @property
    def team(self) -> str:
        return TEAM
