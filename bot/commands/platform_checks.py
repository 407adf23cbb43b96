"""What `shopdesk doctor` asks of Telegram, Slack and mail servers: whether they know us, and what we may do."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.app.email import mail_line
from bot.app.slack import FOLDER, access
from bot.channels.telegram.start import Unusable
from bot.channels.telegram.start import open_line as telegram_line
from bot.desk.slack.check import check
from bot.desk.slack.start import open_line as slack_line
from bot.settings import Settings

SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is well, in words, if anything is; and what is not, each with how to mend it."""

    well: str = ""
    faults: Sequence[str] = ()


async def telegram(settings: Settings) -> Seen:
    """Only for settings with a token."""
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    try:
        async with asyncio.timeout(SECONDS), telegram_line(token, settings.telegram_api) as line:
            return Seen(f"it knows us as {await line.check()}")
    except Unusable as error:
        return Seen(faults=(f"SHOPDESK_TELEGRAM_TOKEN does not work: {error}.",))
    except TimeoutError:
        return Seen(faults=(f"There is no answer from {settings.telegram_api}.",))


async def email(settings: Settings) -> Seen:
    """Only for settings with an address to write from. Nothing is sent, and nothing is marked as read."""
    line = mail_line(settings)
    faults = [
        fault
        for check in (line.check_smtp(), line.check_imap())
        if (fault := await _fault(check)) is not None
    ]
    well = "" if faults else f"both servers know us; letters are from {line.sender.mail}"
    return Seen(well, faults)


async def _fault(check: Coroutine[None, None, str | None]) -> str | None:
    try:
        async with asyncio.timeout(SECONDS):
            return await check
    except TimeoutError:
        return "There is no answer from a mail server."


async def slack(settings: Settings) -> Seen:
    """Only for settings with a bot token. Raises BadRouting."""
    opened = slack_line(
        access(settings), lambda: datetime.now(UTC), FOLDER, country=settings.desk_country, zone=settings.zone
    )
    try:
        async with asyncio.timeout(SECONDS), opened as line:
            workspace, faults = await check(line)
    except TimeoutError:
        return Seen(faults=(f"There is no answer from {settings.slack_api}.",))
    return Seen(f"it knows us in {workspace}" if workspace else "", faults)
