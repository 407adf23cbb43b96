"""A turn: the oldest unanswered message of a conversation is answered, by the bot or by passing it to people."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.conversations.answers import Answer, HandoffRequest, Question, Reply
from bot.conversations.errors import DialogueFailed
from bot.conversations.handover import EMAIL, Handover
from bot.conversations.lines import BACK, shop_line, tell
from bot.conversations.live import DESK, Hint, Live, address_key
from bot.conversations.messages import Author, Entry, Message
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Clock, Dialogue, Ledger, Store, Wording
from bot.conversations.sessions import Session, SessionLimits

log = logging.getLogger(__name__)

BY_BOT = (Handling.BOT, Handling.CLOSED)  # written while an agent closed: answered in a new conversation

RETRY = timedelta(seconds=5)
MOST_TRIES = 3


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
        desk_addresses: Mapping[str, str] | None = None,
    ) -> None:
        """`desk_addresses`: channels of the desk that hear what customers say, and the address on each."""
        self._store = store
        self._dialogue = dialogue
        self._handover = handover
        self._wording = wording
        self._live = live
        self._clock = clock
        self._limits = limits
        self._desk_addresses = desk_addresses or {}

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
                self._fallback(conversation, message) if give_up else await self._ask(conversation, message)
            )
        async with self._store.transaction() as ledger:
            # What happened while the bot was thinking counts: the state is read again, under lock.
            conversation = await ledger.lock(conversation.id)
            if by_bot or conversation.handling not in BY_BOT:
                await self._settle(ledger, conversation, message, answer)
                log.info("turn done", extra=_told(conversation, answer))
        self._live.notify(DESK)  # the store wakes the customer's page

    async def _put_off(self, message: Message) -> bool:
        """Leave the message to a later sweep; after some tries fall back and hand over."""
        async with self._store.transaction() as ledger:
            tries = await ledger.put_off(message.id, self._clock() + RETRY)
        if tries < MOST_TRIES:
            return False
        await self._answer(message, give_up=True)
        return True

    async def _settle(
        self, ledger: Ledger, conversation: Conversation, message: Message, answer: Answer | None
    ) -> None:
        if not await ledger.answered(message.id):
            return
        now = self._clock()
        if conversation.handling is Handling.CLOSED:
            conversation = await ledger.open_conversation(
                conversation.channel, conversation.address, conversation.language, now
            )
        if conversation.handling in BY_BOT:
            conversation = await self._by_bot(ledger, conversation, message, answer, now)
        else:
            conversation = await self._by_people(ledger, conversation, message, now)
        await ledger.save(replace(conversation, active_at=now))

    async def _by_people(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        if conversation.handling is Handling.WAITING and _payload(message) == BACK:
            return await self._handover.withdraw(ledger, conversation, now)
        for channel, address in self._desk_addresses.items():
            await ledger.owe(message, channel, address, now)
        return conversation

    async def _by_bot(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        answer: Answer | None,
        now: datetime,
    ) -> Conversation:
        if conversation.contact_asked:
            kept = await self._handover.take_contact(ledger, conversation, message, now)
            if kept is not None:
                return kept
            conversation = replace(conversation, contact_asked=False)
        if answer is None:  # over-long, or a button of the queue after it was left
            key = "too_long" if len(message.entry.text) > self._limits.text else "back_with_bot"
            text = self._say(conversation, key, limit=self._limits.text)
            await tell(ledger, conversation, shop_line(text, answers=message.id), now)
            return conversation
        for reply in answer.replies:
            await tell(ledger, conversation, _line(reply, message, answer), now)
        for outcome in answer.outcomes:
            await ledger.record_outcome(message, outcome, now)
        session = self._session(conversation, message)
        conversation = replace(conversation, session=session.after_turn(now, answer.slots, busy=answer.busy))
        if answer.handoff is None:
            return conversation
        return await self._handover.ask(ledger, conversation, answer.handoff, now)

    async def _ask(self, conversation: Conversation, message: Message) -> Answer | None:
        """The bot's answer, with no transaction open; None when it is not asked at all."""
        text, payload = message.entry.text, _payload(message)
        if payload == BACK or len(text) > self._limits.text:
            return None
        if conversation.contact_asked and EMAIL.search(text):
            return None
        key = address_key(conversation.channel, conversation.address)
        self._live.notify(key, Hint.TYPING)
        try:
            return await self._dialogue.ask(self._question(conversation, message, text, payload))
        except DialogueFailed as error:
            log.warning("the bot gave no answer: %s", error)
            return self._fallback(conversation, message)
        finally:
            self._live.notify(key, Hint.IDLE)

    def _question(
        self, conversation: Conversation, message: Message, text: str, payload: str | None
    ) -> Question:
        session = self._session(conversation, message)
        return Question(
            session=f"{conversation.id}.{session.number}",
            message_id=message.id,
            channel=conversation.channel,
            language=conversation.language,
            text=None if payload else text,
            payload=payload,
            slots=session.slots if session.turns == 0 and session.slots else None,
        )

    def _session(self, conversation: Conversation, message: Message) -> Session:
        """By the message's own time, so that a second try after a crash asks in the same session."""
        return conversation.session.for_turn(message.created_at, self._limits.session)

    def _fallback(self, conversation: Conversation, message: Message) -> Answer:
        return Answer(
            replies=(Reply(self._say(conversation, "bot_failed")),),
            handoff=HandoffRequest(reason="bot_failed", summary=message.entry.text[:200]),
            slots=conversation.session.slots,
        )

    def _say(self, conversation: Conversation, key: str, **values: object) -> str:
        return self._wording.say(conversation.language, key, **values)


def _payload(message: Message) -> str | None:
    payload = message.entry.details.get("payload")
    return payload if isinstance(payload, str) else None


def _line(reply: Reply, message: Message, answer: Answer) -> Entry:
    details: dict[str, Any] = {"parse": dict(answer.parse)} if answer.parse else {}
    if reply.image:
        details["image"] = reply.image
    return Entry(Author.BOT, reply.text, buttons=reply.buttons, answers=message.id, details=details)


def _told(conversation: Conversation, answer: Answer | None) -> dict[str, Any]:
    """What the log may know of a turn: no words of anybody's."""
    if answer is None or conversation.handling not in BY_BOT:
        return {"by": conversation.handling.value}
    intent = answer.parse.get("intent") or {}
    told = {"by": "bot", "intent": intent.get("name"), "decision": answer.parse.get("decision")}
    return {**told, "replies": len(answer.replies), "handoff": answer.handoff is not None}
