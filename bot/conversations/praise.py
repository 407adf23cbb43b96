"""Praise reaches the agent: a line in the conversation that was praised, on every desk."""

from datetime import datetime

from bot.conversations.feed import Feed
from bot.conversations.handoffs import Handoff
from bot.conversations.ledger import Ledger
from bot.conversations.lines import staff_line
from bot.conversations.messages import Message
from bot.conversations.ratings import Rated, Rating

EVENT = "praise"
QUOTED = 500  # characters


class Praise:
    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def of_rating(self, ledger: Ledger, rating: Rating, said: str, now: datetime) -> None:
        """`said`: the step in words."""
        if rating.rated is Rated.PERSON and rating.agent is not None:
            text = f"The customer rated the help of {rating.agent.name}: {said.lower()}."
            await self._pass_on(ledger, await ledger.rated_handoff(rating), text, now)

    async def of_words(self, ledger: Ledger, rating: Rating, line: Message, now: datetime) -> None:
        """What a satisfied customer wrote to a rating; what others wrote is for the report."""
        if rating.rated is Rated.PERSON and rating.agent is not None and rating.is_good:
            text = f"The customer on the help of {rating.agent.name}: {_quoted(line)}"
            await self._pass_on(ledger, await ledger.rated_handoff(rating), text, now, line=line.id)

    async def of_thanks(self, ledger: Ledger, handoff: Handoff, line: Message, now: datetime) -> None:
        """Thanks that came when the person had gone."""
        name = handoff.agent.name if handoff.agent else "people"
        text = f"The customer thanks {name}: {_quoted(line)}"
        await self._pass_on(ledger, handoff, text, now, line=line.id)

    async def _pass_on(
        self, ledger: Ledger, handoff: Handoff | None, text: str, now: datetime, **details: object
    ) -> None:
        if handoff is None:
            return
        entry = staff_line(text, EVENT, handoff=handoff.id, **details)
        line = await ledger.append(handoff.conversation_id, entry, now)
        await self._feed.show(ledger, handoff, now, line)


def _quoted(line: Message) -> str:
    text = " ".join(line.entry.text.split())
    return f"“{text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + '…'}”"
