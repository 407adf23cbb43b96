"""The bot's answers to staff who ask it in a direct message, with their sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import ChannelUnknown, CustomerGone
from bot.conversations.messages import Author, Delivery, Entry
from bot.desk.slack.api.faults import SlackRefused, read
from bot.desk.slack.names import MISSING, WRONG, line_id, press_action, press_value
from bot.desk.slack.outbox.memory import Memory, Thread, lines_metadata
from bot.desk.slack.outbox.place import place_line
from bot.desk.slack.outbox.post import Poster
from bot.desk.slack.text.blocks import Block, actions, button, context, fitting, paragraphs
from bot.desk.slack.text.escape import cut, neutral

GONE = {"user_not_found", "user_disabled", "users_not_found", "cannot_dm_bot", "messages_tab_disabled"}
FALLBACK_TEXT = 300
SOURCES = 5


class DirectMessages:
    """Implements the core's Channel: an address is a Slack user's id."""

    together = 1

    def __init__(self, client: AsyncWebClient, poster: Poster, memory: Memory) -> None:
        self._client = client
        self._poster = poster
        self._memory = memory
        self._channels: dict[str, str] = {}

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        [delivery] = deliveries
        thread = Thread(await self._channel(delivery.address))
        try:
            ts = await self._poster.post(
                thread.channel,
                delivery.address,
                text=neutral(cut(delivery.message.entry.text, FALLBACK_TEXT)) or "…",
                blocks=answer(delivery),
                metadata=lines_metadata([delivery.id]),
            )
        except ChannelUnknown:
            self._memory.doubt(thread)
            raise
        self._memory.posted(thread, {delivery.id: ts})
        return line_id(thread.channel, ts)

    async def find(self, delivery: Delivery) -> str | None:
        thread = Thread(await self._channel(delivery.address))
        ts = await self._memory.find(thread, delivery.id, delivery.message.created_at)
        return line_id(thread.channel, ts) if ts else None

    async def _channel(self, user: str) -> str:
        if user not in self._channels:
            try:
                opened = await read(self._client.conversations_open(users=user))
            except SlackRefused as refused:
                if refused.code in GONE:
                    raise CustomerGone(str(refused)) from None
                raise
            self._channels[user] = str((opened.get("channel") or {})["id"])
        return self._channels[user]


def answer(delivery: Delivery) -> list[Block]:
    message = delivery.message
    entry = message.entry
    quick = [
        button(reply.title, press_action(place), press_value(message.id, place))
        for place, reply in enumerate(entry.buttons)
    ]
    return fitting(
        [
            *paragraphs(entry.text),
            *place_line(entry.details),
            *actions(quick),
            *_sources(entry.details),
            *_judging(entry, str(message.id)),
        ]
    )


def _sources(details: Mapping[str, Any]) -> list[Block]:
    """Which rule the answer rests on, and where it is written."""
    found = details.get("sources")
    given = [source for source in found if isinstance(source, Mapping)] if isinstance(found, list) else []
    return [context(f"📖 {_source(source)}") for source in given[:SOURCES]]


def _source(source: Mapping[str, Any]) -> str:
    parts = (source.get("text") or source.get("rule"), source.get("where"))
    return " · ".join(str(part) for part in parts if part)


def _judging(entry: Entry, value: str) -> list[Block]:
    if entry.author is not Author.BOT:
        return []
    return actions([button("Wrong answer", WRONG, value), button("Missing answer", MISSING, value)])
