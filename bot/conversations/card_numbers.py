"""A customer who types a card number is told that it is not needed, once."""

from datetime import datetime

from bot.conversations.feed import Feed
from bot.conversations.ledger import Ledger
from bot.conversations.lines import tell
from bot.conversations.messages import Author, Entry, Message
from bot.conversations.model import Conversation
from bot.conversations.ports import Store, Wording
from bot.privacy.kinds import Kind
from bot.privacy.mask import holds

HIDDEN = "hidden"
LOOKED_BACK = 200  # lines; who types one again much later may be told again


class CardNumbers:
    def __init__(self, store: Store, wording: Wording, feed: Feed) -> None:
        self._store = store
        self._wording = wording
        self._feed = feed

    async def unwanted(self, message: Message) -> bool:
        """Whether its customer should hear of it."""
        if not holds(message.entry.text, Kind.CARD):
            return False
        after = max(0, message.seq - 1 - LOOKED_BACK)
        lines = await self._store.messages(message.conversation_id, after=after, limit=2 * LOOKED_BACK)
        return not any(HIDDEN in line.entry.details for line in lines)

    async def tell(self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime) -> None:
        text = self._wording.say(conversation.language, "card_hidden")
        said = Entry(Author.SHOP, text, answers=message.id, details={HIDDEN: Kind.CARD.name.lower()})
        line = await tell(ledger, conversation, said, now)
        await self._feed.hear(ledger, conversation.id, now, line)
