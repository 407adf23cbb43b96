"""Updates that we fetch: stored first, confirmed with the next request. One process at a time does it."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.faults import NO_ACCESS, in_words
from bot.channels.telegram.inbound.updates import ALLOWED, chat_of
from bot.channels.telegram.wire import RAW, TooMany
from bot.conversations.ports import Clock, Store

log = logging.getLogger(__name__)

LEASE = "telegram-poller"
LEASE_TIME = timedelta(seconds=90)  # renewed before every request, which takes far less
LOOK_AGAIN = 5.0  # seconds, while another process has the lease
LONG_POLL = 25  # seconds
ANSWER_TIME = 15.0  # …and how long the answer may take beyond that


class NotStored(Exception):
    """Some updates of a batch could not be stored."""


class Poller:
    """`trouble` says in words why nothing comes in, while that is so."""

    def __init__(
        self,
        *,
        bot: Bot,
        take: Callable[[Mapping[str, Any]], Awaitable[None]],
        store: Store,
        clock: Clock,
        long_poll: int = LONG_POLL,
        look_again: float = LOOK_AGAIN,
        backoff: Backoff | None = None,
    ) -> None:
        self._bot = bot
        self._take = take
        self._store = store
        self._clock = clock
        self._long_poll = long_poll
        self._look_again = look_again
        self._backoff = backoff or Backoff()
        self._holder = uuid4().hex
        self._confirm: int | None = None  # what the next request confirms; not a place to read on from
        self._prepared = False
        self.trouble: str | None = None

    async def run(self) -> None:
        """Poll until cancelled."""
        try:
            while True:
                pause = await self._round()
                await asyncio.sleep(pause)
        finally:
            with suppress(Exception):  # else it runs out by itself
                await self._store.release(LEASE, self._holder)

    async def _round(self) -> float:
        """One request; how many seconds to wait before the next."""
        try:
            if not await self._leased():
                self._confirm, self._prepared = None, False
                return self._look_again
            await self._prepare()
            await self._fetch()
        except TelegramError as error:
            return self._telegram_failed(error)
        except NotStored:
            self.trouble = "what came in could not be stored"
            return self._backoff.next()
        except Exception:  # the database is away, most likely
            log.exception("polling Telegram failed; what was not stored is not confirmed")
            self.trouble = "what came in could not be stored"
            return self._backoff.next()
        self._backoff.reset()
        self.trouble = None
        return 0.0

    async def _leased(self) -> bool:
        now = self._clock()
        return await self._store.lease(LEASE, self._holder, now, now + LEASE_TIME)

    async def _prepare(self) -> None:
        """Telegram gives updates either to a webhook or to those who ask."""
        if self._prepared:
            return
        if (await self._bot.get_webhook_info()).url:
            log.warning("the bot's webhook is taken away, since updates are polled here")
            await self._bot.delete_webhook(drop_pending_updates=False)
        self._prepared = True

    async def _fetch(self) -> None:
        batch = await self._bot.get_updates(
            offset=self._confirm,
            timeout=self._long_poll,
            allowed_updates=ALLOWED,
            read_timeout=ANSWER_TIME,
        )
        # Confirmed by now. After an idle week Telegram's numbers start anywhere, so this one is not kept.
        self._confirm = None
        failed = await self._store_all([update.api_kwargs[RAW] for update in batch])
        if batch:
            self._confirm = min(failed, default=batch[-1].update_id + 1)
        if failed:
            raise NotStored

    async def _store_all(self, updates: Sequence[Mapping[str, Any]]) -> list[int]:
        """Chats beside one another, the updates of each in order; the ids of the first in each that failed."""
        chats: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for update in updates:
            chats[chat_of(update)].append(update)
        results = await asyncio.gather(*(self._store_chat(chat) for chat in chats.values()))
        return [failed for failed in results if failed is not None]

    async def _store_chat(self, updates: Sequence[Mapping[str, Any]]) -> int | None:
        for update in updates:
            try:
                await self._take(update)
            except Exception:  # it stays with Telegram, and so does what follows it in this chat
                log.exception("an update was not stored", extra={"update": update["update_id"]})
                return int(update["update_id"])
        return None

    def _telegram_failed(self, error: TelegramError) -> float:
        self.trouble = in_words(error)
        match error:
            case TooMany():
                return error.seconds
            case InvalidToken():
                log.error("Telegram does not know this bot's token: set the right SHOPDESK_TELEGRAM_TOKEN")
                return NO_ACCESS
            case Conflict():
                self._prepared = False  # somebody may have set a webhook
                self.trouble = (
                    "another program receives this bot's updates; stop it, or use a bot of your own"
                )
                log.error("polling Telegram: %s", self.trouble)
            case _:
                log.warning("polling Telegram: %s", self.trouble)
        return self._backoff.next()
