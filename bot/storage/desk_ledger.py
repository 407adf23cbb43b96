"""The part of an open transaction that is about staff: hand-offs, cards, chores, reviews, switches."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversations.answers import HandoffRequest
from bot.conversations.handoffs import Handoff, HandoffEnd, Resolution
from bot.conversations.model import Agent
from bot.conversations.reviews import ReviewKind
from bot.conversations.tickets import Chore, ChoreKind, Ticket
from bot.storage import chores, handoffs, reviews, switches, tickets
from bot.storage.database import Transaction


class DeskLedger:
    def __init__(self, transaction: Transaction) -> None:
        self._run = transaction.run

    async def open_handoff(self, conversation_id: int, request: HandoffRequest, now: datetime) -> Handoff:
        return await self._run(handoffs.open_handoff, conversation_id, request, now)

    async def handoff(self, conversation_id: int) -> Handoff | None:
        return await self._run(handoffs.pending, conversation_id)

    async def claimed(self, handoff: Handoff, agent: Agent, now: datetime) -> None:
        await self._run(handoffs.claimed, handoff, agent, now)

    async def reassigned(self, handoff: Handoff, agent: Agent) -> None:
        await self._run(handoffs.reassigned, handoff, agent)

    async def passed_on(self, handoff: Handoff, place: str, now: datetime) -> None:
        await self._run(handoffs.passed_on, handoff, place, now)

    async def first_answer(self, handoff: Handoff, now: datetime) -> None:
        await self._run(handoffs.first_answer, handoff, now)

    async def end_handoff(self, handoff: Handoff, end: HandoffEnd, now: datetime) -> None:
        await self._run(handoffs.end, handoff, end, now)

    async def leave_contact(self, handoff: Handoff, contact: str) -> None:
        await self._run(handoffs.leave_contact, handoff, contact)

    async def snooze(self, handoff: Handoff, until: datetime | None) -> None:
        await self._run(handoffs.snooze, handoff, until)

    async def alerted(self, handoff: Handoff, now: datetime, *, escalated: bool = False) -> None:
        await self._run(handoffs.alerted, handoff, now, escalated=escalated)

    async def judged(self, handoff: Handoff, resolution: Resolution) -> None:
        await self._run(handoffs.judged, handoff, resolution)

    async def waiting_before(self, handoff: Handoff) -> int:
        return await self._run(handoffs.waiting_before, handoff)

    async def recent_waits(self, limit: int) -> Sequence[timedelta]:
        return await self._run(handoffs.recent_waits, limit)

    async def tickets(self, handoff_id: int, desk: str) -> Sequence[Ticket]:
        return await self._run(tickets.of_handoff, handoff_id, desk)

    async def keep_ticket(self, ticket: Ticket) -> None:
        await self._run(tickets.keep, ticket)

    async def lay_chore(
        self, conversation_id: int, desk: str, kind: ChoreKind, subject: int, due_at: datetime
    ) -> None:
        await self._run(chores.lay, conversation_id, desk, kind, subject, due_at=due_at)

    async def put_off_chore(self, chore: Chore, due_at: datetime) -> None:
        await self._run(chores.put_off, chore, due_at)

    async def strike_chore(self, chore: Chore) -> None:
        await self._run(chores.strike, chore)

    async def review(self, message_id: int, agent: Agent, kind: ReviewKind, note: str, now: datetime) -> None:
        await self._run(reviews.mark, message_id, agent, kind, note, now=now)

    async def switch(self, name: str, value: str | None, agent: Agent, now: datetime) -> None:
        await self._run(switches.switch, name, value, agent, now)

    async def switched(self, name: str) -> str | None:
        return await self._run(switches.switched, name)
