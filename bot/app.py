"""The composition root: one gateway, put together from its settings."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.channels.rate_limits import RateLimit
from bot.channels.widget import Widget, WidgetLimits, wake
from bot.channels.widget_metrics import WidgetMetrics
from bot.channels.widget_session import CHANNEL as WIDGET
from bot.channels.widget_tokens import Tokens
from bot.conversations.delivery import Deliveries
from bot.conversations.desk import Desk
from bot.conversations.handover import Handover, HandoverLimits
from bot.conversations.intake import Intake
from bot.conversations.lanes import Lanes
from bot.conversations.live import Live
from bot.conversations.sessions import SessionLimits
from bot.conversations.sweep import Sweep, SweepLimits
from bot.conversations.turns import TurnLimits, Turns
from bot.desk.badges import Badges
from bot.desk.door import Door
from bot.desk.hours import WrittenHours
from bot.desk.links import OneTimeLinks
from bot.dialogue.probe import is_up
from bot.dialogue.rasa import RasaDialogue, RasaLimits
from bot.insight.metrics import MeasuredDialogue, Metrics
from bot.settings import Settings, signing_secret
from bot.storage.store import SqlStore, open_store
from bot.web import desk as web_desk
from bot.web.app import build_web_app, demo_routes, widget_routes
from bot.web.clients import Clients
from bot.web.health import health_routes
from bot.web.server import serving
from bot.wording.texts import Texts


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Gateway:
    """The running parts that others hold on to."""

    web: Starlette
    links: OneTimeLinks


async def serve(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until cancelled. `announce` is told the path of a fresh desk link once customers can be answered."""
    async with open_gateway(settings) as gateway, serving(gateway.web, settings.host, settings.port):
        announce(gateway.links.mint())
        await asyncio.Event().wait()


@asynccontextmanager
async def open_gateway(settings: Settings) -> AsyncIterator[Gateway]:
    """Everything but the listening socket; the sweep runs inside the block."""
    async with open_store(settings.database_url) as store, aiohttp.ClientSession() as client:
        lanes, live, metrics = Lanes(), Live(), Metrics()
        texts = Texts(settings.zone)
        dialogue = RasaDialogue(
            settings.rasa_urls, RasaLimits(settings.turn_deadline, settings.turn_parallel), client
        )
        handover = _handover(settings, store, texts, live)
        turns = Turns(
            store=store,
            dialogue=MeasuredDialogue(dialogue, metrics),
            handover=handover,
            wording=texts,
            live=live,
            clock=now,
            limits=_turn_limits(settings),
        )
        store.read_by(WIDGET, wake(live))
        lanes.lead_to(turns.take, Deliveries(store, {}, live, now).send)
        sweep = Sweep(store, lanes, handover, now, _sweep_limits(settings))

        async def actions_up() -> bool:
            return await is_up(client, f"{settings.actions_url}/health")

        links = OneTimeLinks(now)
        routes = [
            *_widget_routes(settings, store, lanes, live, metrics),
            *_desk_routes(settings, Desk(store, lanes, texts, live, now), store, live, links),
            *health_routes(
                {"database": store.ping, "dialogue": dialogue.ready, "actions": actions_up},
                metrics.registry,
                Clients(settings.trusted_proxies),
            ),
        ]
        async with _running(sweep.run()), _running(metrics.keep_fresh(store.counts)):
            yield Gateway(build_web_app(routes), links)
        await lanes.close()


def _handover(settings: Settings, store: SqlStore, texts: Texts, live: Live) -> Handover:
    return Handover(
        store=store,
        wording=texts,
        hours=WrittenHours(settings.desk_hours, settings.desk_country, settings.zone),
        live=live,
        clock=now,
        limits=HandoverLimits(timeout=timedelta(seconds=settings.handoff_timeout)),
    )


def _turn_limits(settings: Settings) -> TurnLimits:
    session = SessionLimits(settings.session_turns, timedelta(seconds=settings.session_idle))
    return TurnLimits(settings.message_limit, session)


def _sweep_limits(settings: Settings) -> SweepLimits:
    return SweepLimits(timedelta(seconds=settings.sweep_seconds), timedelta(seconds=settings.idle_close))


def _widget_routes(
    settings: Settings, store: SqlStore, lanes: Lanes, live: Live, metrics: Metrics
) -> list[BaseRoute]:
    widget = Widget(
        intake=Intake(store, lanes, live, now),
        log=store,
        live=live,
        tokens=Tokens([signing_secret(settings)]),
        limits=WidgetLimits(
            messages=RateLimit(settings.messages_per_minute),
            connections=RateLimit(settings.connections_per_minute),
            sessions=RateLimit(settings.sessions_per_minute),
        ),
        metrics=WidgetMetrics(metrics.registry),
    )
    pages = demo_routes() if settings.demo_page else []
    return [*widget_routes(widget, Clients(settings.trusted_proxies), settings.allowed_origins), *pages]


def _desk_routes(
    settings: Settings, desk: Desk, store: SqlStore, live: Live, links: OneTimeLinks
) -> list[BaseRoute]:
    password = settings.desk_password.get_secret_value() if settings.desk_password else None
    return web_desk.routes(
        desk=desk,
        store=store,
        live=live,
        clock=now,
        clients=Clients(settings.trusted_proxies),
        links=links,
        badges=Badges(signing_secret(settings), password),
        door=Door(password, now),
        shop_page="/" if settings.demo_page else None,
    )


@asynccontextmanager
async def _running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
