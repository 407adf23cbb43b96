"""Sending what is owed, in order: busy waits, refused is shown to staff, unknown is never sent blindly again."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Author, Delivery, DeliveryState, Entry
from bot.conversations.ports import Channel, Clock, Store

log = logging.getLogger(__name__)

CHANNEL_OFF = timedelta(minutes=1)  # how soon to look again for a channel that is switched off


class Deliveries:
    def __init__(self, store: Store, channels: Mapping[str, Channel], live: Live, clock: Clock) -> None:
        self._store = store
        self._channels = channels
        self._live = live
        self._clock = clock
        self._started = clock()

    async def send(self, conversation_id: int) -> bool:
        """Send what may be sent now; False when nothing was. The lane calls this one at a time."""
        sent = False
        held: set[str] = set()
        for delivery in await self._store.due_deliveries(conversation_id, self._clock()):
            if delivery.channel in held:
                continue
            if await self._send(delivery):
                sent = True
            else:
                held.add(delivery.channel)
        return sent

    async def _send(self, delivery: Delivery) -> bool:
        """Whether what follows on the same channel may go too."""
        channel = self._channels.get(delivery.channel)
        if channel is None:
            return await self._later(delivery, CHANNEL_OFF, "the channel is off")
        try:
            receipt = await self._once(channel, delivery)
        except ChannelBusy as busy:
            return await self._later(delivery, timedelta(seconds=busy.retry_after), str(busy))
        except ChannelRefused as refused:
            await self._refused(delivery, str(refused))
        except ChannelUnknown as unknown:
            await self._settle(delivery, DeliveryState.UNKNOWN, error=str(unknown) or "no answer")
        else:
            await self._settle(delivery, DeliveryState.SENT, receipt=receipt)
        return True

    async def _once(self, channel: Channel, delivery: Delivery) -> str | None:
        """Send; what an earlier process may have sent, and what got no answer, is looked for first."""
        if delivery.message.created_at < self._started or delivery.attempts:
            found = await channel.find(delivery)
            if found is not None:
                return found
        try:
            return await channel.send(delivery)
        except ChannelUnknown:
            found = await channel.find(delivery)
            if found is None:
                raise ChannelBusy from None  # it surely did not arrive
            return found

    async def _later(self, delivery: Delivery, delay: timedelta, why: str) -> bool:
        await self._settle(delivery, DeliveryState.DUE, due_at_in=delay, error=why)
        return False

    async def _refused(self, delivery: Delivery, why: str) -> None:
        now = self._clock()
        entry = Entry(
            Author.SHOP,
            f"Not delivered on {delivery.channel}: {why}",
            internal=True,
            details={"event": "refused", "message": delivery.message.id},
        )
        async with self._store.transaction() as ledger:
            await ledger.append(delivery.message.conversation_id, entry, now)
            await ledger.settle(delivery, DeliveryState.REFUSED, error=why)
        self._live.notify(DESK)

    async def _settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        due_at_in: timedelta | None = None,
        receipt: str | None = None,
        error: str | None = None,
    ) -> None:
        due_at = self._clock() + due_at_in if due_at_in is not None else None
        async with self._store.transaction() as ledger:
            await ledger.settle(delivery, state, due_at=due_at, receipt=receipt, error=error)
