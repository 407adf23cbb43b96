"""A gateway with the real core, log and web server on a free port; only the bot's words are scripted."""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import websockets
from playwright.async_api import Browser, Page, async_playwright
from prometheus_client import CollectorRegistry

from bot.channels.file_links import FileLinks
from bot.channels.rate_limits import RateLimit
from bot.channels.widget import Widget, WidgetLimits, wake
from bot.channels.widget_metrics import WidgetMetrics
from bot.channels.widget_session import CHANNEL, NotNow
from bot.channels.widget_tokens import Tokens
from bot.conversations.answers import Answer, HandoffRequest, Question, Reply
from bot.conversations.delivery import Deliveries
from bot.conversations.desk import Desk
from bot.conversations.handover import Handover, HandoverLimits
from bot.conversations.intake import Intake
from bot.conversations.lanes import Lanes
from bot.conversations.live import Live, address_key
from bot.conversations.messages import Author, Button, Entry, FileKind, Message, Offer
from bot.conversations.model import Agent
from bot.conversations.rating_questions import RatingQuestions
from bot.conversations.ratings import RatingLimits
from bot.conversations.transcripts import Transcripts
from bot.conversations.turns import TurnLimits, Turns
from bot.storage.store import SqlStore, open_store
from bot.web.app import build_web_app, demo_routes, widget_routes
from bot.web.clients import Clients
from bot.web.health import Check, health_routes
from bot.web.server import serving
from bot.web.shared_files import files_route
from bot.web.transcripts import transcript_route
from bot.wording.texts import Texts

CHROMIUM = os.environ.get("SHOPDESK_CHROMIUM", "/usr/bin/chromium")
KARI = Agent("kari", "Kari")
ALLOWED = "https://shop.example"


Visit = Callable[..., Awaitable[Page]]


def now() -> datetime:
    return datetime.now(UTC)


class AlwaysOpen:
    def is_open(self, at: datetime) -> bool:
        return True

    def next_open(self, after: datetime) -> datetime | None:
        return None


