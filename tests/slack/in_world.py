"""The whole desk over a fake Slack: the real log, core, Bolt and SDK; the bot and the customers are scripted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette

from bot.conversations.answers import Answer, HandoffRequest, Question, Reply
from bot.conversations.causes import Causes
from bot.conversations.chores import Chores
from bot.conversations.delivery import Deliveries
from bot.conversations.desk import Desk
from bot.conversations.desk_switch import DeskSwitch
from bot.conversations.feed import Feed
from bot.conversations.files import Files
from bot.conversations.handoffs import Handoff
from bot.conversations.handover import Handover, HandoverLimits
from bot.conversations.intake import Intake
from bot.conversations.lanes import Lanes
from bot.conversations.live import Live
from bot.conversations.messages import Delivery, Inbound, Message
from bot.conversations.model import Conversation
from bot.conversations.rating_questions import RatingQuestions
from bot.conversations.ratings import RatingLimits
from bot.conversations.reviewing import Reviews
from bot.conversations.suggestions import Suggestions
from bot.conversations.turns import TurnLimits, Turns
from bot.desk.cause_rules import read_causes
from bot.desk.hours import WrittenHours
from bot.desk.slack.names import DESK, thread_place
from bot.desk.slack.start import Access, Core, Line, Outgoing, Slack, open_line
from bot.storage.store import SqlStore, open_store
from bot.web.platforms import slack_route
from bot.wording.texts import Texts
from tests.fakes.slack.control import Posted, SlackControl
from tests.fakes.slack.server import FakeSlack, fake_slack

OSLO = ZoneInfo("Europe/Oslo")
DATA = Path("data/desk")
DESK_CHANNEL = "shopdesk"
PERSON = HandoffRequest("asked", "order_status", "Where is my parcel?", {"order_number": "10442"})
HASTE = 20  # our seconds in a real one, so that Slack's one message a second holds up no test


class Clock:
    """Fast, and hours behind: what Slack stamps is never older than what we wrote."""

    def __init__(self) -> None:
        self._began = datetime.now(UTC)

    def __call__(self) -> datetime:
        now = datetime.now(UTC)
        return self._began - timedelta(hours=2) + (now - self._began) * HASTE


class Bot:
    """Answers with what the test laid ready, else echoes."""

    def __init__(self) -> None:
        self.ready: list[Answer] = []
        self.asked: list[Question] = []

    async def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.ready.pop(0) if self.ready else Answer((Reply(f"bot: {question.text}"),))


class Customers:
    """The channel of all customers; remembers what they were sent."""

    together = 1

    def __init__(self) -> None:
        self.sent: list[Delivery] = []

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        self.sent += deliveries
        return f"sent-{deliveries[0].id}"

    async def find(self, delivery: Delivery) -> str | None:
        return f"sent-{delivery.id}" if delivery in self.sent else None

    @property
    def texts(self) -> list[str]:
        return [delivery.message.entry.text for delivery in self.sent]


@dataclass
class World:
    slack: FakeSlack
    store: SqlStore
    line: Line
    clock: Clock
    folder: Path = DATA
    bot: Bot = field(default_factory=Bot)
    customers: Customers = field(default_factory=Customers)
    live: Live = field(default_factory=Live)
    lanes: Lanes = field(default_factory=Lanes)

    def __post_init__(self) -> None:
        self.control: SlackControl = self.slack.control
        self.ids = count(1)
        self.running: asyncio.Task[None] | None = None
        texts, feed = Texts(OSLO), Feed(desks=(DESK,), readers=("widget",))
        hours = WrittenHours("24/7", "NO", OSLO)
        self.switch = DeskSwitch(self.store, hours, self.live, self.clock)
        handover = Handover(
            store=self.store,
            wording=texts,
            hours=hours,
            live=self.live,
            clock=self.clock,
            limits=HandoverLimits(),
            feed=feed,
        )
        rated = RatingLimits(frozenset({"telegram"}))
        questions = RatingQuestions(self.store, texts, self.clock, rated)
        turns = Turns(
            store=self.store,
            dialogue=self.bot,
            handover=handover,
            wording=texts,
            live=self.live,
            clock=self.clock,
            limits=TurnLimits(text=2000),
            feed=feed,
            questions=questions,
        )
        self.intake = Intake(self.store, self.lanes, texts, self.live, self.clock, feed=feed, ratings=rated)
        causes = Causes(self.store, read_causes(DATA / "causes.yml"))
        self.desk = Desk(
            self.store,
            self.lanes,
            texts,
            self.live,
            self.clock,
            feed=feed,
            questions=questions,
            causes=causes,
        )
        sources = {DESK: self.line.files, "slack_dm": self.line.files}
        self.files = Files(self.store, sources, texts, self.live, self.clock, feed=feed, wake=self.wake)
        out = Outgoing(self.line, self.store, self.files.content, self.clock, timedelta(minutes=5))
        channels = {"telegram": self.customers, **out.channels}
        deliveries = Deliveries(self.store, channels, self.live, self.clock, feed=feed, wake=self.wake)
        chores = Chores(self.store, {DESK: out.screen}, self.clock, wake=self.wake)
        self.lanes.lead_to(
            turns.take, self.files.take, deliveries.send_to_customers, chores.take, deliveries.send
        )
        core = Core(
            store=self.store,
            record=self.store,
            desk=self.desk,
            intake=self.intake,
            suggestions=Suggestions(self.store, self.bot),
            reviews=Reviews(self.store, self.clock),
            switch=self.switch,
            live=self.live,
            clock=self.clock,
        )
        self.app = Slack(self.line, core, self.folder, OSLO)

    def wake(self, conversation_id: int, delay: timedelta) -> None:
        self.lanes.enter_later(conversation_id, delay / HASTE)

    async def start(self) -> None:
        self.running = asyncio.create_task(self.app.run())
        if self.line.access.app_token:
            await self.until(self.control.connections)
        else:
            await self.until(lambda: _true(self.line.routing.places()))

    async def stop(self) -> None:
        if self.running is not None:
            self.running.cancel()
            with suppress(asyncio.CancelledError):
                await self.running
            self.running = None

    async def until(self, fact: Callable[[], Awaitable[Any]], seconds: float = 15.0) -> Any:
        """What is so, once it is so."""
        async with asyncio.timeout(seconds):
            while not (found := await fact()):
                await asyncio.sleep(0.02)
        return found

    async def quiet(self) -> None:
        """Every event was taken, every lane is empty."""
        await self.control.settled()
        await self.lanes.idle()

    async def says(self, text: str, address: str = "77", *, language: str = "en", name: str = "Kari") -> None:
        await self.intake.receive(
            Inbound("telegram", address, f"m{next(self.ids)}", text, language=language, name=name)
        )
        await self.lanes.idle()

    async def asks_for_a_person(
        self, address: str = "77", request: HandoffRequest = PERSON, *, language: str = "en"
    ) -> "Card":
        """The hand-over's card, once it stands in Slack."""
        self.bot.ready.append(Answer((), handoff=request))
        await self.says("I want a person", address, language=language)
        return await self.card(address)

    async def card(self, address: str = "77") -> "Card":
        async def found() -> Card | None:
            conversation = await self.store.current("telegram", address)
            assert conversation is not None
            handoffs = await self.store.handoffs(conversation.id)
            tickets = await self.store.tickets(handoffs[-1].id, DESK) if handoffs else []
            if not tickets or tickets[-1].thread is None:
                return None
            return Card(self, conversation.id, handoffs[-1].id, *thread_place(tickets[-1].thread))

        return await self.until(found)

    async def lines(self, conversation_id: int) -> list[Message]:
        found: list[Message] = []
        while page := await self.store.messages(conversation_id, after=found[-1].seq if found else 0):
            found += page
        return found


