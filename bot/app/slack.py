"""The Slack desk, plugged into the core; off without tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from pydantic import SecretStr
from starlette.routing import BaseRoute

from bot.app.core import SLACK, SLACK_DM, Core, now
from bot.app.running import running
from bot.desk.slack import start
from bot.settings import ROOT, Settings
from bot.web.platforms import slack_route

FOLDER = ROOT / "data" / "desk"  # routing and prepared texts


@asynccontextmanager
async def slack(settings: Settings, core: Core) -> AsyncIterator[list[BaseRoute]]:
    """The route that Slack posts to where there is no socket. Raises BadRouting, BadCanned."""
    if settings.slack_bot_token is None:
        yield []
        return
    async with start.open_line(
        access(settings), now, FOLDER, country=settings.desk_country, zone=settings.zone
    ) as line:
        outgoing = start.Outgoing(
            line,
            core.store,
            core.files.content,
            now,
            timedelta(seconds=settings.answer_target),
            report=core.metrics.waiting_for_slack,
        )
        for name, channel in outgoing.channels.items():
            core.plug(name, channel)
        core.plugs.screens[SLACK] = outgoing.screen
        core.plugs.sources.update(dict.fromkeys((SLACK, SLACK_DM), line.files))
        desk = start.Slack(line, _needs(core), FOLDER, settings.zone)
        async with running(desk.run()):
            yield [slack_route(desk.take)] if settings.slack_signing_secret else []


def access(settings: Settings) -> start.Access:
    """Only for settings with a bot token."""
    return start.Access(
        bot_token=_plain(settings.slack_bot_token) or "",
        app_token=_plain(settings.slack_app_token),
        signing_secret=_plain(settings.slack_signing_secret),
        channel=settings.slack_channel,
        api=settings.slack_api,
    )


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def _needs(core: Core) -> start.Core:
    return start.Core(
        store=core.store,
        record=core.store,
        desk=core.desk,
        intake=core.intake,
        suggestions=core.suggestions,
        reviews=core.reviews,
        switch=core.switch,
        live=core.live,
        clock=now,
    )
