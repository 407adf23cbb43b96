"""The desk in Slack, as the core sees it: whatever changed is shown anew."""

from typing import assert_never

from bot.conversations.tickets import Chore, ChoreKind
from bot.desk.slack.card.eraser import CardEraser
from bot.desk.slack.card.keeper import Cards
from bot.desk.slack.outbox.marks import Marks


class Screen:
    """Implements the core's DeskScreen."""

    def __init__(self, cards: Cards, marks: Marks, eraser: CardEraser) -> None:
        self._cards = cards
        self._marks = marks
        self._eraser = eraser

    async def show(self, chore: Chore) -> None:
        match chore.kind:
            case ChoreKind.CARD:
                await self._cards.show(chore.subject)
            case ChoreKind.MARK:
                await self._marks.show_delivery(chore.subject, again=chore.version > 1)
            case ChoreKind.READ:
                await self._marks.show_read(chore.subject)
            case ChoreKind.ERASE:
                await self._eraser.erase(chore.subject)
            case unknown:
                assert_never(unknown)
