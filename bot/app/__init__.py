"""The composition root: one gateway, put together from its settings."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from starlette.applications import Starlette

from bot.app.core import WIDGET, build_core, now
from bot.app.email import email
from bot.app.running import running
from bot.app.slack import slack
from bot.app.telegram import telegram
from bot.app.website import operators_routes, shop_routes, staff_routes
from bot.channels.widget import wake
from bot.desk.links import OneTimeLinks
from bot.dialogue.memory import RasaMemory
from bot.dialogue.probe import is_up
from bot.dialogue.rasa import RasaDialogue, RasaLimits
from bot.insight.counting import Counting
from bot.insight.metrics import Metrics
from bot.insight.report import Report
from bot.settings import Settings
from bot.storage.erasing import ENGINE
from bot.storage.store import open_store
from bot.web.app import build_web_app
from bot.web.server import serving


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
        dialogue = RasaDialogue(
            settings.rasa_urls, RasaLimits(settings.turn_deadline, settings.turn_parallel), client
        )
        core = build_core(settings, store, dialogue, Metrics())
        core.plugs.screens[ENGINE] = RasaMemory(settings.rasa_urls, client)
        store.read_by(WIDGET, wake(core.live))

        async def actions_up() -> bool:
            return await is_up(client, f"{settings.actions_url}/health")

        counting = Counting(store.database, settings.zone, now)
        target = timedelta(seconds=settings.answer_target)
        report = Report(store.database, counting, settings.zone, target, now)
        links = OneTimeLinks(now)
        checks = {"database": store.ping, "dialogue": dialogue.ready, "actions": actions_up}
        async with (
            slack(settings, core) as slack_routes,
            telegram(settings, core) as (there, telegram_routes),
            email(settings, core),
        ):
            routes = [
                *shop_routes(settings, core, there),
                *slack_routes,
                *telegram_routes,
                *staff_routes(settings, core, links, report),
                *operators_routes(settings, core, checks),
            ]
            async with (
                running(core.sweep.run()),
                running(core.metrics.keep_fresh(store.counts)),
                running(counting.keep_up()),
            ):
                yield Gateway(build_web_app(routes), links)
            await core.lanes.close()  # before the lines that it sends over
