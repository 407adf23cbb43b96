"""Asking customers how it went: once when an episode ends, at most once a day, and never in their way."""

import logging
from datetime import datetime

from bot.conversations import buttons
from bot.conversations.answers import Answer
from bot.conversations.handoffs import Handoff
from bot.conversations.ledger import Ledger
from bot.conversations.lines import rating_line, tell
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Clock, Store, Wording
from bot.conversations.ratings import Rated, RatingLimits

log = logging.getLogger(__name__)

GOING = frozenset({"thank", "goodbye"})  # intents of a customer who has what they came for
SURE = "answer"  # the decision


class RatingQuestions:
    def __init__(self, store: Store, wording: Wording, clock: Clock, limits: RatingLimits) -> None:
        self._store = store
        self._wording = wording
        self._clock = clock
        self._limits = limits

    async def after_person(
        self, ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
    ) -> None:
        """An agent lets go of the conversation; who never wrote has given no help to rate."""
        if handoff is not None and handoff.agent is not None and handoff.answered_at is not None:
            await self._ask(ledger, conversation, Rated.PERSON, handoff, now)

    async def after_turn(
        self, ledger: Ledger, conversation: Conversation, answer: Answer, now: datetime
    ) -> None:
        """The customer says thanks or goodbye to the assistant."""
        intent = (answer.parse.get("intent") or {}).get("name")
        unsure = answer.parse.get("decision", SURE) != SURE
        if intent not in GOING or unsure or answer.busy or answer.handoff or answer.outcomes:
            return
        if await ledger.bot_helped(conversation.id):
            await self._ask(ledger, conversation, Rated.BOT, None, now)

    async def after_silence(self) -> None:
        """Customers who left without a word; not those whom it would reach hours later, after an outage."""
        now = self._clock()
        quiet, active = now - self._limits.idle, now - self._limits.stale
        for conversation_id in await self._store.to_ask_rating(quiet, active):
            async with self._store.transaction() as ledger:
                conversation = await ledger.lock(conversation_id)
                if conversation.handling is not Handling.BOT or conversation.active_at >= quiet:
                    continue  # something happened in the meantime
                if conversation.session.busy or conversation.contact_asked:
                    continue  # it is the customer's turn in something else
                if await ledger.bot_helped(conversation_id):
                    await self._ask(ledger, conversation, Rated.BOT, None, now)

    async def _ask(
        self, ledger: Ledger, conversation: Conversation, rated: Rated, handoff: Handoff | None, now: datetime
    ) -> None:
        if not await self._may(ledger, conversation, now):
            return
        rating = await ledger.ask_rating(conversation.id, rated, handoff, now)
        if rating.agent is not None:
            text = self._wording.say(conversation.language, "rate_person", name=rating.agent.name)
        else:
            text = self._wording.say(conversation.language, "rate_bot")
        steps = buttons.steps(self._wording, conversation.language, rating.id)
        await tell(ledger, conversation, rating_line(text, rating.id, *steps), now)
        log.info("asked for a rating", extra={"rated": rated.value})

    async def _may(self, ledger: Ledger, conversation: Conversation, now: datetime) -> bool:
        channel, address = conversation.channel, conversation.address
        if channel not in self._limits.channels:
            return False
        if await ledger.rating_asked_since(channel, address, now - self._limits.every):
            return False
        customer = await ledger.customer(channel, address)
        return customer is None or customer.blocked_at is None