@dataclass(frozen=True)
class Card:
    world: World
    conversation_id: int
    handoff_id: int
    channel: str
    ts: str

    async def conversation(self) -> Conversation:
        return await self.world.store.conversation(self.conversation_id)

    async def handoff(self) -> Handoff:
        found = await self.world.store.handoff(self.handoff_id)
        assert found is not None
        return found[1]

    async def press(self, user: str, action: str, value: str | None = None) -> Any:
        await self.shown(action)
        outcome = await self.world.control.press(user, self.channel, self.ts, action, value)
        await self.world.quiet()
        return outcome

    async def shown(self, action: str) -> None:
        """Wait until the card offers it."""

        async def offered() -> bool:
            found = await self.world.control.messages(self.channel)
            return any(message["ts"] == self.ts and f"'{action}'" in str(message) for message in found)

        await self.world.until(offered)

    async def reply(self, user: str, text: str, **more: Any) -> Posted:
        posted = await self.world.control.post(user, self.channel, text, self.ts, **more)
        await self.world.quiet()
        return posted

    async def edit(self, user: str, ts: str, text: str) -> None:
        await self.world.control.edit(user, self.channel, ts, text)
        await self.world.quiet()

    async def delete(self, user: str, ts: str) -> None:
        await self.world.control.delete(user, self.channel, ts)
        await self.world.quiet()

    async def lines(self) -> list[Message]:
        return await self.world.lines(self.conversation_id)

    async def line(self, ts: str) -> Message | None:
        return await self.world.store.seen(DESK, f"{self.channel}:{ts}")

    async def told(self, user: str) -> list[str]:
        return [ephemeral["message"]["text"] for ephemeral in await self.world.control.ephemerals(user)]


@asynccontextmanager
async def open_world(
    tmp_path: Path, *, http: bool = False, slack: FakeSlack | None = None, folder: Path = DATA
) -> AsyncIterator[World]:
    """Started, connected, with the desk's channel. `http`: Slack posts to us, in place of a socket."""
    async with _slack(slack) as fake, open_store(f"sqlite:///{tmp_path}/log.db") as store:
        clock = Clock()
        access = Access(
            fake.bot_token,
            None if http else fake.app_token,
            fake.signing_secret if http else None,
            DESK_CHANNEL,
            fake.api_url.removesuffix("/"),
        )
        async with open_line(access, clock, folder, country="NO", zone=OSLO) as line:
            world = World(fake, store, line, clock, folder)
            async with _served(world) if http else _nothing():
                try:
                    await world.start()
                    yield world
                finally:
                    await world.stop()
                    await world.lanes.close()


@asynccontextmanager
async def _slack(running: FakeSlack | None) -> AsyncIterator[FakeSlack]:
    if running is not None:
        yield running
        return
    async with fake_slack() as slack:
        yield slack


@asynccontextmanager
async def _served(world: World) -> AsyncIterator[None]:
    """Our own HTTP door, told to Slack."""
    config = uvicorn.Config(
        Starlette(routes=[slack_route(world.app.take)]),
        host="127.0.0.1",
        port=0,
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())  # without taking over signals
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    await world.line.workspace.learn()
    await world.control.use_http(f"http://127.0.0.1:{port}/slack")
    try:
        yield
    finally:
        await world.control.use_http(None)
        server.should_exit = True
        await serving


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


async def _true(value: object) -> object:
    return value
