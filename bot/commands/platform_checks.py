"""What `shopdesk doctor` asks of Telegram and Slack: whether they know us, and what we may do there."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.app.slack import FOLDER, access
from bot.channels.telegram.start import Unusable
from bot.channels.telegram.start import open_line as telegram_line
from bot.conversations.errors import DeliveryError
from bot.desk.slack.faults import read
from bot.desk.slack.scopes import APP_LEVEL, missing
from bot.desk.slack.start import Line
from bot.desk.slack.start import open_line as slack_line
from bot.settings import Settings

SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Fault:
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found: what is well, in words, and what is not."""

    well: str
    faults: tuple[Fault, ...] = ()


async def telegram(settings: Settings) -> Seen:
    token = settings.telegram_token
    try:
        async with (
            asyncio.timeout(SECONDS),
            telegram_line(token.get_secret_value() if token else "", settings.telegram_api) as line,
        ):
            return Seen(f"it knows us as {await line.check()}")
    except Unusable as error:
        return Seen("", (Fault(str(error), "mend SHOPDESK_TELEGRAM_TOKEN"),))
    except TimeoutError:
        return Seen("", (Fault(f"no answer from {settings.telegram_api}", "look at the network"),))


async def slack(settings: Settings) -> Seen:
    line = slack_line(
        access(settings), lambda: datetime.now(UTC), FOLDER, country=settings.desk_country, zone=settings.zone
    )
    try:
        async with asyncio.timeout(SECONDS), line as opened:
            return await _seen(opened)
    except DeliveryError as error:
        return Seen("", (Fault(str(error), "see docs/desk.md for the tokens"),))
    except TimeoutError:
        return Seen("", (Fault(f"no answer from {settings.slack_api}", "look at the network"),))


async def _seen(line: Line) -> Seen:
    identity = await line.workspace.learn()
    faults = [fault async for fault in _faults(line, identity.scopes)]
    return Seen(f"it knows us in {identity.url or identity.team}", tuple(faults))


async def _faults(line: Line, granted: frozenset[str]) -> AsyncIterator[Fault]:
    again = (
        "add them under OAuth & Permissions, then reinstall the app (or paste `shopdesk slack manifest` anew)"
    )
    lacking = [f"{scope} ({purpose})" for scope, purpose in missing(granted).items()]
    if lacking:
        yield Fault(f"the bot's token lacks the scopes {', '.join(lacking)}", again)
    token = line.access.app_token
    if token is None:
        return
    try:
        await read(AsyncWebClient(base_url=line.client.base_url).apps_connections_open(app_token=token))
    except DeliveryError as error:
        yield Fault(f"the app-level token: {error}", f"make one with the scope {APP_LEVEL}")
