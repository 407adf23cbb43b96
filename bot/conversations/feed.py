"""What desks outside this process are shown: the lines of their threads, and cards that must be shown anew."""

from collections.abc import Collection
from datetime import datetime

from bot.conversations.handoffs import Handoff
from bot.conversations.ledger import Ledger
from bot.conversations.messages import Author, Delivery, Message
from bot.conversations.model import Conversation
from bot.conversations.tickets import ChoreKind


class Feed:
    """`desks`: channels of staff; on each, a hand-over is at the address of its number.

    `readers`: channels whose customers read the log themselves, so that nothing is delivered to them.
    """

    def __init__(self, desks: Collection[str] = (), readers: Collection[str] = ()) -> None:
        self._desks = tuple(desks)
        self._readers = frozenset(readers)

    def is_desk(self, channel: str | None) -> bool:
        return channel in self._desks

    async def show(
        self,
        ledger: Ledger,
        handoff: Handoff | None,
        now: datetime,
        *lines: Message,
        besides: str | None = None,
    ) -> None:
        """Owe the lines to every desk but the one they came from, and `besides`; its cards are shown anew."""
        if handoff is None:
            return
        for desk in self._desks:
            for line in lines:
                if desk not in (line.entry.channel, besides):
                    await ledger.owe(line, desk, str(handoff.id), now)
            await ledger.lay_chore(handoff.conversation_id, desk, ChoreKind.CARD, handoff.id, now)

    async def hear(
        self, ledger: Ledger, conversation_id: int, now: datetime, *lines: Message, besides: str | None = None
    ) -> None:
        """The same for the conversation's hand-over, if it has one that staff still look at."""
        if self._desks:
            await self.show(ledger, await ledger.handoff(conversation_id), now, *lines, besides=besides)

    async def replied(self, ledger: Ledger, conversation: Conversation, line: Message, now: datetime) -> None:
        """An agent's line is where its customer reads it: say so where it was written."""
        desk = line.entry.channel
        if desk in self._desks and conversation.channel in self._readers:
            await ledger.lay_chore(conversation.id, desk, ChoreKind.READ, line.id, now)

    async def settled(self, ledger: Ledger, delivery: Delivery, now: datetime) -> None:
        """An agent's line was sent, refused or lost: show it where the line was written."""
        entry = delivery.message.entry
        if (
            entry.author is Author.AGENT
            and entry.channel in self._desks
            and not self.is_desk(delivery.channel)
        ):
            await ledger.lay_chore(
                delivery.message.conversation_id, entry.channel, ChoreKind.MARK, delivery.id, now
            )


NO_DESKS = Feed()
