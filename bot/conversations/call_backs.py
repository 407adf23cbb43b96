"""Call-backs: what stays on the desk although nobody waits in the chat for it."""

import re
from dataclasses import replace
from datetime import datetime

from bot.conversations.answers import HandoffRequest
from bot.conversations.feed import Feed
from bot.conversations.handoffs import HandoffEnd
from bot.conversations.ledger import Ledger
from bot.conversations.lines import shop_line, tell
from bot.conversations.messages import Message
from bot.conversations.model import Conversation
from bot.conversations.ports import Wording

EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"().]{2,}")


class CallBacks:
    def __init__(self, wording: Wording, feed: Feed) -> None:
        self._wording = wording
        self._feed = feed

    async def take_contact(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation | None:
        """Keep the e-mail address the customer was asked for; None when the message holds none."""
        handoff = await ledger.handoff(conversation.id)
        found = EMAIL.search(message.entry.text)
        if handoff is None or found is None:
            return None
        contact = found[0].rstrip(".").lower()
        await ledger.leave_contact(handoff, contact)
        text = self._wording.say(conversation.language, "contact_taken", contact=contact)
        line = await tell(ledger, conversation, shop_line(text, answers=message.id), now)
        await self._feed.show(ledger, handoff, now, message, line)
        return replace(conversation, contact_asked=False)

    async def leave(
        self, ledger: Ledger, conversation: Conversation, request: HandoffRequest, now: datetime
    ) -> None:
        """Put something on the desk that people do later; the customer can be reached where they are."""
        handoff = await ledger.open_handoff(conversation.id, request, now)
        await ledger.leave_contact(handoff, f"{conversation.channel} {conversation.address}")
        await ledger.end_handoff(handoff, HandoffEnd.EXPIRED, now)
        await self._feed.show(ledger, handoff, now)
