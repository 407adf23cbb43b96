"""The bot as a conversation asks it: in the right session, with typing signs, and with a fallback when it fails."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversations.answers import Answer, HandoffRequest, Question, Reply
from bot.conversations.buttons import payload_of
from bot.conversations.errors import DialogueFailed
from bot.conversations.going_on import GO_ON, is_offer
from bot.conversations.live import Hint, Live, address_key
from bot.conversations.messages import Entry, Location, Message
from bot.conversations.model import Conversation
from bot.conversations.photos import awaited
from bot.conversations.ports import Dialogue, Wording
from bot.conversations.sessions import Session, SessionLimits

log = logging.getLogger(__name__)


class Bot:
    def __init__(self, dialogue: Dialogue, wording: Wording, live: Live, limits: SessionLimits) -> None:
        self._dialogue = dialogue
        self._wording = wording
        self._live = live
        self._limits = limits

    async def answer(self, conversation: Conversation, message: Message) -> Answer:
        """The bot's answer, or the fallback with a hand-over; no transaction is open meanwhile."""
        if is_offer(message) and self.session(conversation, message).turns:
            return self.fallback(conversation, message)  # the customer has begun something else by now
        key = address_key(conversation.channel, conversation.address)
        self._live.notify(key, Hint.TYPING)
        try:
            return await self._dialogue.ask(self._question(conversation, message))
        except DialogueFailed as error:
            log.warning("the bot gave no answer: %s", error)
            return self.fallback(conversation, message)
        finally:
            self._live.notify(key, Hint.IDLE)

    def fallback(self, conversation: Conversation, message: Message) -> Answer:
        if is_offer(message):
            return Answer(())
        return Answer(
            replies=(Reply(self._wording.say(conversation.language, "bot_failed")),),
            handoff=HandoffRequest(reason="bot_failed", summary=message.entry.text[:200]),
            slots=conversation.session.slots,
        )

    def session(self, conversation: Conversation, message: Message) -> Session:
        """By the message's own time, so that a second try after a crash asks in the same session."""
        return conversation.session.for_turn(message.created_at, self._limits)

    def _question(self, conversation: Conversation, message: Message) -> Question:
        session = self.session(conversation, message)
        slots = session.slots if session.turns == 0 and session.slots else None
        asked = question(conversation, message, f"{conversation.id}.{session.number}", slots)
        photos = awaited(conversation, message.entry)
        if not photos:
            return asked
        return replace(asked, photos=photos, text=(asked.text or "").strip() or None)


def question(
    conversation: Conversation, message: Message, session: str, slots: Mapping[str, Any] | None
) -> Question:
    payload = GO_ON if is_offer(message) else payload_of(message.entry)
    location = location_of(message.entry)
    return Question(
        session=session,
        message_id=message.id,
        channel=conversation.channel,
        language=conversation.language,
        text=None if payload or location else message.entry.text,
        payload=payload,
        slots=slots,
        location=None if payload else location,
    )


def location_of(entry: Entry) -> Location | None:
    """The place that came with the line."""
    place = entry.details.get("location")
    return Location(place["lat"], place["lon"]) if isinstance(place, Mapping) else None
