"""Mail that we fetch: stored first, then marked as read. One process at a time does it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from bot.channels.email.inbound.entrance import TooMany
from bot.channels.email.inbound.mailbox import Mailbox, MailboxAway, MailboxRefused
from bot.channels.email.inbound.reading import Mail
from bot.conversations.ports import Clock, Store

log = logging.getLogger(__name__)

LEASE = "mail-poller"
LEASE_TIME = timedelta(minutes=5)  # far more than one look takes
EVERY = 15.0  # seconds between two looks
SOON = 0.2  # …when there was more than one look takes in
MOST_TROUBLE = 120.0  # seconds between tries while the server is away
MOST_TRIES = 5  # of one mail, while the database answers: then it is to blame itself
TO_MEND = 120.0  # …and while it does not take us


class Poller:
    """`trouble` says in words why nothing comes in, while that is so."""

    def __init__(
        self,
        *,
        mailbox: Mailbox,
        take: Callable[[Mail], Awaitable[None]],
        store: Store,
        clock: Clock,
        every: float = EVERY,
    ) -> None:
        self._mailbox = mailbox
        self._take = take
        self._store = store
        self._clock = clock
        self._every = every
        self._failed = 0
        self._tries: Counter[str] = Counter()
        self._holder = uuid4().hex
        self.trouble: str | None = None

    async def run(self) -> None:
        """Poll until cancelled."""
        try:
            while True:
                pause = await self._round()
                await asyncio.sleep(pause)
        finally:
            self._mailbox.close()
            with suppress(Exception):  # else it runs out by itself
                await self._store.release(LEASE, self._holder)

    async def _round(self) -> float:
        """One look; how many seconds to wait before the next."""
        try:
            if not await self._leased():
                self._mailbox.close()
                return self._every
            taken = await self._look()
        except MailboxAway as error:
            return self._away(str(error))
        except MailboxRefused as error:
            self.trouble = str(error)
            log.error("the mailbox does not take us, mend SHOPDESK_IMAP_URL: %s", error)
            return TO_MEND
        except Exception:  # the database is away, most likely
            log.exception("fetching mail failed; what was not stored stays unread")
            return self._away("what came in could not be stored")
        self._failed = 0
        self.trouble = None
        return SOON if taken else self._every

    async def _leased(self) -> bool:
        now = self._clock()
        return await self._store.lease(LEASE, self._holder, now, now + LEASE_TIME)

    async def _look(self) -> int:
        """How many mails were taken in."""
        taken = 0
        for uid in await asyncio.to_thread(self._mailbox.unread, self._clock().date()):
            taken += await self._fetch(uid)
        return taken

    async def _fetch(self, uid: int) -> bool:
        mail = await asyncio.to_thread(self._mailbox.fetch, uid)
        if mail is None:
            return False
        flagged = False
        try:
            await self._take(mail)
        except TooMany:
            log.warning("too many mails from one sender; left to people, flagged", extra={"mail": mail.place})
            flagged = True
        except Exception:  # it stays unread; the others are not held up by it
            log.exception("a mail was not stored", extra={"mail": mail.place})
            self._tries[mail.place] += 1
            if self._tries[mail.place] < MOST_TRIES:
                return False
            log.error("a mail cannot be read; left to people, flagged", extra={"mail": mail.place})
            flagged = True
        self._tries.pop(mail.place, None)
        await asyncio.to_thread(self._mailbox.mark, uid, flagged=flagged)
        return True

    def _away(self, trouble: str) -> float:
        self.trouble = trouble
        self._failed += 1
        log.warning("fetching mail: %s", trouble)
        return min(self._every * 2.0 ** min(self._failed - 1, 10), MOST_TROUBLE)
