"""What staff can do with a conversation; each command is one transaction, and a second click is no error."""

from dataclasses import replace
from datetime import datetime

from bot.conversations.desk_commands import require_free, require_owner
from bot.conversations.desk_lines import DeskLines
from bot.conversations.errors import MoveNotAllowed
from bot.conversations.going_on import offer_to_go_on
from bot.conversations.handoffs import Cause, Handoff, HandoffEnd, Resolution
from bot.conversations.ledger import Ledger
from bot.conversations.messages import Author, Entry
from bot.conversations.model import Agent, Conversation, Handling


class Desk(DeskLines):
    """The desk's commands. All raise NoSuchConversation, MoveNotAllowed or NotYours, with a text for staff."""

    async def claim(self, conversation_id: int, agent: Agent) -> None:
        """Become the one who answers. Takes up a call-back too."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            return await self._claim(ledger, conversation, handoff, agent, now)

        await self._run(conversation_id, command)

    async def assign(self, conversation_id: int, agent: Agent, to: Agent) -> None:
        """Hand the conversation over to a colleague; by who has it, or while nobody has."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            if conversation.agent == to or handoff is None:
                return conversation
            require_free(conversation, agent)
            claimed = conversation.assign(to)
            if conversation.handling is Handling.HUMAN:
                await ledger.reassigned(handoff, to)
            else:
                await ledger.claimed(handoff, to, now)
            text = f"{agent.name} handed this conversation over to {to.name}."
            await self._note(ledger, handoff, text, "assigned", now, by=agent.id, to=to.id)
            await self._tell(ledger, claimed, handoff, "agent_joined", now, name=to.name)
            return claimed

        await self._run(conversation_id, command)

    async def pass_on(self, conversation_id: int, agent: Agent, place: str) -> None:
        """Send it to another place of the desk, where nobody has it yet; by who has it, or while nobody has."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            waiting = conversation.handling is Handling.WAITING
            if handoff is None or (waiting and handoff.place == place):
                return conversation
            require_free(conversation, agent)
            await ledger.passed_on(handoff, place, now)
            text = f"{agent.name} sent this conversation to another place of the desk."
            await self._note(ledger, handoff, text, "passed_on", now, by=agent.id, place=place)
            if waiting:
                return conversation
            passed = conversation.wait()
            await self._tell(ledger, passed, handoff, "passed_on", now, name=agent.name)
            return passed

        await self._run(conversation_id, command)

    async def snooze(self, conversation_id: int, agent: Agent, until: datetime) -> None:
        """Be reminded then, and not before; by who has it, or while nobody has."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            if handoff is None or handoff.snoozed_until == until:
                return conversation
            require_free(conversation, agent)
            await ledger.snooze(handoff, until)
            text = f"{agent.name} put this conversation aside for now."
            await self._note(ledger, handoff, text, "snoozed", now, by=agent.id, until=until.isoformat())
            return conversation

        await self._run(conversation_id, command)

    async def hand_back(self, conversation_id: int, agent: Agent, *, settled: bool = False) -> None:
        """Let the bot answer again. `settled`: nothing is left of the errand that the hand-over interrupted."""
        cause = await self._proposal(conversation_id)

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            require_owner(conversation, agent)
            if handoff and cause:
                await ledger.propose_cause(handoff, cause, now)
            if conversation.session.interrupted and not settled:  # no moment to ask how it went
                line = await self._tell(ledger, conversation, handoff, "handed_back", now, name=agent.name)
                await offer_to_go_on(ledger, conversation, line, now)
            else:
                await self._let_go(ledger, conversation, handoff, "handed_back", now, name=agent.name)
            return await _end(ledger, conversation.hand_back(), handoff, HandoffEnd.RETURNED, now)

        if not await self._ended_so(conversation_id, agent, HandoffEnd.RETURNED):
            await self._run(conversation_id, command)

    async def close(
        self,
        conversation_id: int,
        agent: Agent,
        seen: int | None = None,
        resolution: Resolution | None = None,
    ) -> None:
        """End the conversation. `seen` is the last seq on the agent's screen: a customer's newer line refuses it."""
        cause = await self._proposal(conversation_id, seen)

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            require_owner(conversation, agent)
            if seen is not None and await ledger.customer_wrote_after(conversation.id, seen):
                raise MoveNotAllowed("still going: the customer has just written", Handling.CLOSED)
            if handoff and cause:
                await ledger.propose_cause(handoff, cause, now)
            if handoff and resolution:
                await ledger.judged(handoff, resolution)
            await self._let_go(ledger, conversation, handoff, "closed", now, name=agent.name)
            return await _end(ledger, conversation.close(), handoff, HandoffEnd.RESOLVED, now)

        if not await self._ended_so(conversation_id, agent, HandoffEnd.RESOLVED):
            await self._run(conversation_id, command)

    async def proposed_cause(
        self, conversation: Conversation, handoff: Handoff, seen: int | None = None
    ) -> Cause | None:
        """What the assistant takes it to be about, for the agent to confirm or correct; None when it cannot tell."""
        return await self._causes.propose(conversation, handoff, seen)

    async def answered(self, conversation_id: int, agent: Agent) -> None:
        """A call-back was dealt with outside, by e-mail."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            if handoff is None or handoff.end is not HandoffEnd.EXPIRED:
                raise MoveNotAllowed(conversation.handling, "answered")
            done = Entry(
                Author.AGENT,
                "",
                name=agent.name,
                internal=True,
                details={"event": "call_back_answered", "agent": agent.id},
            )
            line = await ledger.append(conversation.id, done, now)
            await ledger.end_handoff(handoff, HandoffEnd.ANSWERED, now)
            await self._feed.show(ledger, handoff, now, line)
            return conversation

        await self._run(conversation_id, command)


async def _end(
    ledger: Ledger, conversation: Conversation, handoff: Handoff | None, end: HandoffEnd, now: datetime
) -> Conversation:
    if handoff and handoff.end is None:
        await ledger.end_handoff(handoff, end, now)
    return replace(conversation, active_at=now)
