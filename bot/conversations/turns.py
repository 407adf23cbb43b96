"""A turn: the oldest unanswered message of a conversation is answered, by the bot, the shop itself or people."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.conversations.answers import Answer, Reply
from bot.conversations.asking import Bot
from bot.conversations.buttons import order_of
from bot.conversations.call_backs import EMAIL, CallBacks
from bot.conversations.card_numbers import CardNumbers
from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.going_on import is_offer
from bot.conversations.handover import Handover
from bot.conversations.ledger import Ledger
from bot.conversations.lines import shop_line, tell
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Author, Entry, Message
from bot.conversations.model import Conversation, Handling
from bot.conversations.photos import awaited, belongs_to_answered
from bot.conversations.ports import Clock, Dialogue, Store, Wording
from bot.conversations.praise import Praise
from bot.conversations.rating_answers import is_about_rating
from bot.conversations.rating_questions import RatingQuestions
from bot.conversations.sessions import SessionLimits
from bot.conversations.shop_answers import ShopAnswers
from bot.conversations.speaking import speak

log = logging.getLogger(__name__)

BY_PEOPLE = (Handling.WAITING, Handling.HUMAN)
BY_BOT = (Handling.BOT, Handling.CLOSED)  # written while an agent closed: answered in a new conversation

RETRY = timedelta(seconds=5)
MOST_TRIES = 3
EARLIER = 30  # lines before a message, where its answer depends on them


@dataclass(frozen=True, slots=True)
class TurnLimits:
    """`text`: characters that the bot reads in one message."""

    text: int = 2000
    session: SessionLimits = field(default_factory=SessionLimits)


class Turns:
    def __init__(
        self,
        *,
        store: Store,
        dialogue: Dialogue,
        handover: Handover,
        wording: Wording,
        live: Live,
        clock: Clock,
        limits: TurnLimits,
        feed: Feed = NO_DESKS,
        questions: RatingQuestions | None = None,
    ) -> None:
        self._store = store
        self._handover = handover
        self._wording = wording
        self._live = live
        self._clock = clock
        self._limits = limits
        self._feed = feed
        self._questions = questions
        self._praise = Praise(feed)
        self._bot = Bot(dialogue, wording, live, limits.session)
        self._cards = CardNumbers(store, wording, feed)
        self._call_backs = CallBacks(wording, feed)
        self._shop = ShopAnswers(handover, self._call_backs, wording, feed)

    async def take(self, conversation_id: int) -> bool:
        """Answer one message; False when none waits. The lane calls this one at a time per conversation."""
        message = await self._store.unanswered(conversation_id)
        if message is None:
            return False
        try:
            await self._answer(message)
        except Exception:  # whatever it was, one message must not leave its customer waiting for ever
            log.exception("a turn broke")
            return await self._put_off(message)
        return True

    async def _answer(self, message: Message, *, give_up: bool = False) -> None:
        conversation = await self._store.conversation(message.conversation_id)
        by_bot = conversation.handling in BY_BOT
        answer = None
        if by_bot:
            answer = (
                self._bot.fallback(conversation, message)
                if give_up
                else await self._ask(conversation, message)
            )
        earlier = await self._earlier(message)
        card_typed = await self._cards.unwanted(message)
        async with self._store.transaction() as ledger:
            # What happened while the bot was thinking counts: the state is read again, under lock.
            conversation = await ledger.lock(conversation.id)
            if by_bot or conversation.handling not in BY_BOT:
                await self._settle(ledger, conversation, message, answer, earlier, card_typed=card_typed)
                log.info("turn done", extra=_told(conversation, answer))
        self._live.notify(DESK)  # the customer's page is woken by the deliveries

    async def _put_off(self, message: Message) -> bool:
        """Leave the message to a later sweep; after some tries fall back and hand over."""
        async with self._store.transaction() as ledger:
            tries = await ledger.put_off(message.id, self._clock() + RETRY)
        if tries < MOST_TRIES:
            return False
        await self._answer(message, give_up=True)
        return True

    async def _settle(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        answer: Answer | None,
        earlier: Sequence[Message],
        *,
        card_typed: bool,
    ) -> None:
        waits = await ledger.answered(message.id)
        if not waits or (is_offer(message) and conversation.handling is Handling.CLOSED):
            return
        now = self._clock()
        if conversation.handling is Handling.CLOSED and not is_about_rating(order_of(message.entry)):
            conversation = await ledger.open_conversation(
                conversation.channel, conversation.address, conversation.language, now
            )
        if conversation.handling in BY_PEOPLE:
            await self._people_hear(ledger, conversation, message, now)
        if card_typed:
            language = (answer and answer.language) or conversation.language
            await self._cards.tell(ledger, replace(conversation, language=language), message, now)
        conversation = await self._reply(ledger, conversation, message, answer, earlier=earlier, now=now)
        await ledger.save(replace(conversation, active_at=now))

    async def _reply(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        answer: Answer | None,
        *,
        earlier: Sequence[Message],
        now: datetime,
    ) -> Conversation:
        by_bot = conversation.handling is Handling.BOT
        if answer is None and self._shop.is_order(message.entry):
            return await self._shop.obey(ledger, conversation, message, earlier, now)
        if by_bot and answer is None:
            return await self._without_bot(ledger, conversation, message, earlier, now)
        if by_bot and answer is not None:
            told = _once(answer, message, earlier)
            return await self._by_bot(ledger, conversation, message, told, now)
        return conversation

    async def _people_hear(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> None:
        handoff = await ledger.handoff(conversation.id)
        if handoff is not None and handoff.snoozed_until is not None:
            await ledger.snooze(handoff, None)  # what was put aside until the customer writes, too
        await self._feed.show(ledger, handoff, now, message)

    async def _without_bot(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        earlier: Sequence[Message],
        now: datetime,
    ) -> Conversation:
        """The bot was not asked, for a reason that `_ask` knows."""
        if conversation.contact_asked:
            kept = await self._call_backs.take_contact(ledger, conversation, message, now)
            if kept is not None:
                return kept
        if self._shop.covers(message.entry):
            return await self._shop.name(ledger, conversation, message, earlier, now)
        text = self._wording.say(conversation.language, "too_long", limit=self._limits.text)
        await tell(ledger, conversation, shop_line(text, answers=message.id), now)
        return replace(conversation, contact_asked=False)

    async def _by_bot(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        answer: Answer,
        now: datetime,
    ) -> Conversation:
        if is_offer(message) and not answer.replies:
            return conversation
        if answer.language is not None:
            conversation = await speak(ledger, conversation, answer.language)
        for place, reply in enumerate(answer.replies):
            await tell(ledger, conversation, _line(reply, message, answer, first=place == 0), now)
        for outcome in answer.outcomes:
            await ledger.record_outcome(message, outcome, now)
        session = self._bot.session(conversation, message).after_turn(now, answer.slots, busy=answer.busy)
        conversation = replace(conversation, session=session, contact_asked=False)
        await self._praise.of_thanks(ledger, conversation, message, answer, now)
        if self._questions:
            await self._questions.after_turn(ledger, conversation, answer, now)
        if answer.handoff is None:
            return conversation
        return await self._handover.ask(
            ledger, conversation, answer.handoff, now, message=message, parse=answer.parse
        )

    async def _ask(self, conversation: Conversation, message: Message) -> Answer | None:
        """The bot's answer, with no transaction open; None when it is not asked at all."""
        text = message.entry.text
        unread = self._shop.covers(message.entry) and not awaited(conversation, message.entry)
        if unread or len(text) > self._limits.text:
            return None
        if conversation.contact_asked and EMAIL.search(text):
            return None
        return await self._bot.answer(conversation, message)

    async def _earlier(self, message: Message) -> Sequence[Message]:
        """The lines before it, for the few messages whose answer depends on them."""
        if not message.entry.details.keys() & {"album", "pass"}:
            return ()
        lines = await self._store.messages(
            message.conversation_id, after=max(0, message.seq - 1 - EARLIER), limit=EARLIER
        )
        return [line for line in lines if line.seq < message.seq]


def _once(answer: Answer, message: Message, earlier: Sequence[Message]) -> Answer:
    """Of photos that came together the first is answered."""
    return replace(answer, replies=()) if belongs_to_answered(message, earlier) else answer


def _line(reply: Reply, message: Message, answer: Answer, *, first: bool) -> Entry:
    understood = answer.parse and not is_offer(message)
    details: dict[str, Any] = {"parse": dict(answer.parse)} if understood else {}
    if reply.image:
        details["image"] = reply.image
    if first and answer.sources:
        details["sources"] = [
            {"rule": source.rule, "text": source.text, "where": source.where} for source in answer.sources
        ]
    return Entry(Author.BOT, reply.text, buttons=reply.buttons, answers=message.id, details=details)


def _told(conversation: Conversation, answer: Answer | None) -> dict[str, Any]:
    """What the log may know of a turn: no words of anybody's."""
    if answer is None or conversation.handling not in BY_BOT:
        return {"by": conversation.handling.value}
    intent = answer.parse.get("intent") or {}
    told = {"by": "bot", "intent": intent.get("name"), "decision": answer.parse.get("decision")}
    return {**told, "replies": len(answer.replies), "handoff": answer.handoff is not None}
