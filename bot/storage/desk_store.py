"""What desks read of the store: hand-offs, cards, chores, reviews, switches."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.conversations.handoffs import Handoff
from bot.conversations.model import Conversation
from bot.conversations.reviews import Review
from bot.conversations.tickets import Chore, Ticket
from bot.storage import chores, figures, handoffs, reminders, reviews, switches, tickets
from bot.storage.database import Database

JUST_ENDED = timedelta(days=1)


class DeskStore:
    def __init__(self, database: Database) -> None:
        self._read = database.read
        self._scan = database.scan

    async def queue(self) -> Sequence[tuple[Conversation, Handoff]]:
        return await self._read(handoffs.queue)

    async def held_by(self, agent_id: str) -> Sequence[tuple[Conversation, Handoff]]:
        return await self._read(handoffs.held_by, agent_id)

    async def handoffs(self, conversation_id: int) -> Sequence[Handoff]:
        return await self._read(handoffs.of_conversation, conversation_id)

    async def handoff(self, handoff_id: int) -> tuple[Conversation, Handoff] | None:
        return await self._read(handoffs.one, handoff_id)

    async def unclaimed_since(self, asked_before: datetime) -> Sequence[int]:
        return await self._read(handoffs.unclaimed_since, asked_before)

    async def to_remind(
        self, now: datetime, *, alerted_before: datetime, waiting_before: datetime
    ) -> Sequence[int]:
        return await self._read(
            reminders.to_remind, now, alerted_before=alerted_before, waiting_before=waiting_before
        )

    async def tickets(self, handoff_id: int, desk: str) -> Sequence[Ticket]:
        return await self._read(tickets.of_handoff, handoff_id, desk)

    async def ticket_at(self, desk: str, thread: str) -> Ticket | None:
        return await self._read(tickets.at, desk, thread)

    async def open_tickets(self, desk: str, *, ended_after: datetime | None = None) -> Sequence[Ticket]:
        """Those that ended after that time are among them; by default, within the last day."""
        return await self._read(tickets.opened, desk, ended_after or datetime.now(UTC) - JUST_ENDED)

    async def due_chores(self, conversation_id: int, now: datetime) -> Sequence[Chore]:
        return await self._read(chores.due, conversation_id, now)

    async def reviews(self, *, limit: int = 100) -> Sequence[Review]:
        return await self._read(reviews.latest, limit)

    async def figures(self, since: datetime) -> Mapping[str, float]:
        """What happened since: conversations, asked, claimed, resolved, returned, expired, and first_answer, the median
        in seconds, when there was one; and what there is now: callbacks, waiting, held.
        """
        return await self._scan(figures.figures, since)

    async def switched(self, name: str) -> str | None:
        return await self._read(switches.switched, name)
