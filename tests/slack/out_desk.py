"""What goes to Slack, over a real log and the real SDK: only Slack and the time are ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.answers import HandoffRequest
from bot.conversations.chores import Chores
from bot.conversations.delivery import Deliveries
from bot.conversations.feed import Feed
from bot.conversations.handoffs import Handoff
from bot.conversations.lanes import Lanes
from bot.conversations.live import Live
from bot.conversations.messages import Author, Customer, Entry, Message
from bot.conversations.model import Agent, Conversation
from bot.conversations.ports import Store
from bot.conversations.tickets import ChoreKind
from bot.desk.slack.api.pace import Pace
from bot.desk.slack.api.web import open_client
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.card.eraser import CardEraser
from bot.desk.slack.card.keeper import Cards
from bot.desk.slack.card.screen import Screen
from bot.desk.slack.card.search import CardSearch
from bot.desk.slack.outbox.direct import DirectMessages
from bot.desk.slack.outbox.files import FileShare
from bot.desk.slack.outbox.marks import Marks
from bot.desk.slack.outbox.memory import Memory
from bot.desk.slack.outbox.post import Poster
from bot.desk.slack.outbox.thread import Outbox
from bot.storage.store import open_store
from tests.fakes.slack.control import SlackControl
from tests.fakes.slack.server import FakeSlack, fake_slack

PERSON = HandoffRequest(
    "asked", "order_status", "Where is my parcel?", {"order_number": "10442", "email": "kari@example.no"}
)


class Clock:
    """Two hours behind, so that what Slack stamps is never older than what we wrote."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) - timedelta(hours=2)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class SlackDesk:
    slack: FakeSlack
    control: SlackControl
    store: Store
    client: AsyncWebClient
    channel: str
    clock: Clock = field(default_factory=Clock)
    content: dict[str, bytes | Exception] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    place: str = ""

    def __post_init__(self) -> None:
        self.place = self.channel
        self.workspace = Workspace(self.client)
        self.start()

    def start(self) -> None:
        """As a new process would: it remembers nothing."""
        self.clock.advance(0.001)
        pace = Pace(self.clock, self.waiting.__setitem__)
        poster, memory = Poster(self.client, pace), Memory(self.client, pace, self.clock)
        share = FileShare(self.client, self._content, pace)
        self.outbox = Outbox(
            store=self.store, workspace=self.workspace, poster=poster, files=share, memory=memory
        )
        self.direct = DirectMessages(self.client, poster, memory)
        search = CardSearch(self.client, pace, self.clock)
        self.cards = Cards(
            client=self.client,
            store=self.store,
            workspace=self.workspace,
            poster=poster,
            search=search,
            pace=pace,
            place_for=lambda _conversation, _handoff: self.place,
            place_name=lambda _channel: "other-desk",
            answer_target=timedelta(hours=24),
        )
        self.marks = Marks(self.client, self.store, pace)
        self.eraser = CardEraser(self.client, self.store, self.workspace, search, pace)
        self.screen = Screen(self.cards, self.marks, self.eraser)
        self.feed = Feed(desks=("slack",), readers=("widget",))
        self.lanes = Lanes()
        channels = {"slack": self.outbox, "slack_dm": self.direct}
        deliveries = Deliveries(self.store, channels, Live(), self.clock, feed=self.feed)
        self.chores = Chores(self.store, {"slack": self.screen}, self.clock)
        self.lanes.lead_to(self.chores.take, deliveries.send)

    async def _content(self, key: str) -> bytes:
        found = self.content[key]
        if isinstance(found, Exception):
            raise found
        return found

    async def asks(
        self, address: str = "kari", *, name: str | None = "Kari", request: HandoffRequest = PERSON
    ) -> tuple[Conversation, Handoff]:
        """A customer waits for a person."""
        now = self.clock()
        async with self.store.transaction() as ledger:
            conversation = await ledger.open_conversation("telegram", address, "nb", now)
            await ledger.note_customer(Customer("telegram", address, name, "nb"))
            handoff = await ledger.open_handoff(conversation.id, request, now)
            waiting = conversation.wait()
            await ledger.save(waiting)
            await ledger.lay_chore(conversation.id, "slack", ChoreKind.CARD, handoff.id, now)
        return await self.store.conversation(conversation.id), handoff

    async def claims(self, conversation_id: int, agent: Agent) -> None:
        now = self.clock()
        async with self.store.transaction() as ledger:
            conversation = await ledger.lock(conversation_id)
            handoff = await ledger.handoff(conversation_id)
            assert handoff is not None
            await ledger.claimed(handoff, agent, now)
            await ledger.save(conversation.claim(agent))
            await ledger.lay_chore(conversation_id, "slack", ChoreKind.CARD, handoff.id, now)

    async def owes(self, handoff: Handoff, entry: Entry) -> Message:
        """A line of the log that staff are to see."""
        now = self.clock()
        async with self.store.transaction() as ledger:
            message = await ledger.append(handoff.conversation_id, entry, now)
            await ledger.owe(message, "slack", str(handoff.id), now)
        return message

    async def says(self, handoff: Handoff, *texts: str) -> None:
        for text in texts:
            await self.owes(handoff, Entry(Author.CUSTOMER, text))

    async def runs(self, seconds: float = 0, step: float = 1.0) -> None:
        """Let everything that is due happen, now and as the time passes."""
        end = self.clock() + timedelta(seconds=seconds)
        while True:
            for conversation_id in await self.store.to_do(self.clock()):
                self.lanes.enter(conversation_id)
            await self.lanes.idle()
            if self.clock() >= end:
                return
            self.clock.advance(step)

    async def thread(self, handoff: Handoff) -> list[dict[str, Any]]:
        """The replies under the card."""
        [*_, ticket] = await self.store.tickets(handoff.id, "slack")
        assert ticket.thread is not None
        channel, ts = ticket.thread.rpartition("/")[2].split(":")
        return (await self.control.messages(channel, ts))[1:]

    async def cards_of(self, channel: str | None = None) -> list[dict[str, Any]]:
        messages = await self.control.messages(channel or self.channel)
        return [
            message
            for message in messages
            if (message.get("metadata") or {}).get("event_type") == "shopdesk_card"
            and message.get("thread_ts", message["ts"]) == message["ts"]
        ]


def shown(message: dict[str, Any]) -> str:
    """What a person reads in a message's blocks."""
    return "\n".join(_texts(message.get("blocks", [])))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        if value.get("type") in {"plain_text", "mrkdwn"}:
            return [value["text"]]
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return []


@asynccontextmanager
async def slack_desk(folder: Path) -> AsyncIterator[SlackDesk]:
    async with (
        fake_slack() as slack,
        slack.control as control,
        open_store(f"sqlite:///{folder}/log.db") as store,
        open_client(slack.bot_token, base_url=slack.api_url) as client,
    ):
        desk = SlackDesk(slack, control, store, client, await control.add_channel("desk"))
        await desk.workspace.learn()
        yield desk
        await desk.lanes.close()
