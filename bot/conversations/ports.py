"""What the core needs from outside, in its own words: a store, a dialogue engine, channels, texts, hours."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversations.answers import Answer, HandoffRequest, Outcome, Question
from bot.conversations.handoffs import Handoff, HandoffEnd
from bot.conversations.messages import Cursor, Delivery, DeliveryState, Entry, Message
from bot.conversations.model import Agent, Conversation


class Ledger(Protocol):
    """One open transaction. All of it is stored at the end of the block, or nothing."""

    async def open_conversation(
        self, channel: str, address: str, language: str, now: datetime
    ) -> Conversation:
        """The address's open conversation, or a new one; locked until the transaction ends."""

    async def lock(self, conversation_id: int) -> Conversation:
        """Read the conversation and keep others from changing it. Raises NoSuchConversation."""

    async def save(self, conversation: Conversation) -> None:
        """Write its state. Raises Stale when its version is not the stored one."""

    async def append(self, conversation_id: int, entry: Entry, now: datetime) -> Message:
        """Write a line under the next sequence number. Raises AlreadySeen for a known channel and external id."""

    async def message(self, message_id: int) -> Message | None: ...

    async def expect_answer(self, message: Message, now: datetime) -> None:
        """Note that the customer's message still waits for its turn."""

    async def answered(self, message_id: int) -> bool:
        """Strike the note; False when it was struck before: then somebody else has answered."""

    async def put_off(self, message_id: int, due_at: datetime) -> int:
        """Its turn failed: `to_do` names it again from then on. How often it was put off; 0 when it was struck."""

    async def owe(self, message: Message, channel: str, address: str, now: datetime) -> None:
        """Note that the message must be sent to an address on a channel."""

    async def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        due_at: datetime | None = None,
        receipt: str | None = None,
        error: str | None = None,
    ) -> None:
        """Note how a sending went, and count the attempt."""

    async def open_handoff(self, conversation_id: int, request: HandoffRequest, now: datetime) -> Handoff: ...

    async def handoff(self, conversation_id: int) -> Handoff | None:
        """The hand-off that has no end yet, else the latest that expired, with or without a contact, else None."""

    async def claimed(self, handoff: Handoff, agent: Agent, now: datetime) -> None:
        """Also takes up an expired one again: its end is struck."""

    async def first_answer(self, handoff: Handoff, now: datetime) -> None:
        """Note the first answer's time; later calls change nothing."""

    async def end_handoff(self, handoff: Handoff, end: HandoffEnd, now: datetime) -> None: ...

    async def leave_contact(self, handoff: Handoff, contact: str) -> None: ...

    async def record_outcome(self, message: Message, outcome: Outcome, now: datetime) -> None: ...

    async def waiting_before(self, handoff: Handoff) -> int:
        """How many unclaimed, unended hand-offs were asked for earlier."""

    async def recent_waits(self, limit: int) -> Sequence[timedelta]:
        """Waits of the hand-offs claimed last, newest first."""


class Store(Protocol):
    """The log and what is still to do, durably. Reads never block writers."""

    def transaction(self) -> AbstractAsyncContextManager[Ledger]: ...

    async def conversation(self, conversation_id: int) -> Conversation:
        """Raises NoSuchConversation."""

    async def current(self, channel: str, address: str) -> Conversation | None:
        """The address's open conversation, else its latest, else None."""

    async def messages(self, conversation_id: int, *, after: int = 0, limit: int = 500) -> Sequence[Message]:
        """Lines of one conversation with seq > after, internal ones too, in order."""

    async def history(
        self, channel: str, address: str, *, after: Cursor, limit: int = 200
    ) -> Sequence[Message]:
        """What the customer may see beyond the cursor, over all conversations of the address, in order."""

    async def recent(self, channel: str, address: str, *, limit: int = 200) -> Sequence[Message]:
        """The last lines that the customer may see, oldest first."""

    async def seen(self, channel: str, external_id: str) -> Message | None:
        """The line that came under this external id."""

    async def unanswered(self, conversation_id: int) -> Message | None:
        """The oldest message still waiting for its turn."""

    async def due_deliveries(self, conversation_id: int, now: datetime) -> Sequence[Delivery]:
        """What may be sent now, oldest first: nothing of a channel whose oldest due delivery is not due yet."""

    async def to_do(self, now: datetime) -> Sequence[int]:
        """Conversations with an unanswered message or a delivery that is due."""

    async def unclaimed_since(self, asked_before: datetime) -> Sequence[int]:
        """Waiting conversations whose hand-off was asked for before that time."""

    async def quiet_since(self, active_before: datetime) -> Sequence[int]:
        """Open conversations, other than waiting ones, without activity since then."""

    async def queue(self) -> Sequence[tuple[Conversation, Handoff]]:
        """What the desk has to do: unended hand-offs, and expired ones with a contact; oldest first."""

    async def handoffs(self, conversation_id: int) -> Sequence[Handoff]: ...


class Dialogue(Protocol):
    """The bot."""

    async def ask(self, question: Question) -> Answer:
        """Raises DialogueFailed for an empty, late or failed answer. The same message id gives the same answer."""


class Channel(Protocol):
    """Where customers are. A channel decides nothing; it carries."""

    async def send(self, delivery: Delivery) -> str | None:
        """Send, return the channel's own id. Raises ChannelBusy, ChannelRefused or ChannelUnknown."""

    async def find(self, delivery: Delivery) -> str | None:
        """The channel's id when it did arrive, else None. Raises ChannelUnknown when that cannot be known."""


class Wording(Protocol):
    """What the shop itself says, in the customer's language."""

    def say(self, language: str, key: str, **values: object) -> str:
        """Raises KeyError for a key that has no text."""


class DeskHours(Protocol):
    """When people are at the desk."""

    def is_open(self, at: datetime) -> bool: ...

    def next_open(self, after: datetime) -> datetime | None: ...


class Clock(Protocol):
    def __call__(self) -> datetime:
        """Now, aware, in UTC."""
