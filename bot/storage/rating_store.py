"""What is read of the store about what customers say of the help they got."""

from collections.abc import Sequence
from datetime import datetime

from bot.conversations.ratings import Rating
from bot.storage import ratings
from bot.storage.database import Database


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
