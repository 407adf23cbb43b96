"""E-mail, plugged into the core; off without servers."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.app.core import EMAIL, Core, now
from bot.app.running import running
from bot.channels.email.addresses import sender
from bot.channels.email.servers import server
from bot.channels.email.start import Line
from bot.conversations.letters import UnlessRead
from bot.settings import Settings, signing_secret


@asynccontextmanager
async def email(settings: Settings, core: Core) -> AsyncIterator[None]:
    """Letters go out and come in inside the block."""
    if settings.mail_from is None:
        yield
        return
    line = mail_line(settings)
    core.store.gather_for(EMAIL, timedelta(seconds=settings.mail_pause))
    channel = line.channel(core.store, core.files, core.texts, now)
    core.plug(EMAIL, UnlessRead(channel, core.store, core.live))
    core.plugs.sources[EMAIL] = line.files
    poller = line.poller(intake=core.intake, returns=core.returned, store=core.store, clock=now)
    async with running(poller.run()):
        yield


def mail_line(settings: Settings) -> Line:
    """Only for settings with an address to write from; the others are then set as well."""
    smtp = settings.smtp_url.get_secret_value() if settings.smtp_url else ""
    imap = settings.imap_url.get_secret_value() if settings.imap_url else ""
    secret = hmac.digest(signing_secret(settings).encode(), b"letters", hashlib.sha256)
    return Line(server(smtp), server(imap), sender(settings.mail_from or ""), secret)
