"""What is read of the store about what customers say of the help they got."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversations.handoffs import Cause
from bot.conversations.ratings import Rating
from bot.storage import proposed_causes, rating_figures, ratings
from bot.storage.database import Database
from bot.storage.rating_figures import RatingFigures


class RatingStore:
    def __init__(self, database: Database) -> None:
        self._read = database.read
        self._scan = database.scan

    async def awaiting_words(self, channel: str, address: str, since: datetime) -> Rating | None:
        return await self._read(ratings.awaiting_words, channel, address, since)

    async def to_ask_rating(self, quiet_since: datetime, active_since: datetime) -> Sequence[int]:
        return await self._read(ratings.to_ask, quiet_since, active_since)

    async def ratings(self, conversation_id: int) -> Sequence[Rating]:
        return await self._read(ratings.of_conversation, conversation_id)

    async def rating_figures(self, since: datetime, until: datetime, *by: str) -> Sequence[RatingFigures]:
        """Of what was asked from `since` to before `until`; `by`: any of rated, language, channel."""
        return await self._scan(rating_figures.figures, since, until, by)

    async def cause_agreement(self, since: datetime, until: datetime) -> Mapping[tuple[Cause, Cause], int]:
        """How many hand-overs that ended in between had which pair of proposed and final cause."""
        return await self._scan(proposed_causes.agreement, since, until)
