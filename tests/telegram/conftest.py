"""A shop with a real log on one side, a Telegram made of the real library and the fake server on the other."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.channels.telegram.ids import CHANNEL
from bot.channels.telegram.start import Hook, Line, Telegram, open_line
from bot.conversations.answers import Answer, Question, Reply
from bot.conversations.delivery import Deliveries
from bot.conversations.desk import Desk
from bot.conversations.errors import ChannelRefused
from bot.conversations.files import Files
from bot.conversations.handover import Handover, HandoverLimits
from bot.conversations.intake import Intake
from bot.conversations.lanes import Lanes
from bot.conversations.live import Live
from bot.conversations.messages import Delivery, Entry, Inbound, Message
from bot.conversations.ports import Store
from bot.conversations.rating_questions import RatingQuestions
from bot.conversations.ratings import RatingLimits
from bot.conversations.sweep import Sweep, SweepLimits
from bot.conversations.transcripts import SOURCE, Transcripts
from bot.conversations.turns import TurnLimits, Turns
from bot.storage.store import SqlStore, open_store
from bot.wording.texts import Texts
from tests.fakes.telegram.control import Control, CustomerControl
from tests.fakes.telegram.server import Running, fake_telegram


class Hours:
    def is_open(self, at: datetime) -> bool:
        return True

    def next_open(self, after: datetime) -> datetime | None:
        return None


class Clock:
    """The time, which a test may put ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def seconds(self) -> float:
        return self().timestamp()


class Echo:
    """A bot that repeats, unless the test laid an answer ready."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.ready: list[Answer] = []
        self.takes = 0.0

    async def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        await asyncio.sleep(self.takes)
        return (
            self.ready.pop(0) if self.ready else Answer((Reply(f"bot: {question.text or question.payload}"),))
        )


class Bytes:
    """What agents' files hold, by key."""

    def __init__(self) -> None:
        self.held: dict[str, bytes | Exception] = {}
        self.fetched: Files | None = None

    async def content(self, key: str) -> bytes:
        if key not in self.held and self.fetched is not None:
            return await self.fetched.content(key)
        found = self.held.get(key, ChannelRefused("There is no such file."))
        if isinstance(found, Exception):
            raise found
        return found


@dataclass
class Shop:
    """The gateway's core with the Telegram channel, as one process has them."""

    store: SqlStore
    line: Line
    clock: Clock = field(default_factory=Clock)
    hook: Hook | None = None
    bot: Echo = field(default_factory=Echo)
    live: Live = field(default_factory=Live)
    lanes: Lanes = field(default_factory=Lanes)
    files: Bytes = field(default_factory=Bytes)
    repeated: list[Delivery] = field(default_factory=list)

    def __post_init__(self) -> None:
        texts = Texts(ZoneInfo("Europe/Oslo"))
        handover = Handover(
            store=self.store,
            wording=texts,
            hours=Hours(),
            live=self.live,
            clock=self.clock,
            limits=HandoverLimits(),
        )
        rated = RatingLimits(frozenset({CHANNEL}))
        questions = RatingQuestions(self.store, texts, self.clock, rated)
        turns = Turns(
            store=self.store,
            dialogue=self.bot,
            handover=handover,
            wording=texts,
            live=self.live,
            clock=self.clock,
            limits=TurnLimits(),
            questions=questions,
        )
        copies = {SOURCE: Transcripts(self.store, texts, self.clock)}
        fetched = Files(self.store, copies, texts, self.live, self.clock, wake=self.lanes.enter_later)
        self.files.fetched = fetched
        self.intake = Intake(self.store, self.lanes, texts, self.live, self.clock, ratings=rated)
        self.desk = Desk(self.store, self.lanes, texts, self.live, self.clock, questions=questions)
        self.channel = self.line.channel(self.files)
        deliveries = Deliveries(
            self.store,
            {CHANNEL: self.channel},
            self.live,
            self.clock,
            wake=self.lanes.enter_later,
            repeated=self.repeated.append,
        )
        self.lanes.lead_to(turns.take, fetched.take, deliveries.send)
        self.sweep = Sweep(self.store, self.lanes, handover, self.clock, SweepLimits())
        self.telegram = Telegram(
            self.line,
            intake=self.intake,
            store=self.store,
            live=self.live,
            clock=self.clock,
            wording=texts,
            hook=self.hook,
        )

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.telegram.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await self.lanes.close()

    async def log(self, customer: int) -> list[Message]:
        """Everything said with the customer, internal lines too."""
        conversation = await self.store.current(CHANNEL, str(customer))
        return list(await self.store.messages(conversation.id)) if conversation else []

    async def texts(self, customer: int) -> list[str]:
        return [message.entry.text for message in await self.log(customer)]

    async def settled(self, customer: int) -> None:
        """Wait until everything owed to the customer has met its fate."""
        conversation = await self.store.current(CHANNEL, str(customer))
        assert conversation is not None
        async with asyncio.timeout(30):
            while await self.store.owed(conversation.id):
                await asyncio.sleep(0.02)
        await self.lanes.idle()

    async def sends(self, customer: int, *entries: Entry) -> list[Message]:
        """Write lines and wait until they are sent."""
        messages = await self.owes(customer, *entries)
        await self.settled(customer)
        return messages

    async def owes(self, customer: int, *entries: Entry) -> list[Message]:
        """Write lines and begin to send them, as turns and desks do."""
        inbound = Inbound(CHANNEL, str(customer), f"opening:{customer}", "hello")
        if await self.store.current(CHANNEL, str(customer)) is None:
            await self.intake.receive(inbound)
            await self.lanes.idle()
        conversation = await self.store.current(CHANNEL, str(customer))
        assert conversation is not None
        async with self.store.transaction() as ledger:
            messages = [await ledger.append(conversation.id, entry, self.clock()) for entry in entries]
            for message in messages:
                await ledger.owe(message, CHANNEL, str(customer), self.clock())
        self.lanes.enter(conversation.id)
        await self.lanes.idle()
        return messages

    async def states(self, messages: Sequence[Message]) -> Mapping[int, Delivery]:
        """The deliveries of these lines, by line."""
        found = {}
        for number in range(1, 20_000):
            delivery = await self.store.delivery(number)
            if delivery is None:
                break
            if any(delivery.message.id == message.id for message in messages):
                found[delivery.message.id] = delivery
        return found


@pytest.fixture
async def fake() -> AsyncIterator[Running]:
    async with fake_telegram() as running:
        yield running


@pytest.fixture
async def control(fake: Running) -> AsyncIterator[Control]:
    async with Control(fake.control_url) as client:
        yield client


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path}/log.db") as opened:
        yield opened


@pytest.fixture
async def line(fake: Running) -> AsyncIterator[Line]:
    async with open_line(fake.token, fake.url) as opened:
        yield opened


@pytest.fixture
async def shop(store: SqlStore, line: Line) -> AsyncIterator[Shop]:
    made = Shop(store, line)
    yield made
    await made.lanes.close()


@pytest.fixture
async def kari(control: Control) -> CustomerControl:
    return await control.new_customer(name="Kari")
