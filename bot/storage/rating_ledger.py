"""The part of an open transaction that is about what customers say of the help they got."""

from datetime import datetime

from bot.conversations.handoffs import Cause, Handoff
from bot.conversations.messages import Message
from bot.conversations.ratings import Rated, Rating
from bot.storage import proposed_causes, ratings
from bot.storage.database import Transaction


class RatingLedger:
    def __init__(self, transaction: Transaction) -> None:
        self._run = transaction.run

    async def ask_rating(
        self, conversation_id: int, rated: Rated, handoff: Handoff | None, now: datetime
    ) -> Rating:
        return await self._run(ratings.ask, conversation_id, rated, handoff, now)

    async def rating(self, rating_id: int) -> Rating | None:
        return await self._run(ratings.one, rating_id)

    async def give_rating(self, rating: Rating, score: int, now: datetime) -> Rating:
        return await self._run(ratings.give, rating, score, now)

    async def await_words(self, rating: Rating, since: datetime | None) -> None:
        await self._run(ratings.await_words, rating, since)

    async def keep_words(self, rating: Rating, line: Message) -> None:
        await self._run(ratings.keep_words, rating, line)

    async def rating_asked_since(self, channel: str, address: str, since: datetime) -> bool:
        return await self._run(ratings.asked_since, channel, address, since)

    async def bot_helped(self, conversation_id: int) -> bool:
        return await self._run(ratings.bot_helped, conversation_id)

    async def last_help(self, channel: str, address: str, since: datetime) -> Handoff | None:
        return await self._run(ratings.last_help, channel, address, since)

    async def rated_handoff(self, rating: Rating) -> Handoff | None:
        return await self._run(ratings.rated_handoff, rating)

    async def propose_cause(self, handoff: Handoff, cause: Cause, now: datetime) -> None:
        await self._run(proposed_causes.propose, handoff, cause, now)
