"""Where what customers say of the help they got belongs: to the episode it is about, also when that has ended."""

from bot.conversations.buttons import WORDS
from bot.conversations.ledger import Ledger
from bot.conversations.messages import Inbound
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Clock, Store
from bot.conversations.ratings import RatingLimits


class RatingArrivals:
    def __init__(self, store: Store, clock: Clock, limits: RatingLimits) -> None:
        self._store = store
        self._clock = clock
        self._limits = limits

    async def order(self, inbound: Inbound) -> str | None:
        """Set when it is the line to a rating: asked for by the customer, plain words, and the very next thing."""
        if not _is_plain(inbound):
            return None
        since = self._clock() - self._limits.words
        rating = await self._store.awaiting_words(inbound.channel, inbound.address, since)
        if rating is None:
            return None
        last = await self._store.recent(inbound.channel, inbound.address, limit=1)
        said_last = last[-1].entry.details.get("rating") if last else None
        return f"{WORDS}{rating.id}" if said_last == rating.id else None

    async def closed(self, inbound: Inbound, order: str | None) -> Conversation | None:
        """The address's conversation, when it has ended and this may belong to it; read before the transaction."""
        if order is None and inbound.press is None:
            return None
        own = await self._store.current(inbound.channel, inbound.address)
        return own if own is not None and own.handling is Handling.CLOSED else None

    async def ended(
        self, ledger: Ledger, inbound: Inbound, closed: Conversation | None
    ) -> Conversation | None:
        """The closed conversation, locked, when this does belong to it: it opens no new one."""
        if closed is None:
            return None
        if inbound.press is not None:
            asked = await ledger.message(inbound.press[0])
            if asked is None or asked.conversation_id != closed.id or "rating" not in asked.entry.details:
                return None
        return await ledger.lock(closed.id)


def _is_plain(inbound: Inbound) -> bool:
    beside = (
        inbound.press,
        inbound.wish,
        inbound.files,
        inbound.location,
        inbound.quotes,
        inbound.pass_token,
    )
    return inbound.kind == "text" and bool(inbound.text.strip()) and not any(beside)
