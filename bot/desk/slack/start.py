"""Puts the Slack desk together: first the line to Slack, then what goes over it in both directions."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.desk import Desk
from bot.conversations.desk_switch import DeskSwitch
from bot.conversations.errors import DeliveryError
from bot.conversations.intake import Intake
from bot.conversations.live import Live
from bot.conversations.ports import Channel, Clock, Store
from bot.conversations.reviewing import Reviews
from bot.conversations.suggestions import Suggestions
from bot.desk.slack.api.pace import Pace
from bot.desk.slack.api.people import People
from bot.desk.slack.api.web import open_client
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.card.eraser import CardEraser
from bot.desk.slack.card.keeper import Cards as CardMaker
from bot.desk.slack.card.screen import Screen
from bot.desk.slack.card.search import CardSearch
from bot.desk.slack.controls.actions import Cards, Errors
from bot.desk.slack.controls.aside import Aside
from bot.desk.slack.controls.canned import Canned
from bot.desk.slack.controls.command import Commands
from bot.desk.slack.controls.figures import Record
from bot.desk.slack.controls.home import Home
from bot.desk.slack.controls.later import Later
from bot.desk.slack.controls.modals import Modals
from bot.desk.slack.controls.queue_rows import Rows
from bot.desk.slack.controls.shortcuts import Marks
from bot.desk.slack.inbound.bolt import Parts, bolt_app
from bot.desk.slack.inbound.bolt_http import Answer, HttpDoor
from bot.desk.slack.inbound.bolt_socket import Socket
from bot.desk.slack.inbound.direct import Direct
from bot.desk.slack.inbound.direct_language import Languages
from bot.desk.slack.inbound.files import SlackFiles
from bot.desk.slack.inbound.gaps import Gaps
from bot.desk.slack.inbound.inbox import Inbox
from bot.desk.slack.inbound.thread import Threads
from bot.desk.slack.inbound.thread_order import InOrder
from bot.desk.slack.names import DESK, DIRECT
from bot.desk.slack.outbox.direct import DirectMessages
from bot.desk.slack.outbox.files import Content, FileShare
from bot.desk.slack.outbox.marks import Marks as MarkMaker
from bot.desk.slack.outbox.memory import Memory
from bot.desk.slack.outbox.post import Poster
from bot.desk.slack.outbox.thread import Outbox
from bot.desk.slack.routing import NoSuchChannel, Routing
from bot.desk.slack.routing_rules import Rule, read_rules

log = logging.getLogger(__name__)

API = AsyncWebClient.BASE_URL
AGAIN = 10.0  # seconds until the next try to learn who we are


@dataclass(frozen=True, slots=True)
class Access:
    """`app_token`: for Socket Mode; without one Slack posts to us, signed with the secret."""

    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    channel: str = "shopdesk"
    api: str = API


@dataclass(frozen=True, slots=True)
class Line:
    """What there is before the core: the client, and `files`, the core's FileSource for "slack" and "slack_dm"."""

    access: Access
    client: AsyncWebClient = field(repr=False)
    files: SlackFiles
    workspace: Workspace
    people: People
    routing: Routing


