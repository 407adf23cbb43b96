"""A whole conversation road over a real SQLite log, with the bot, the channel, the desk's hours and time scripted."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversations.answers import Answer, HandoffRequest, Question, Reply
from bot.conversations.delivery import Deliveries
from bot.conversations.desk import Desk
from bot.conversations.errors import ChannelUnknown
from bot.conversations.handover import Handover, HandoverLimits
from bot.conversations.intake import Intake
from bot.conversations.lanes import Lanes
from bot.conversations.live import Live
from bot.conversations.messages import Cursor, Delivery, Inbound, Message, Receipt
from bot.conversations.model import Agent, Conversation
from bot.conversations.ports import Store
from bot.conversations.sweep import Sweep, SweepLimits
from bot.conversations.turns import TurnLimits, Turns
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

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.faults: list[Exception | None] = []
        self.arrived: set[int] = set()  # what `find` knows of
        self.can_find = True

    async def send(self, delivery: Delivery) -> str | None:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.sent.append(delivery.message.entry.text)
        self.arrived.add(delivery.id)
        return f"sent-{delivery.id}"

    async def find(self, delivery: Delivery) -> str | None:
        if not self.can_find:
            raise ChannelUnknown("cannot be looked up")
        return f"found-{delivery.id}" if delivery.id in self.arrived else None


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

    def __post_init__(self) -> None:
        texts = Texts(ZoneInfo("Europe/Oslo"))
        self.handover = Handover(
            store=self.store,
            wording=texts,
            hours=self.hours,
            live=self.live,
            clock=self.clock,
            limits=HandoverLimits(),
        )
        self.turns = Turns(
            store=self.store,
            dialogue=self.dialogue,
            handover=self.handover,
            wording=texts,
            live=self.live,
            clock=self.clock,
            limits=TurnLimits(text=200),
        )
        self.intake = Intake(self.store, self.lanes, self.live, self.clock)
        self.desk = Desk(self.store, self.lanes, texts, self.live, self.clock)
        self.sweep = Sweep(self.store, self.lanes, self.handover, self.clock, SweepLimits())
        self.ids = count(1)
        self.restart()

    def restart(self) -> None:
        """As a new process would begin: nothing is known about sends of the old one."""
        self.deliveries = Deliveries(self.store, {"widget": self.channel}, self.live, self.clock)
        self.lanes.lead_to(self.turns.take, self.deliveries.send)

    async def says(self, text: str, *, external_id: str | None = None) -> Receipt:
        return await self._sends(text=text, external_id=external_id or f"m{next(self.ids)}")

    async def presses(self, message: Message, place: int = 0) -> Receipt:
        return await self._sends(external_id=f"p{next(self.ids)}", press=(message.id, place))

    async def _sends(
        self, *, external_id: str, text: str = "", press: tuple[int, int] | None = None
    ) -> Receipt:
        inbound = Inbound("widget", self.address, external_id, text, press, self.language)
        receipt = await self.intake.receive(inbound)
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
        return list(await self.store.history("widget", self.address, after=Cursor()))

    async def texts(self) -> Sequence[str]:
        return [message.entry.text for message in await self.seen()]

    async def conversation(self) -> Conversation:
        found = await self.store.current("widget", self.address)
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
