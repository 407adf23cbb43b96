"""Marking an answer of the bot as wrong or missing."""

from bot.conversations.errors import NoSuchLine
from bot.conversations.messages import Author
from bot.conversations.model import Agent
from bot.conversations.ports import Clock, Store
from bot.conversations.reviews import ReviewKind


class Reviews:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def mark(self, message_id: int, agent: Agent, kind: ReviewKind, note: str = "") -> None:
        """Keep the mark; once for each line, agent and kind. Raises NoSuchLine for what is no line of the bot."""
        async with self._store.transaction() as ledger:
            message = await ledger.message(message_id)
            if message is None or message.entry.author is not Author.BOT:
                raise NoSuchLine("That is not an answer of the assistant.")
            await ledger.review(message_id, agent, kind, note, self._clock())
