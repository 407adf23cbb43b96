"""Puts the Telegram channel together."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import httpx
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.aside import Aside
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.faults import in_words
from bot.channels.telegram.inbound.entrance import Entrance, Receiver
from bot.channels.telegram.inbound.files import TelegramFiles
from bot.channels.telegram.inbound.groups import Groups
from bot.channels.telegram.inbound.polling import Poller
from bot.channels.telegram.inbound.presses import Presses
from bot.channels.telegram.inbound.updates import ALLOWED
from bot.channels.telegram.inbound.webhook import Webhook
from bot.channels.telegram.menu import Menu
from bot.channels.telegram.outbound.activity import Activity
from bot.channels.telegram.outbound.channel import TelegramChannel
from bot.channels.telegram.outbound.uploads import FileBytes
from bot.channels.telegram.pace import Pacer
from bot.channels.telegram.wire import UpdatesWire, Wire
from bot.conversations.live import Live
from bot.conversations.ports import Clock, Store, Wording

API = "https://api.telegram.org"
READ_TIME = 10.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram brings updates: an https address that ends at our route, and the secret it shows there."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """The bot at Telegram's end of the line. `files` is the core's FileSource for this channel."""

    bot: Bot = field(repr=False)  # its own repr shows the token
    files: TelegramFiles
    pacer: Pacer

    def channel(self, files: FileBytes) -> TelegramChannel:
        """`files`: the core's own, for what agents send."""
        return TelegramChannel(self.bot, files, self.pacer)

    async def check(self) -> str:
        """The bot's @name. Raises Unusable with what is wrong."""
        try:
            return f"@{(await self.bot.get_me()).username}"
        except InvalidToken:
            raise Unusable("Telegram does not know this token: ask @BotFather for the right one") from None
        except TelegramError as error:
            raise Unusable(in_words(error)) from None


class Unusable(Exception):
    """The bot cannot be used; the text says why and holds no secret."""


@asynccontextmanager
async def open_line(token: str, api: str = API, *, pacer: Pacer | None = None) -> AsyncIterator[Line]:
    """Nothing is sent yet. `api`: Telegram's or a Bot API server of one's own. Raises Unusable for an empty token."""
    if not token.strip():
        raise Unusable("the token is empty")
    root = api.rstrip("/")
    wire = Wire(connection_pool_size=64, read_timeout=READ_TIME, pool_timeout=5.0)
    updates = UpdatesWire(connection_pool_size=2)
    bot = Bot(
        token.strip(),
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=wire,
        get_updates_request=updates,
    )
    async with httpx.AsyncClient() as client:
        try:
            yield Line(bot, TelegramFiles(bot, client), pacer or Pacer())
        finally:
            await wire.shutdown()
            await updates.shutdown()


class Telegram:
    """What comes in: `run` is to be supervised; `take` is for the webhook's route."""

    def __init__(
        self,
        line: Line,
        *,
        intake: Receiver,
        store: Store,
        live: Live,
        clock: Clock,
        wording: Wording,
        hook: Hook | None = None,
    ) -> None:
        """With a `hook` Telegram brings the updates, without one they are polled."""
        self._bot = line.bot
        self._hook = hook
        self._aside = Aside()
        self._menu = Menu(line.bot, wording)
        self._activity = Activity(line.bot, live, line.pacer, self._aside)
        entrance = Entrance(
            intake=intake,
            store=store,
            live=live,
            presses=Presses(line.bot, line.pacer, wording),
            groups=Groups(line.bot, wording),
            aside=self._aside,
        )
        self._poller = Poller(bot=line.bot, take=entrance.take, store=store, clock=clock)
        self._webhook = Webhook(entrance.take, hook.secret) if hook else None

    @property
    def trouble(self) -> str | None:
        """Why nothing is polled just now, in words."""
        return self._poller.trouble

    async def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status for what came to the webhook's address."""
        return await self._webhook.take(headers, body) if self._webhook else 404

    async def run(self) -> None:
        """Until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._activity.run())
                tasks.create_task(self._introduce())
                if self._hook is None:
                    tasks.create_task(self._poller.run())
        finally:
            await self._aside.close()

    async def _introduce(self) -> None:
        """Set the webhook, then the menu, each until it has worked once."""
        if self._hook:
            await _insist(partial(self._set_webhook, self._hook))
        await _insist(self._menu.bring_up_to_date)

    async def _set_webhook(self, hook: Hook) -> None:
        """Always anew: Telegram does not tell whether it knows the right secret."""
        await self._bot.set_webhook(hook.url, secret_token=hook.secret, allowed_updates=ALLOWED)


async def _insist(do: Callable[[], Awaitable[None]]) -> None:
    """Try until Telegram can be reached and agrees."""
    backoff = Backoff(most=300.0)
    while True:
        try:
            return await do()
        except TelegramError as error:
            log.warning("the bot could not be set up yet: %s", in_words(error))
        except Exception:  # customers are answered all the same
            log.exception("the bot could not be set up")
        await asyncio.sleep(backoff.next())
