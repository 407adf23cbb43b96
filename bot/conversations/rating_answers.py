"""Taking what customers say of the help they got: the step they pressed, and the line they wanted to write."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.conversations import buttons
from bot.conversations.feed import Feed
from bot.conversations.ledger import Ledger
from bot.conversations.lines import rating_line, tell
from bot.conversations.messages import Button, Message
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Wording
from bot.conversations.praise import Praise
from bot.conversations.ratings import Rating

_ORDER = re.compile(r"(rate:|rating_\w+:)(\d+)(?::([1-5]))?")
STAFF = "en"  # the language of the desk
_BY_PEOPLE = (Handling.WAITING, Handling.HUMAN)


@dataclass(frozen=True, slots=True)
class _Said:
    """One line of the customer about a rating."""

    conversation: Conversation
    message: Message
    rating: Rating
    now: datetime


class RatingAnswers:
    def __init__(self, wording: Wording, feed: Feed) -> None:
        self._wording = wording
        self._feed = feed
        self._praise = Praise(feed)

    async def obey(
        self, ledger: Ledger, conversation: Conversation, message: Message, order: str, now: datetime
    ) -> None:
        """`order`: one that `is_about_rating`."""
        name, rating, step = await _read(ledger, order)
        if rating is None:
            return
        said = _Said(conversation, message, rating, now)
        if name == buttons.RATE and step:
            await self._rate(ledger, said, int(step))
        elif name == buttons.WRITE:
            await ledger.await_words(rating, now)
            skip = buttons.skip(self._wording, conversation.language, rating.id)
            await self._answer(ledger, said, "rating_write", skip)
        elif name == buttons.SKIP:
            await ledger.await_words(rating, None)
            await self._answer(ledger, said, "back_with_bot")
        elif name == buttons.WORDS:
            await ledger.keep_words(rating, message)
            await self._praise.of_words(ledger, rating, message, now)
            await self._answer(ledger, said, "rating_noted")

    async def _rate(self, ledger: Ledger, said: _Said, step: int) -> None:
        given = await ledger.give_rating(said.rating, step, said.now)
        if given.is_good and not said.rating.is_good:
            await self._praise.of_rating(ledger, given, self._wording.say(STAFF, f"rating_{step}"), said.now)
        write = buttons.write(self._wording, said.conversation.language, given.id)
        await self._answer(ledger, said, "rating_thanks" if given.is_good else "rating_sorry", write)

    async def _answer(self, ledger: Ledger, said: _Said, key: str, *offered: Button) -> None:
        text = self._wording.say(said.conversation.language, key)
        entry = rating_line(text, said.rating.id, *offered, answers=said.message.id)
        line = await tell(ledger, said.conversation, entry, said.now)
        if said.conversation.handling in _BY_PEOPLE:
            await self._feed.hear(ledger, said.conversation.id, said.now, line)


def is_about_rating(order: str | None) -> bool:
    return order is not None and _ORDER.fullmatch(order) is not None


async def _read(ledger: Ledger, order: str) -> tuple[str, Rating | None, str | None]:
    found = _ORDER.fullmatch(order)
    if found is None:
        return order, None, None
    return found[1], await ledger.rating(int(found[2])), found[3]
