"""Telegram, plugged into the core; off without a token."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.routing import BaseRoute

from bot.app.core import TELEGRAM, Core, now
from bot.app.running import running
from bot.channels.telegram.start import Hook, Line, Telegram, Unusable, open_line
from bot.channels.widget_session import NotNow
from bot.settings import Settings, signing_secret
from bot.web.platforms import telegram_route


class OnTelegram:
    """Where a visitor of the website can go on; implements the widget's Elsewhere."""

    name = TELEGRAM

    def __init__(self, core: Core, line: Line) -> None:
        self._core = core
        self._line = line
        self._bot: str | None = None

    async def link(self, conversation_id: int | None) -> str:
        if self._bot is None:
            try:
                self._bot = (await self._line.check()).removeprefix("@")
            except Unusable as error:
                raise NotNow from error
        start = f"?start={await self._core.passes.issue(conversation_id)}" if conversation_id else ""
        return f"https://t.me/{self._bot}{start}"


@asynccontextmanager
async def telegram(
    settings: Settings, core: Core
) -> AsyncIterator[tuple[OnTelegram | None, list[BaseRoute]]]:
    """The way there for the widget, and the webhook's route."""
    if settings.telegram_token is None:
        yield None, []
        return
    async with open_line(settings.telegram_token.get_secret_value(), settings.telegram_api) as line:
        core.plug(TELEGRAM, line.channel(core.files))
        core.plugs.sources[TELEGRAM] = line.files
        edge = Telegram(
            line,
            intake=core.intake,
            store=core.store,
            live=core.live,
            clock=now,
            wording=core.texts,
            hook=_hook(settings),
        )
        async with running(edge.run()):
            yield OnTelegram(core, line), [telegram_route(edge.take)] if settings.telegram_webhook else []


def _hook(settings: Settings) -> Hook | None:
    """The secret that Telegram shows is made from our own: one setting less."""
    if settings.telegram_webhook is None:
        return None
    secret = hmac.digest(signing_secret(settings).encode(), b"telegram webhook", hashlib.sha256).hex()
    return Hook(settings.telegram_webhook, secret)
