"""The desk's channels in Slack: found by name, joined or made, and chosen for each hand-over."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import ChannelBusy
from bot.desk.slack.api.faults import NotSetUp, SlackRefused, read, written
from bot.desk.slack.routing_rules import Rule

log = logging.getLogger(__name__)

PAGE = 200
WAIT = 2.0  # seconds until somebody should ask again before the channels are known


class NoSuchChannel(Exception):
    """A channel of the rules is missing or closed to us; the message says which and what to do."""


class Routing:
    def __init__(self, client: AsyncWebClient, rules: Sequence[Rule], default: str) -> None:
        self._client = client
        self._rules = rules
        self._default = default
        self._ids: Mapping[str, str] = {}

    async def find_channels(self) -> None:
        """Learn the ids of all channels in the rules. Raises NoSuchChannel, or DeliveryError without an answer."""
        known = await self._listed(self._wanted())
        self._ids = {name: await self._inside(name, known.get(name)) for name in sorted(self._wanted())}

    async def unknown(self) -> Sequence[str]:
        """Channels of the rules that are not to be seen: they do not exist, or are private and closed to us."""
        routed = {rule.channel for rule in self._rules} - {self._default}
        return sorted(routed - (await self._listed(routed)).keys()) if routed else ()

    def place(self, topic: str | None, language: str, at: datetime) -> str:
        """The id of the channel of the first rule that fits. Raises ChannelBusy while ids are not known."""
        name = next(
            (rule.channel for rule in self._rules if rule.fits(topic, language, at)),
            self._default,
        )
        if name not in self._ids:
            raise ChannelBusy(WAIT)
        return self._ids[name]

    def places(self) -> Sequence[tuple[str, str]]:
        """Ids and names of the desk's channels, the default one first."""
        names = sorted(self._ids, key=lambda name: (name != self._default, name))
        return [(self._ids[name], name) for name in names]

    def name(self, channel: str) -> str | None:
        return next((name for id_, name in self.places() if id_ == channel), None)

    def _wanted(self) -> set[str]:
        return {self._default, *(rule.channel for rule in self._rules)}

    async def _listed(self, wanted: set[str]) -> dict[str, tuple[str, bool]]:
        """Of the wanted channels those that exist: id, and whether we are in it."""
        found: dict[str, tuple[str, bool]] = {}
        cursor: str | None = None
        while True:
            page = await read(
                self._client.conversations_list(
                    types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
                )
            )
            for channel in page.get("channels") or ():
                if channel.get("name") in wanted:
                    found[channel["name"]] = (channel["id"], bool(channel.get("is_member")))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None or wanted <= found.keys():
                return found

    async def _inside(self, name: str, known: tuple[str, bool] | None) -> str:
        try:
            if known is None:
                return await self._made(name)
            channel, member = known
            if not member:
                await written(self._client.conversations_join(channel=channel))
        except (SlackRefused, NotSetUp) as error:
            raise NoSuchChannel(f"#{name} {_advice(error.code)}") from error
        return channel

    async def _made(self, name: str) -> str:
        made = await written(self._client.conversations_create(name=name))
        log.info("desk channel made", extra={"channel": name})
        return str(made["channel"]["id"])


def _advice(error: str) -> str:
    if error == "name_taken":
        return "is a private or archived channel; invite the app with /invite, or unarchive it"
    if error == "missing_scope":
        return "cannot be joined or made: the app lacks the scope channels:manage or channels:join"
    return f"cannot be joined or made ({error}); make it in Slack and invite the app with /invite"
