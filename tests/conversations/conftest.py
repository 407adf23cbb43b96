"""A whole conversation road over a real SQLite log, with the bot, the channel, the desk's hours and time scripted."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.conversations.alerts import AlertLimits, Alerts
from bot.conversations.answers import Answer, HandoffRequest, Question, Reply
from bot.conversations.causes import Causes
from bot.conversations.chores import Chores
from bot.conversations.delivery import Deliveries
from bot.conversations.desk import Desk
from bot.conversations.feed import Feed
from bot.conversations.files import Files
from bot.conversations.handover import Handover, HandoverLimits
from bot.conversations.intake import Intake
from bot.conversations.lanes import Lanes
from bot.conversations.live import Live
from bot.conversations.messages import Cursor, Delivery, Inbound, Message, Receipt
from bot.conversations.model import Agent, Conversation
from bot.conversations.pass_signer import SecretSigner
from bot.conversations.passes import Passes
from bot.conversations.ports import Store
from bot.conversations.rating_questions import RatingQuestions
from bot.conversations.ratings import RatingLimits
from bot.conversations.sweep import Sweep, SweepLimits
from bot.conversations.tickets import Chore, ChoreKind
from bot.conversations.turns import TurnLimits, Turns
from bot.desk.cause_rules import read_causes
from bot.storage.store import open_store
from bot.wording.texts import Texts

KARI = Agent("kari", "Kari")
OLA = Agent("ola", "Ola")
PERSON = HandoffRequest(reason="asked", topic="order_status", summary="Wants a person.")


class ScriptedDialogue:
    """Answers with what the test laid ready, else echoes; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.ready: list[Answer | Exception] = []
        self.while_thinking: Callable[[], object] | None = None

    async def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        if self.while_thinking:
            await self.while_thinking()  # type: ignore[misc]
        answer = self.ready.pop(0) if self.ready else Answer((Reply(f"bot: {question.text}"),))
        if isinstance(answer, Exception):
            raise answer
        return answer


class ScriptedChannel:
    """Remembers what was sent; raises what the test laid ready instead."""

    def __init__(self, together: int = 1) -> None:
        self.together = together
        self.sent: list[str] = []  # the lines
        self.runs: list[list[Delivery]] = []  # as they went out
        self.faults: list[Exception | None] = []
        self.arrived: set[int] = set()  # what `find` knows of
        self.can_find: Exception | None = None

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.runs.append(list(deliveries))
        for delivery in deliveries:
            self.sent.append(delivery.message.entry.text)
            self.arrived.add(delivery.id)
        return f"sent-{deliveries[0].id}"

    async def find(self, delivery: Delivery) -> str | None:
        if self.can_find is not None:
            raise self.can_find
        return f"found-{delivery.id}" if delivery.id in self.arrived else None


class ScriptedScreen:
    """A desk that remembers what it was to show."""

    def __init__(self) -> None:
        self.shown: list[tuple[ChoreKind, int]] = []
        self.faults: list[Exception] = []

    async def show(self, chore: Chore) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.shown.append((chore.kind, chore.subject))


class ScriptedSource:
    """Holds files by their ref."""

    def __init__(self) -> None:
        self.holds: dict[str, bytes | Exception] = {}

    async def fetch(self, ref: str, limit: int) -> bytes:
        held = self.holds[ref]
        if isinstance(held, Exception):
            raise held
        return held


