"""What the core needs from outside, in its own words: a store, a dialogue engine, channels, texts, hours."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.conversations.answers import Answer, Question
from bot.conversations.handoffs import Handoff
from bot.conversations.ledger import Ledger
from bot.conversations.messages import Cursor, Customer, Delivery, File, Message
from bot.conversations.model import Conversation
from bot.conversations.ratings import Rating
from bot.conversations.reviews import Review
from bot.conversations.tickets import Chore, Ticket


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
        """Waiting conversations whose hand-off was asked for, or passed on, before that time."""

    async def quiet_since(self, active_before: datetime) -> Sequence[int]:
        """Open conversations, other than waiting ones, without activity since then."""

    async def due_chores(self, conversation_id: int, now: datetime) -> Sequence[Chore]: ...

    async def due_files(self, conversation_id: int, now: datetime) -> Sequence[tuple[File, str, str]]:
        """Files to fetch: each with its channel and its ref there."""

    async def file(self, key: str) -> tuple[File, bytes | None, str | None] | None:
        """A file with its bytes, None while they are not here; and why they never will be."""

    async def owed(self, conversation_id: int) -> int:
        """How many deliveries of the conversation wait to be sent, to whichever address."""

    async def handoff(self, handoff_id: int) -> tuple[Conversation, Handoff] | None: ...

    async def delivery(self, delivery_id: int) -> Delivery | None: ...

    async def tickets(self, handoff_id: int, desk: str) -> Sequence[Ticket]: ...

    async def ticket_at(self, desk: str, thread: str) -> Ticket | None:
        """The hand-over whose card stands there."""

    async def open_tickets(self, desk: str) -> Sequence[Ticket]:
        """Posted cards of hand-overs that have no end, and of those that ended within the last day."""

    async def to_remind(
        self, now: datetime, *, alerted_before: datetime, waiting_before: datetime
    ) -> Sequence[int]:
        """Conversations whose hand-over has no end and that the desk's alerts should look at:

        unclaimed and not reminded since `alerted_before`; not escalated, with a customer's line unanswered by
        people since `waiting_before`; or snoozed until a time that has come. Not those snoozed for longer.
        """

    async def held_by(self, agent_id: str) -> Sequence[tuple[Conversation, Handoff]]:
        """Open conversations that the agent has, oldest first."""

    async def episodes(self, channel: str, address: str, *, limit: int = 5) -> Sequence[Conversation]:
        """The address's latest conversations, newest first."""

    async def customer(self, channel: str, address: str) -> Customer | None: ...

    async def switched(self, name: str) -> str | None: ...

    async def reviews(self, *, limit: int = 100) -> Sequence[Review]:
        """The newest first."""

    async def awaiting_words(self, channel: str, address: str, since: datetime) -> Rating | None:
        """The rating whose customer was told, since then, that their next message is the line to it."""

    async def to_ask_rating(self, quiet_since: datetime, active_since: datetime) -> Sequence[int]:
        """Conversations that fell silent in between, after the assistant had helped."""

    async def ratings(self, conversation_id: int) -> Sequence[Rating]:
        """In the order they were asked."""

    async def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take or renew it; False while another holder's has not run out."""

    async def release(self, name: str, holder: str) -> None: ...

    async def queue(self) -> Sequence[tuple[Conversation, Handoff]]:
        """What the desk has to do: unended hand-offs, and expired ones with a contact; oldest first."""

    async def handoffs(self, conversation_id: int) -> Sequence[Handoff]: ...


class Dialogue(Protocol):
    """The bot."""

    async def ask(self, question: Question) -> Answer:
        """Raises DialogueFailed for an empty, late or failed answer. The same message id gives the same answer."""


class Channel(Protocol):
    """Where customers are, or a desk's threads. A channel decides nothing; it carries."""

    together: int  # how many lines of a conversation in a row may go out as one

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        """Send lines of one address; the channel's own id. Raises ChannelBusy, ChannelRefused or ChannelUnknown."""

    async def find(self, delivery: Delivery) -> str | None:
        """The channel's id when it did arrive, else None.

        Raises ChannelUnknown when the channel can never tell, ChannelBusy when it cannot be asked just now.
        """


class DeskScreen(Protocol):
    """A desk outside this process."""

    async def show(self, chore: Chore) -> None:
        """Make it look like the store. Raises ChannelBusy, ChannelRefused or ChannelUnknown."""


class FileSource(Protocol):
    """A channel that customers or staff send files through."""

    async def fetch(self, ref: str, limit: int) -> bytes:
        """At most `limit` bytes. Raises ChannelBusy, or ChannelRefused when it is gone or larger."""


class PassSigner(Protocol):
    """Makes and reads the tokens that carry a conversation to another channel."""

    def sign(self, nonce: str) -> str:
        """Letters, digits, - and _ only; at most 64."""

    def read(self, token: str) -> str | None:
        """The nonce, when we signed it."""


class Wording(Protocol):
    """What the shop itself says, in the customer's language."""

    @property
    def languages(self) -> Sequence[str]:
        """The codes of those that are spoken."""

    def known(self, tag: str) -> str:
        """Which of them a tag such as nb-NO means; English when none."""

    def say(self, language: str, key: str, **values: object) -> str:
        """Raises KeyError for a key that has no text."""


class DeskHours(Protocol):
    """When people are at the desk."""

    def is_open(self, at: datetime) -> bool: ...

    def next_open(self, after: datetime) -> datetime | None: ...


class Clock(Protocol):
    def __call__(self) -> datetime:
        """Now, aware, in UTC."""
