"""Praise reaches the agent: a line in the conversation that was praised, on every desk."""

from datetime import datetime, timedelta

from bot.conversations.answers import Answer
from bot.conversations.feed import Feed
from bot.conversations.handoffs import Handoff
from bot.conversations.ledger import Ledger
from bot.conversations.lines import staff_line
from bot.conversations.messages import Message
from bot.conversations.model import Conversation
from bot.conversations.ratings import Rated, Rating

EVENT = "praise"
QUOTED = 500  # characters
THANKS = "thank"  # the intent
MORE_THAN_THANKS = 4  # words
LASTS = timedelta(days=1)  # for how long thanks are still meant for the person who helped


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

    async def of_thanks(
        self, ledger: Ledger, conversation: Conversation, line: Message, answer: Answer, now: datetime
    ) -> None:
        """Thanks that came when the person had gone, and that say more than thanks."""
        intent = (answer.parse.get("intent") or {}).get("name")
        if intent != THANKS or len(line.entry.text.split()) < MORE_THAN_THANKS:
            return
        if await ledger.bot_helped(conversation.id):
            return  # then it is the assistant who is thanked
        handoff = await ledger.last_help(conversation.channel, conversation.address, now - LASTS)
        if handoff is not None and handoff.agent is not None:
            text = f"The customer thanks {handoff.agent.name}: {_quoted(line)}"
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