@asynccontextmanager
async def open_line(
    access: Access, clock: Clock, folder: Path, *, country: str, zone: ZoneInfo
) -> AsyncIterator[Line]:
    """Nothing is asked of Slack yet. `folder` holds routing.yml. Raises BadRouting.

    `country` and `zone` are those of the desk's opening hours.
    """
    rules: tuple[Rule, ...] = read_rules(folder / "routing.yml", country, zone)
    api = access.api.rstrip("/") + "/"
    async with open_client(access.bot_token, base_url=api) as client:
        yield Line(
            access,
            client,
            SlackFiles(client),
            Workspace(client),
            People(client, clock),
            Routing(client, rules, access.channel),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What the desk needs of the rest. `content`: a file's bytes by its key. `record`: the store's searches."""

    store: Store
    record: Record
    desk: Desk
    intake: Intake
    suggestions: Suggestions
    reviews: Reviews
    switch: DeskSwitch
    live: Live
    clock: Clock


class Outgoing:
    """What goes to Slack: `channels` and `screen` are for the core."""

    def __init__(
        self,
        line: Line,
        store: Store,
        content: Content,
        clock: Clock,
        answer_target: timedelta,
        *,
        report: Callable[[str, int], None] | None = None,
    ) -> None:
        """`content`: a file's bytes by its key. `report` is told how many wait for a turn on each road to Slack."""
        pace = Pace(clock, report)
        poster = Poster(line.client, pace)
        memory = Memory(line.client, pace, clock)
        self.channels: Mapping[str, Channel] = {
            DESK: Outbox(
                store=store,
                workspace=line.workspace,
                poster=poster,
                files=FileShare(line.client, content, pace),
                memory=memory,
            ),
            DIRECT: DirectMessages(line.client, poster, memory),
        }
        search = CardSearch(line.client, pace, clock)
        cards = CardMaker(
            client=line.client,
            store=store,
            workspace=line.workspace,
            poster=poster,
            search=search,
            pace=pace,
            place_for=lambda conversation, handoff: line.routing.place(
                handoff.request.topic, conversation.language, clock()
            ),
            place_name=line.routing.name,
            answer_target=answer_target,
        )
        eraser = CardEraser(line.client, store, line.workspace, search, pace)
        self.screen = Screen(cards, MarkMaker(line.client, store, pace), eraser)


class Slack:
    """What comes from Slack: `run` is to be supervised; `take` is for the HTTP route."""

    def __init__(self, line: Line, core: Core, folder: Path, zone: ZoneInfo) -> None:
        """`folder` holds the prepared texts. Raises BadCanned."""
        self._line = line
        self._later = Later()
        parts = _parts(line, core, self._later, Canned(folder), zone)
        self._home = parts.home
        self._gaps = Gaps(line.client, parts.inbox, core.store, core.clock)
        self._app = bolt_app(line.workspace, parts)
        self._door = HttpDoor(self._app, line.access.signing_secret)

    async def take(self, headers: Mapping[str, str], body: bytes) -> Answer:
        return await self._door.take(headers, body)

    async def run(self) -> None:
        """Until cancelled."""
        try:
            await self._learn()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._gaps.run())
                tasks.create_task(self._home.run())
                if self._line.access.app_token:
                    socket = Socket(
                        self._app, self._line.client, self._line.access.app_token, self._gaps.look
                    )
                    tasks.create_task(socket.run())
                else:
                    self._gaps.look()
        finally:
            await self._later.close()

    async def _learn(self) -> None:
        """Who we are and where the desk is; until Slack has told, nothing is sent and nothing acknowledged."""
        while True:
            try:
                await self._line.workspace.learn()
                await self._line.routing.find_channels()
            except (DeliveryError, NoSuchChannel) as error:
                log.warning("Slack is not ready: %s", error)
                await asyncio.sleep(AGAIN)
            else:
                return


def _parts(line: Line, core: Core, later: Later, canned: Canned, zone: ZoneInfo) -> Parts:
    aside = Aside(line.client, later)
    direct = Direct(core.intake, core.store, line.people, Languages(line.client))
    threads = Threads(core.desk, core.store, line.people, line.workspace, aside)
    cards = Cards(core.desk, core.store, line.people, core.clock, zone)
    rows = Rows(core.store, line.workspace)
    modals = Modals(
        client=line.client,
        cards=cards,
        desk=core.desk,
        suggestions=core.suggestions,
        store=core.store,
        people=line.people,
        routing=line.routing,
        later=later,
    )
    commands = Commands(
        rows=rows,
        record=core.record,
        store=core.store,
        switch=core.switch,
        canned=canned,
        people=line.people,
        modals=modals,
        workspace=line.workspace,
        clock=core.clock,
        zone=zone,
    )
    home = Home(
        client=line.client,
        rows=rows,
        record=core.record,
        switch=core.switch,
        people=line.people,
        live=core.live,
        later=later,
        clock=core.clock,
        zone=zone,
    )
    return Parts(
        inbox=Inbox(threads, direct, InOrder()),
        direct=direct,
        cards=cards,
        modals=modals,
        marks=Marks(line.client, core.reviews, core.store, line.people, line.workspace),
        commands=commands,
        home=home,
        errors=Errors(aside),
    )
