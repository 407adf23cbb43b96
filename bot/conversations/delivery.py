"""Sending what is owed, in order: busy waits, refused is shown to staff, unknown is never sent blindly again."""

import enum
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import takewhile

from bot.conversations.errors import (
    ChannelBusy,
    ChannelRefused,
    ChannelUnknown,
    CustomerGone,
    DeliveryError,
)
from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.lanes import Wake, nobody
from bot.conversations.ledger import Ledger
from bot.conversations.lines import staff_line
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Author, Customer, Delivery, DeliveryState
from bot.conversations.ports import Channel, Clock, Store
from bot.privacy.mask import mask

log = logging.getLogger(__name__)

IN_DOUBT = "Maybe not delivered: {channel} gave no answer. It is not sent again; ask whether it came."
CHANNEL_OFF = timedelta(minutes=1)  # how soon to look again for a channel that is switched off


class _Fate(enum.Enum):
    """What this process knows of a line that is still owed."""

    UNSENT = enum.auto()
    BEGUN = enum.auto()  # a sending began and was cut off, maybe in an earlier process
    UNKNOWN = enum.auto()  # a sending had no answer


class Deliveries:
    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        live: Live,
        clock: Clock,
        *,
        feed: Feed = NO_DESKS,
        wake: Wake = nobody,
        repeated: Callable[[Delivery], None] | None = None,
    ) -> None:
        """`repeated` is told of every line that may arrive twice, since its channel cannot look for the first."""
        self._store = store
        self._channels = channels
        self._live = live
        self._clock = clock
        self._feed = feed
        self._wake = wake
        self._repeated = repeated
        self._started = clock()
        self._fates: dict[int, _Fate] = {}

    async def send(self, conversation_id: int) -> bool:
        """Send what may be sent now; False when nothing was. The lane calls this one at a time."""
        owed = await self._owed(conversation_id)
        sent = False
        for name in sorted(owed, key=self._feed.is_desk):  # customers first
            sent |= await self._send_all(name, owed[name])
        return sent

    async def send_to_customers(self, conversation_id: int) -> bool:
        """The same without desks: a step for the lane before those that may have to wait for a desk."""
        owed = await self._owed(conversation_id)
        sent = False
        for name in owed:
            if not self._feed.is_desk(name):
                sent |= await self._send_all(name, owed[name])
        return sent

    async def _owed(self, conversation_id: int) -> Mapping[str, Sequence[Delivery]]:
        """What may be sent now, by channel."""
        owed: dict[str, list[Delivery]] = {}
        for delivery in await self._store.due_deliveries(conversation_id, self._clock()):
            owed.setdefault(delivery.channel, []).append(delivery)
        return owed

    async def _send_all(self, name: str, owed: Sequence[Delivery]) -> bool:
        channel = self._channels.get(name)
        if channel is None:
            await self._later(owed[0], CHANNEL_OFF, "the channel is off")
            return False
        sent = False
        while owed:
            run = _first_run(owed, channel.together)
            owed = owed[len(run) :]
            for delivery in run:
                self._fates.setdefault(delivery.id, self._first_guess(delivery))
            try:
                await self._send_run(channel, run)
            except ChannelBusy as busy:
                unsettled = [delivery for delivery in run if delivery.id in self._fates]
                await self._later(unsettled[0], _delay(busy), _why(busy), busy.progress)
                return sent or len(unsettled) < len(run)
            sent = True
        return sent

    def _first_guess(self, delivery: Delivery) -> _Fate:
        """What was written before this process began, an earlier one may have begun to send."""
        return _Fate.BEGUN if delivery.message.created_at < self._started else _Fate.UNSENT

    async def _send_run(self, channel: Channel, run: Sequence[Delivery]) -> None:
        """Send the lines as one; what may have arrived already is looked for first. Raises ChannelBusy."""
        unsent = [delivery for delivery in run if not await self._is_over(channel, delivery)]
        if not unsent:
            return
        self._note(unsent, _Fate.BEGUN)
        try:
            receipt = await channel.send(unsent)
        except ChannelBusy:
            self._note(unsent, _Fate.UNSENT)
            raise
        except ChannelRefused as refused:
            self._note(unsent, _Fate.UNSENT)
            await self._refused(channel, unsent, refused)
        except ChannelUnknown as unknown:
            self._note(unsent, _Fate.UNKNOWN)
            await self._look_for(channel, unsent, unknown)
        else:
            await self._settle(unsent, DeliveryState.SENT, receipt=receipt)

    async def _is_over(self, channel: Channel, delivery: Delivery) -> bool:
        """Whether it needs no sending; asks the channel when that is in doubt."""
        fate = self._fates[delivery.id]
        if fate is _Fate.UNSENT:
            return False
        try:
            receipt = await channel.find(delivery)
        except ChannelUnknown as error:
            if fate is _Fate.UNKNOWN:
                await self._in_doubt(delivery, _why(error) or "no answer")
                return True
            if self._repeated:
                self._repeated(delivery)
            return False
        if receipt is None:
            return False
        await self._settle([delivery], DeliveryState.SENT, receipt=receipt)
        return True

    async def _look_for(self, channel: Channel, run: Sequence[Delivery], unknown: ChannelUnknown) -> None:
        """What did not arrive stays in doubt, so that it is looked for again before the next try."""
        log.warning("a channel gave no answer: %s", _why(unknown))
        missing = [delivery for delivery in run if not await self._is_over(channel, delivery)]
        if missing:
            raise ChannelBusy

    async def _refused(self, channel: Channel, run: Sequence[Delivery], refused: ChannelRefused) -> None:
        """Staff see it. Of several lines one may be to blame: then each is tried by itself."""
        if len(run) > 1:
            for delivery in run:
                await self._send_run(channel, [delivery])
            return
        [delivery] = run
        async with self._store.transaction() as ledger:
            if isinstance(refused, CustomerGone):
                gone = Customer(delivery.channel, delivery.address, blocked_at=self._clock())
                await ledger.note_customer(gone)
            await self._tell_staff(
                ledger, delivery, f"Not delivered on {delivery.channel}: {_why(refused)}", "refused"
            )
            await ledger.settle(delivery, DeliveryState.REFUSED, error=_why(refused))
            await self._feed.settled(ledger, delivery, self._clock())
        del self._fates[delivery.id]
        self._live.notify(DESK)

    async def _in_doubt(self, delivery: Delivery, error: str) -> None:
        """It may have arrived, and only the customer can say. What a person wrote is worth that question."""
        async with self._store.transaction() as ledger:
            by_agent = delivery.message.entry.author is Author.AGENT
            if by_agent and not self._feed.is_desk(delivery.channel):
                await self._tell_staff(
                    ledger, delivery, IN_DOUBT.format(channel=delivery.channel), "in_doubt"
                )
            await ledger.settle(delivery, DeliveryState.UNKNOWN, error=error)
            await self._feed.settled(ledger, delivery, self._clock())
        self._fates.pop(delivery.id, None)
        self._live.notify(DESK)

    async def _tell_staff(self, ledger: Ledger, delivery: Delivery, text: str, event: str) -> None:
        """Everywhere but on the desk that the line was for."""
        now, message = self._clock(), delivery.message
        entry = staff_line(text, event, message=message.id)
        line = await ledger.append(message.conversation_id, entry, now)
        await self._feed.hear(ledger, message.conversation_id, now, line, besides=delivery.channel)

    async def _later(
        self, delivery: Delivery, delay: timedelta, why: str, progress: str | None = None
    ) -> None:
        async with self._store.transaction() as ledger:
            due_at = self._clock() + delay
            await ledger.settle(delivery, DeliveryState.DUE, due_at=due_at, receipt=progress, error=why)
        self._wake(delivery.message.conversation_id, delay)

    async def _settle(
        self,
        run: Sequence[Delivery],
        state: DeliveryState,
        *,
        receipt: str | None = None,
        error: str | None = None,
    ) -> None:
        async with self._store.transaction() as ledger:
            for delivery in run:
                await ledger.settle(delivery, state, receipt=receipt, error=error)
                await self._feed.settled(ledger, delivery, self._clock())
        for delivery in run:
            self._fates.pop(delivery.id, None)

    def _note(self, run: Sequence[Delivery], fate: _Fate) -> None:
        self._fates.update(dict.fromkeys((delivery.id for delivery in run), fate))


def _first_run(owed: Sequence[Delivery], together: int) -> list[Delivery]:
    """As many of one address as go out as one."""
    address = owed[0].address
    return list(takewhile(lambda delivery: delivery.address == address, owed[:together]))


def _why(error: DeliveryError) -> str:
    """A channel's own words, which may quote the line or its reader."""
    return mask(str(error))


def _delay(busy: ChannelBusy) -> timedelta:
    return timedelta(seconds=busy.retry_after)
