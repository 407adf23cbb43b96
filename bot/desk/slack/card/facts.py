"""What a card shows, read from the store."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversations.errors import DeliveryError
from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Customer, Message
from bot.conversations.model import Conversation
from bot.conversations.ports import Store
from bot.desk.slack.names import DESK, thread_place

LINES = 6
READ_BACK = 40  # lines in which the bot's last understanding is looked for
EARLIER = 3


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier conversation of the same customer; `address` leads to its card, where it has one."""

    opened_at: datetime
    topic: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    conversation: Conversation
    handoff: Handoff
    customer: Customer | None = None
    lines: Sequence[Message] = ()
    understood: Mapping[str, Any] | None = None
    earlier: Sequence[Earlier] = ()
    praised: int | None = None  # how many of five steps, when the customer was satisfied


class CardFacts:
    """`link` gives the address of a message in Slack, from its channel and ts."""

    def __init__(self, store: Store, link: Callable[[str, str], str]) -> None:
        self._store = store
        self._link = link

    async def of(self, conversation: Conversation, handoff: Handoff) -> Facts:
        channel, address = conversation.channel, conversation.address
        recent = await self._store.recent(channel, address, limit=READ_BACK)
        lines = [line for line in recent if line.conversation_id == conversation.id]
        return Facts(
            conversation,
            handoff,
            await self._store.customer(channel, address),
            [line for line in lines if line.entry.text or line.entry.files][-LINES:],
            _understood(lines),
            await self._earlier(conversation),
            await self._praised(handoff),
        )

    async def _praised(self, handoff: Handoff) -> int | None:
        given = await self._store.ratings(handoff.conversation_id)
        return next((it.score for it in given if it.handoff_id == handoff.id and it.is_good), None)

    async def _earlier(self, conversation: Conversation) -> Sequence[Earlier]:
        episodes = await self._store.episodes(conversation.channel, conversation.address, limit=EARLIER + 1)
        before = [episode for episode in episodes if episode.id < conversation.id]
        return [await self._one(episode) for episode in before[:EARLIER]]

    async def _one(self, episode: Conversation) -> Earlier:
        handoffs = await self._store.handoffs(episode.id)
        for handoff in reversed(handoffs):
            for ticket in reversed(await self._store.tickets(handoff.id, DESK)):
                if ticket.thread is not None:
                    address = self._address(ticket.thread)
                    return Earlier(episode.opened_at, handoff.request.topic, address)
        return Earlier(episode.opened_at, handoffs[-1].request.topic if handoffs else None, None)

    def _address(self, thread: str) -> str | None:
        try:
            return self._link(*thread_place(thread))
        except DeliveryError:
            return None


def _understood(lines: Sequence[Message]) -> Mapping[str, Any] | None:
    for line in reversed(lines):
        parse = line.entry.details.get("parse")
        if isinstance(parse, Mapping):
            return parse
    return None
