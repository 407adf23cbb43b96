"""One open transaction on the log, as the core writes into it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversations.answers import HandoffRequest, Outcome
from bot.conversations.evidence import Erasure
from bot.conversations.handoffs import Cause, Handoff, HandoffEnd, Resolution
from bot.conversations.messages import Customer, Delivery, DeliveryState, Entry, File, Message, Offer
from bot.conversations.model import Agent, Conversation
from bot.conversations.ratings import Rated, Rating
from bot.conversations.reviews import ReviewKind
from bot.conversations.tickets import Chore, ChoreKind, Ticket


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

    async def customer_wrote_after(self, conversation_id: int, seq: int) -> bool: ...

    async def expect_answer(self, message: Message, now: datetime) -> None:
        """Note that the customer's message still waits for its turn."""

    async def answered(self, message_id: int) -> bool:
        """Strike the note; False when it was struck before: then somebody else has answered."""

    async def put_off(self, message_id: int, due_at: datetime) -> int:
        """Its turn failed: `to_do` names it again from then on. How often it was put off; 0 when it was struck."""

    async def owe(self, message: Message, channel: str, address: str, now: datetime) -> None:
        """Note that the message must be sent to an address on a channel.

        Where customers read the log themselves, they are only woken, once it is stored.
        """

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

    async def reassigned(self, handoff: Handoff, agent: Agent) -> None:
        """A colleague goes on; the time of the first claim stays."""

    async def passed_on(self, handoff: Handoff, place: str, now: datetime) -> None:
        """Sent to another place of the desk, and nobody's again: it keeps its turn in the queue, by `asked_at`.

        From now on it has waited since `passed_at`.
        """

    async def snooze(self, handoff: Handoff, until: datetime | None) -> None: ...

    async def alerted(self, handoff: Handoff, now: datetime, *, escalated: bool = False) -> None:
        """Count a reminder; an escalation is noted as such besides."""

    async def judged(self, handoff: Handoff, resolution: Resolution) -> None: ...

    async def propose_cause(self, handoff: Handoff, cause: Cause, now: datetime) -> None:
        """What the assistant takes it to be about; kept beside what the agent says."""

    async def lay_chore(
        self, conversation_id: int, desk: str, kind: ChoreKind, subject: int, due_at: datetime
    ) -> None:
        """Note that it must be shown anew; once per desk, kind and subject, with a higher version each time."""

    async def put_off_chore(self, chore: Chore, due_at: datetime) -> None:
        """Try again then; counts the attempt."""

    async def strike_chore(self, chore: Chore) -> None:
        """It was shown; kept when it was laid anew in the meantime."""

    async def tickets(self, handoff_id: int, desk: str) -> Sequence[Ticket]:
        """Its cards on that desk, oldest first; the last one is the one that counts."""

    async def keep_ticket(self, ticket: Ticket) -> None:
        """Write it, or the thread of the one that stands at the same desk and place."""

    async def offer_file(self, conversation_id: int, channel: str, offer: Offer, now: datetime) -> File:
        """Note that its bytes must be fetched from the channel."""

    async def keep_file(self, key: str, content: bytes) -> None: ...

    async def put_off_file(self, key: str, due_at: datetime) -> int:
        """How often it was put off."""

    async def lose_file(self, key: str, why: str) -> None:
        """It will never be had."""

    async def note_customer(self, customer: Customer) -> None:
        """Write what is known; a name or language of None changes nothing; `blocked_at` is written as it is."""

    async def customer(self, channel: str, address: str) -> Customer | None: ...

    async def issue_pass(self, nonce: str, conversation_id: int, expires_at: datetime) -> None: ...

    async def use_pass(self, nonce: str, now: datetime) -> int | None:
        """The conversation it stands for, once; None when it was used, is over, or never was."""

    async def move(
        self, conversation: Conversation, channel: str, address: str, now: datetime
    ) -> Conversation:
        """Take the conversation to another address; the old one goes on reading it up to here.

        The new address has no open conversation: the caller has seen to that.
        """

    async def review(self, message_id: int, agent: Agent, kind: ReviewKind, note: str, now: datetime) -> None:
        """Once per line, agent and kind; a second one replaces the note."""

    async def ask_rating(
        self, conversation_id: int, rated: Rated, handoff: Handoff | None, now: datetime
    ) -> Rating:
        """Note that the customer is asked; `handoff`: whose agent is rated."""

    async def rating(self, rating_id: int) -> Rating | None: ...

    async def give_rating(self, rating: Rating, score: int, now: datetime) -> Rating:
        """The last score counts."""

    async def await_words(self, rating: Rating, since: datetime | None) -> None:
        """The customer's next message is their line to the rating; None: it is not."""

    async def keep_words(self, rating: Rating, line: Message) -> None: ...

    async def rating_asked_since(self, channel: str, address: str, since: datetime) -> bool: ...

    async def bot_helped(self, conversation_id: int) -> bool:
        """Whether an errand has ended with the assistant, and neither people nor a question came after it."""

    async def last_help(self, channel: str, address: str, since: datetime) -> Handoff | None:
        """The address's latest hand-over in which a person helped, ended since then."""

    async def rated_handoff(self, rating: Rating) -> Handoff | None: ...

    async def switch(self, name: str, value: str | None, agent: Agent, now: datetime) -> None:
        """Set a switch that staff operate by hand; None takes it away."""

    async def switched(self, name: str) -> str | None:
        """How staff have set it; None when they have not."""

    async def last_seq(self, conversation_id: int) -> int:
        """The number of its last line; 0 when there is none."""

    async def erase(self, erasure: Erasure, signature: bytes) -> None:
        """Take out of the store all that is personal in the closed conversation, and note what must be deleted outside.

        Raises NoSuchConversation.
        """

    async def waiting_before(self, handoff: Handoff) -> int:
        """How many unclaimed, unended hand-offs were asked for earlier."""

    async def recent_waits(self, limit: int) -> Sequence[timedelta]:
        """Waits of the hand-offs claimed last, newest first."""
