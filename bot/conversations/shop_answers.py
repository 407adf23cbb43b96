"""What the shop itself answers, without the bot: wishes, its own buttons, and what the bot cannot read."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversations import buttons
from bot.conversations.answers import HandoffRequest
from bot.conversations.asking import location_of
from bot.conversations.buttons import order_of, payload_of
from bot.conversations.call_backs import CallBacks
from bot.conversations.feed import Feed
from bot.conversations.files import take_offers
from bot.conversations.handoffs import HandoffEnd
from bot.conversations.handover import Handover
from bot.conversations.ledger import Ledger
from bot.conversations.lines import MOVING, shop_line, staff_line, tell
from bot.conversations.messages import Author, Button, Entry, Message
from bot.conversations.model import Conversation, Handling
from bot.conversations.passes import PassUse
from bot.conversations.photos import belongs_to_answered
from bot.conversations.ports import Wording
from bot.conversations.rating_answers import RatingAnswers, is_about_rating
from bot.conversations.recap import recap
from bot.conversations.speaking import speak
from bot.conversations.transcripts import SOURCE, offer

NAMED = frozenset({"photo", "video", "voice", "audio", "document", "sticker", "contact", "poll"})
LIKE = {"animation": "video", "video_note": "video"}

_Order = Callable[[Ledger, Conversation, Message, datetime], Awaitable[Conversation]]


class ShopAnswers:
    def __init__(self, handover: Handover, call_backs: CallBacks, wording: Wording, feed: Feed) -> None:
        self._handover = handover
        self._call_backs = call_backs
        self._wording = wording
        self._feed = feed
        self._ratings = RatingAnswers(wording, feed)
        self._orders: Mapping[str, _Order] = {
            "start": self._start,
            "help": self._help,
            "person": self._person,
            "language": self._language,
            "stop": self._stop,
            "transcript": self._transcript,
            "back": self._back,
            "erase": self._erase,
        }

    def covers(self, entry: Entry) -> bool:
        """Whether the bot need not be asked."""
        return self.is_order(entry) or _unreadable(entry) is not None

    def is_order(self, entry: Entry) -> bool:
        """Whether it is answered by the shop even while people handle the conversation."""
        order = order_of(entry)
        if order is None:
            return False
        return order in self._orders or self._spoken(order) is not None or is_about_rating(order)

    async def obey(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        earlier: Sequence[Message],
        now: datetime,
    ) -> Conversation:
        """Do what an order asks for. `earlier`: the lines before it."""
        order = order_of(message.entry) or ""
        if order == "start" and "pass" in message.entry.details:
            return await self._joined(ledger, conversation, message, earlier, now)
        if is_about_rating(order):
            await self._ratings.obey(ledger, conversation, message, order, now)
            return conversation
        if language := self._spoken(order):
            return await self._speak(ledger, conversation, message, language, now)
        return await self._orders[order](ledger, conversation, message, now)

    async def name(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        earlier: Sequence[Message],
        now: datetime,
    ) -> Conversation:
        """Say what it is that the bot cannot read, and who can; once for an album."""
        if belongs_to_answered(message, earlier):
            return conversation
        kind = _unreadable(message.entry)
        key = "old_button" if kind == "text" else f"cannot_{kind}"
        person = buttons.person(self._wording, conversation.language)
        return await self._say(ledger, conversation, message, now, key, person)

    async def _start(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        if conversation.handling is not Handling.BOT:
            return await self._say(ledger, conversation, message, now, "with_people")
        choose = buttons.choose_language(self._wording, conversation.language)
        person = buttons.person(self._wording, conversation.language)
        return await self._say(ledger, conversation, message, now, "welcome", choose, person)

    async def _joined(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        earlier: Sequence[Message],
        now: datetime,
    ) -> Conversation:
        use = message.entry.details["pass"]
        if use != PassUse.JOINED:
            return await self._say(ledger, conversation, message, now, f"pass_{use}")
        text = recap(self._wording, conversation.language, earlier)
        line = replace(shop_line(text, answers=message.id), details=MOVING)
        await tell(ledger, conversation, line, now)
        return conversation

    async def _help(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        person = buttons.person(self._wording, conversation.language)
        offered = [person] if conversation.handling is Handling.BOT else []
        return await self._say(ledger, conversation, message, now, "help", *offered)

    async def _person(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        if conversation.handling is not Handling.BOT:
            return await self._say(ledger, conversation, message, now, "with_people")
        slots = conversation.session.told
        topic = slots.get("topic")
        said = "" if payload_of(message.entry) else message.entry.text.partition(" ")[2]  # "/human my parcel"
        request = HandoffRequest("asked", topic if isinstance(topic, str) else None, said[:200], slots)
        return await self._handover.ask(ledger, conversation, request, now, message=message)

    async def _language(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        return await self._say(
            ledger, conversation, message, now, "choose_language", *buttons.languages(self._wording)
        )

    async def _speak(
        self, ledger: Ledger, conversation: Conversation, message: Message, language: str, now: datetime
    ) -> Conversation:
        conversation = await speak(ledger, conversation, language)
        return await self._say(ledger, conversation, message, now, "language_chosen")

    def _spoken(self, order: str) -> str | None:
        """The language that the order chooses."""
        language = order.removeprefix(buttons.SPEAK)
        return language if order.startswith(buttons.SPEAK) and language in self._wording.languages else None

    async def _stop(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        text = self._wording.say(conversation.language, "stopped")
        erase = buttons.erase(self._wording, conversation.language)
        line = await tell(ledger, conversation, shop_line(text, erase, answers=message.id), now)
        await self._handover.end(ledger, conversation, HandoffEnd.WITHDRAWN, now, line)
        return conversation.close()

    async def _transcript(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        """Not shown at desks outside: those have the conversation."""
        text, name = (
            self._wording.say(conversation.language, f"transcript_{key}") for key in ("here", "name")
        )
        copy = offer(conversation.channel, conversation.address, name)
        files = await take_offers(ledger, conversation.id, SOURCE, [copy], now)
        line = replace(shop_line(text, answers=message.id), files=files)
        await tell(ledger, conversation, line, now)
        return conversation

    async def _back(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        if conversation.handling is Handling.WAITING:
            return await self._handover.withdraw(ledger, conversation, now)
        key = "back_with_bot" if conversation.handling is Handling.BOT else "with_people"
        return await self._say(ledger, conversation, message, now, key)

    async def _erase(
        self, ledger: Ledger, conversation: Conversation, message: Message, now: datetime
    ) -> Conversation:
        """People erase; here it is only put on their desk."""
        if conversation.handling is Handling.BOT:
            request = HandoffRequest("erasure", summary="The customer wants their data erased.")
            await self._call_backs.leave(ledger, conversation, request, now)
        else:
            entry = staff_line("The customer wants their data erased.", "erasure")
            line = await ledger.append(conversation.id, entry, now)
            await self._feed.hear(ledger, conversation.id, now, line)
        return await self._say(ledger, conversation, message, now, "erasure_noted")

    async def _say(
        self,
        ledger: Ledger,
        conversation: Conversation,
        message: Message,
        now: datetime,
        key: str,
        *offered: Button,
    ) -> Conversation:
        text = self._wording.say(conversation.language, key)
        line = await tell(ledger, conversation, shop_line(text, *offered, answers=message.id), now)
        if conversation.handling is not Handling.BOT:
            await self._feed.hear(ledger, conversation.id, now, line)
        return conversation


def _unreadable(entry: Entry) -> str | None:
    """What it is called when there is nothing in it for the bot to read; "text" for an empty line."""
    if entry.author is not Author.CUSTOMER or entry.text.strip():
        return None
    if payload_of(entry) or location_of(entry):
        return None
    kind = str(entry.details.get("kind", "text"))
    kind = LIKE.get(kind, kind)
    return kind if kind in NAMED or kind == "text" else "other"