class ScriptedBot:
    """Answers what the test laid ready for a text, else echoes it."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {
            "person": Answer((), handoff=HandoffRequest("asked")),
            "choose": Answer(
                (Reply("Shoes or shirts?", (Button("Shoes", "/shoes"), Button("Shirts", "/shirts"))),)
            ),
        }
        self.asked: list[Question] = []
        self.thinking = 0.0

    async def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        await asyncio.sleep(self.thinking)
        said = question.payload or question.text or ""
        return self.answers.get(said, Answer((Reply(f"You said: {said}"),)))


class ScriptedTelegram:
    """The way there, until a test takes it away."""

    name = "telegram"

    def __init__(self) -> None:
        self.carried: list[int | None] = []
        self.reachable = True

    async def link(self, conversation_id: int | None) -> str:
        if not self.reachable:
            raise NotNow
        self.carried.append(conversation_id)
        return f"https://t.me/varde_bot?start=pass{conversation_id}"


@dataclass
class Shop:
    """Start it, stop it, start it again on the same port: the log stays."""

    store: SqlStore
    bot: ScriptedBot = field(default_factory=ScriptedBot)
    checks: dict[str, Check] = field(default_factory=dict)
    messages: RateLimit = field(default_factory=lambda: RateLimit(10_000))
    connections: RateLimit = field(default_factory=lambda: RateLimit(10_000))
    sessions: RateLimit = field(default_factory=lambda: RateLimit(10_000))
    transcripts: RateLimit = field(default_factory=lambda: RateLimit(10))
    trusted_proxies: tuple[str, ...] = ()
    telegram: ScriptedTelegram | None = field(default_factory=ScriptedTelegram)
    links: FileLinks = field(default_factory=lambda: FileLinks("secret of the tests"))
    file_patience: float = 5.0
    port: int = 0

    def __post_init__(self) -> None:
        self._open = contextlib.AsyncExitStack()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self.live, self.lanes = Live(), Lanes()
        self.texts = texts = Texts(ZoneInfo("Europe/Oslo"))
        handover = Handover(
            store=self.store,
            wording=texts,
            hours=AlwaysOpen(),
            live=self.live,
            clock=now,
            limits=HandoverLimits(),
        )
        rated = RatingLimits(frozenset({CHANNEL}))
        questions = RatingQuestions(self.store, texts, now, rated)
        turns = Turns(
            store=self.store,
            dialogue=self.bot,
            handover=handover,
            wording=texts,
            live=self.live,
            clock=now,
            limits=TurnLimits(),
            questions=questions,
        )
        self.store.read_by(CHANNEL, wake(self.live))
        self.lanes.lead_to(turns.take, Deliveries(self.store, {}, self.live, now).send)
        self.intake = Intake(self.store, self.lanes, texts, self.live, now, ratings=rated)
        self.desk = Desk(self.store, self.lanes, texts, self.live, now, questions=questions)
        self.port = await self._open.enter_async_context(serving(self._app(), "127.0.0.1", self.port))

    async def stop(self) -> None:
        await self._open.aclose()
        await self.lanes.close()

    def _app(self) -> Any:
        self.registry = CollectorRegistry()
        clients = Clients(self.trusted_proxies)
        texts, tokens = Texts(ZoneInfo("Europe/Oslo")), Tokens(["secret of the tests"])
        widget = Widget(
            intake=self.intake,
            log=self.store,
            wording=self.texts,
            live=self.live,
            tokens=tokens,
            limits=WidgetLimits(self.messages, self.connections, self.sessions),
            metrics=WidgetMetrics(self.registry),
            elsewhere=self.telegram,
            file_link=self.links.path,
        )
        return build_web_app(
            [
                *widget_routes(widget, clients, [ALLOWED]),
                transcript_route(Transcripts(self.store, texts, now), tokens, clients, self.transcripts),
                files_route(self.links, self.store, self.file_patience),
                *demo_routes(),
                *health_routes(self.checks, self.registry, clients),
            ]
        )

    async def writes(
        self,
        conversation_id: int,
        text: str,
        *,
        author: Author = Author.AGENT,
        files: tuple[tuple[FileKind, str, str, bytes | None], ...] = (),
        corrects: int | None = None,
        withdrawn: bool = False,
    ) -> Message:
        """A line as another channel brings it, each file as (kind, name, media type, bytes that are here)."""
        async with self.store.transaction() as ledger:
            conversation = await ledger.lock(conversation_id)
            kept = []
            for kind, name, media_type, content in files:
                offer = Offer(kind, name, media_type, ref=name)
                kept.append(await ledger.offer_file(conversation_id, "slack", offer, now()))
                if content is not None:
                    await ledger.keep_file(kept[-1].key, content)
            name = "Kari" if author is Author.AGENT else None
            entry = Entry(author, text, name, files=tuple(kept), corrects=corrects, withdrawn=withdrawn)
            message = await ledger.append(conversation_id, entry, now())
        self.live.notify(address_key(conversation.channel, conversation.address))
        return message

    @contextlib.asynccontextmanager
    async def visit(self, token: str | None = None, **hello: Any) -> AsyncIterator["Visitor"]:
        async with self.connect() as socket:
            visitor = Visitor(socket)
            await visitor.send(type="hello", token=token, **hello)
            visitor.welcome = await visitor.next("welcome")
            yield visitor

    def connect(self, **options: Any) -> websockets.connect:
        return websockets.connect(f"ws://127.0.0.1:{self.port}/widget/socket", **options)

    async def conversation_of(self, visitor: "Visitor") -> int:
        current = await self.store.current(
            CHANNEL, Tokens(["secret of the tests"]).visitor(visitor.token) or ""
        )
        assert current is not None
        return current.id


class Visitor:
    """Another client of the protocol than the widget itself."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []

    @property
    def token(self) -> str:
        return self.welcome["token"]

    async def send(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def say(self, text: str, client_id: str) -> None:
        await self.send(type="say", id=client_id, text=text)

    async def next(
        self, kind: str, where: Callable[[dict[str, Any]], bool] = lambda _: True
    ) -> dict[str, Any]:
        """The next frame of this type; what comes before it is kept in `heard`."""
        async with asyncio.timeout(10):
            while True:
                frame = json.loads(await self.socket.recv())
                self.heard.append(frame)
                if frame["type"] == kind and where(frame):
                    return frame

    async def hears(self, text: str) -> dict[str, Any]:
        return await self.next("message", lambda frame: frame["text"] == text)

    def messages(self) -> list[dict[str, Any]]:
        return [frame for frame in self.heard if frame["type"] == "message"]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with open_store(f"sqlite:///{tmp_path}/log.db") as opened:
        yield opened


@pytest.fixture
async def shop(store: SqlStore) -> AsyncIterator[Shop]:
    gateway = Shop(store)
    await gateway.start()
    yield gateway
    await gateway.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest.fixture
async def visit(shop, browser) -> AsyncIterator[Visit]:
    """Opens the demo shop page; what the page complains of fails the test."""
    complaints: list[str] = []

    async def go(path: str = "/", **context: object) -> Page:
        page = await (await browser.new_context(**context)).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if _matters(line) else None)
        await page.goto(shop.url + path)
        await page.locator("shopdesk-widget .launcher").wait_for()
        return page

    yield go
    assert complaints == []


def _matters(line) -> bool:
    return line.type in ("error", "warning") and "WebSocket" not in line.text and "ERR_" not in line.text