class Hours:
    """The desk's hours: open, until a test closes it."""

    def __init__(self) -> None:
        self.opens: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return self.opens is None or at >= self.opens

    def next_open(self, after: datetime) -> datetime | None:
        return self.opens


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Chat:
    """One customer, the desk and everything between."""

    store: Store
    dialogue: ScriptedDialogue = field(default_factory=ScriptedDialogue)
    channel: ScriptedChannel = field(default_factory=ScriptedChannel)
    hours: Hours = field(default_factory=Hours)
    clock: Clock = field(default_factory=Clock)
    live: Live = field(default_factory=Live)
    lanes: Lanes = field(default_factory=Lanes)
    address: str = "visitor-1"
    language: str = "en"
    customers_channel: str = "widget"
    desks: Sequence[str] = ("slack",)

    def __post_init__(self) -> None:
        self.texts_of = Texts(ZoneInfo("Europe/Oslo"))
        self.slack, self.screen, self.source = (
            ScriptedChannel(together=10),
            ScriptedScreen(),
            ScriptedSource(),
        )
        self.repeats: list[Delivery] = []
        self.feed = Feed(desks=self.desks)
        self.passes = Passes(
            self.store, SecretSigner(b"a secret of the tests"), self.texts_of, self.clock, feed=self.feed
        )
        self.handover = Handover(
            store=self.store,
            wording=self.texts_of,
            hours=self.hours,
            live=self.live,
            clock=self.clock,
            limits=HandoverLimits(),
            feed=self.feed,
        )
        rated = RatingLimits(frozenset({"widget", "telegram"}))
        questions = RatingQuestions(self.store, self.texts_of, self.clock, rated)
        self.turns = Turns(
            store=self.store,
            dialogue=self.dialogue,
            handover=self.handover,
            wording=self.texts_of,
            live=self.live,
            clock=self.clock,
            limits=TurnLimits(text=200),
            feed=self.feed,
            questions=questions,
        )
        self.intake = Intake(
            self.store,
            self.lanes,
            self.texts_of,
            self.live,
            self.clock,
            feed=self.feed,
            passes=self.passes,
            ratings=rated,
        )
        self.desk = Desk(
            self.store,
            self.lanes,
            self.texts_of,
            self.live,
            self.clock,
            feed=self.feed,
            questions=questions,
            causes=Causes(self.store, read_causes(Path("data/desk/causes.yml"))),
        )
        alerts = Alerts(self.store, self.hours, self.live, self.clock, AlertLimits(), feed=self.feed)
        self.sweep = Sweep(
            self.store,
            self.lanes,
            self.handover,
            self.clock,
            SweepLimits(),
            alerts=alerts,
            questions=questions,
        )
        self.files = Files(
            self.store,
            {"widget": self.source, "slack": self.source},
            self.texts_of,
            self.live,
            self.clock,
            feed=self.feed,
            wake=self.lanes.enter_later,
        )
        self.chores = Chores(self.store, {"slack": self.screen}, self.clock, wake=self.lanes.enter_later)
        self.ids = count(1)
        self.restart()

    def restart(self) -> None:
        """As a new process would begin: nothing is known about sends of the old one."""
        self.deliveries = Deliveries(
            self.store,
            {"widget": self.channel, "telegram": self.channel, "slack": self.slack},
            self.live,
            self.clock,
            feed=self.feed,
            wake=self.lanes.enter_later,
            repeated=self.repeats.append,
        )
        self.lanes.lead_to(
            self.turns.take,
            self.files.take,
            self.deliveries.send_to_customers,
            self.chores.take,
            self.deliveries.send,
        )

    async def says(self, text: str, *, external_id: str | None = None) -> Receipt:
        return await self.sends(text=text, external_id=external_id or f"m{next(self.ids)}")

    async def presses(self, message: Message, place: int = 0) -> Receipt:
        """As a channel says it: with the button's words."""
        title = message.entry.buttons[place].title
        return await self.sends(text=title, press=(message.id, place))

    async def sends(self, **what: Any) -> Receipt:
        """Anything that an Inbound can be."""
        own: dict[str, Any] = {
            "channel": self.customers_channel,
            "address": self.address,
            "external_id": f"i{next(self.ids)}",
            "language": self.language,
        }
        receipt = await self.intake.receive(Inbound(**own | what))
        await self.settle()
        return receipt

    async def settle(self) -> None:
        await self.lanes.idle()

    async def sweeps(self) -> None:
        await self.sweep.once()
        await self.settle()

    async def asks_for_a_person(self) -> int:
        self.dialogue.ready.append(Answer((), handoff=PERSON))
        return (await self.says("I want a person")).conversation_id

    async def seen(self) -> list[Message]:
        """What the customer's page shows."""
        return list(await self.store.history(self.customers_channel, self.address, after=Cursor()))

    async def last(self) -> Message:
        return (await self.seen())[-1]

    async def lines(self, conversation_id: int) -> list[Message]:
        """What staff see."""
        return list(await self.store.messages(conversation_id))

    async def texts(self) -> Sequence[str]:
        return [message.entry.text for message in await self.seen()]

    async def conversation(self) -> Conversation:
        found = await self.store.current(self.customers_channel, self.address)
        assert found is not None
        return found


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path}/log.db") as opened:
        yield opened


@pytest.fixture
async def chat(store: Store) -> AsyncIterator[Chat]:
    talk = Chat(store)
    yield talk
    await talk.lanes.close()
