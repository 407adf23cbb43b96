"""The shop's lines out to Telegram's chats."""

from collections.abc import Sequence

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.faults import UNREACHABLE, meaning
from bot.channels.telegram.outbound import progress
from bot.channels.telegram.outbound.steps import Planner, Step
from bot.channels.telegram.outbound.uploads import FileBytes
from bot.channels.telegram.pace import Pacer
from bot.channels.telegram.wire import TooMany
from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown, CustomerGone
from bot.conversations.messages import Delivery


class TelegramChannel:
    """Implements the core's Channel."""

    together = 1

    def __init__(self, bot: Bot, files: FileBytes, pacer: Pacer) -> None:
        self._planner = Planner(bot, files)
        self._pacer = pacer

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        """Its receipt names the messages that the line became, see `progress`."""
        (delivery,) = deliveries
        steps = self._planner.steps(delivery)
        if not steps and delivery.message.entry.corrects is None:
            raise ChannelRefused("the line has neither text nor file")
        marks = progress.read(delivery.receipt)
        for number in range(len(marks), len(steps)):
            marks.append(await self._go(steps, number, marks, delivery.address))
        if progress.UNSURE in marks:
            raise ChannelUnknown(f"{marks.count(progress.UNSURE)} of {len(marks)} parts may not have arrived")
        return progress.write(marks)

    async def find(self, delivery: Delivery) -> str | None:  # noqa: ARG002 - the port's signature
        """Telegram does not let a bot look at what it wrote."""
        raise ChannelUnknown("Telegram cannot be asked what arrived")

    async def _go(self, steps: Sequence[Step], number: int, marks: Sequence[str], address: str) -> str:
        """Take the step; what was done before is kept as progress."""
        step = steps[number]
        try:
            self._pacer.take(address)
            return await self._act(step, address)
        except ChannelBusy as busy:
            raise ChannelBusy(busy.retry_after, progress.write(marks)) from busy
        except ChannelUnknown as unknown:
            if step.repeatable:
                raise ChannelBusy(UNREACHABLE, progress.write(marks)) from unknown
            if len(steps) == 1:
                raise
            return progress.UNSURE  # the other parts go out; at the end the whole line is of unknown fate
        except CustomerGone:
            raise
        except ChannelRefused as refused:
            if len(steps) == 1:
                raise
            raise ChannelRefused(f"part {number + 1} of {len(steps)}: {refused}") from refused

    async def _act(self, step: Step, address: str) -> str:
        try:
            return await step.act()
        except TelegramError as error:
            if isinstance(error, TooMany):
                self._pacer.hold(address, error.seconds)
            raise meaning(error) from error
