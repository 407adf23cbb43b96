"""Keeping desks outside this process like the store: each chore is done until it was shown as things are now."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown
from bot.conversations.lanes import Wake, nobody
from bot.conversations.ports import Clock, DeskScreen, Store
from bot.conversations.tickets import Chore

log = logging.getLogger(__name__)

DESK_OFF = timedelta(minutes=1)  # how soon to look again for a desk that is switched off, or a fault of ours


class Chores:
    def __init__(
        self, store: Store, screens: Mapping[str, DeskScreen], clock: Clock, *, wake: Wake = nobody
    ) -> None:
        self._store = store
        self._screens = screens
        self._clock = clock
        self._wake = wake

    async def take(self, conversation_id: int) -> bool:
        """Do what is due; False when nothing was done. The lane calls this one at a time."""
        if not self._screens:
            return False
        done = False
        held: set[str] = set()
        for chore in await self._store.due_chores(conversation_id, self._clock()):
            if chore.desk in held:
                continue
            delay = await self._show(chore)
            if delay is None:
                done = True
            else:
                held.add(chore.desk)
                await self._later(chore, delay)
        return done

    async def _show(self, chore: Chore) -> timedelta | None:
        """None when it is over, else when to try again."""
        screen = self._screens.get(chore.desk)
        if screen is None:
            return DESK_OFF
        try:
            await screen.show(chore)
        except ChannelBusy as busy:
            return timedelta(seconds=busy.retry_after)
        except ChannelUnknown:
            return timedelta(seconds=1)  # to show it twice is harmless
        except ChannelRefused as refused:
            log.error("a desk refused to show something: %s", refused, extra=_named(chore))
        except Exception:  # customers' own lines come after this step and must not wait for its faults
            log.exception("showing something on a desk broke", extra=_named(chore))
            return DESK_OFF
        async with self._store.transaction() as ledger:
            await ledger.strike_chore(chore)
        return None

    async def _later(self, chore: Chore, delay: timedelta) -> None:
        async with self._store.transaction() as ledger:
            await ledger.put_off_chore(chore, self._clock() + delay)
        self._wake(chore.conversation_id, delay)


def _named(chore: Chore) -> dict[str, object]:
    return {"desk": chore.desk, "chore": chore.kind.value, "subject": chore.subject}
