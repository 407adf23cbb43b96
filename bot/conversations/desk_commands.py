"""How a command of staff is run: one transaction on the locked conversation, then everyone is told."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.conversations.causes import Causes
from bot.conversations.errors import NotYours
from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.handoffs import Cause, Handoff, HandoffEnd
from bot.conversations.lanes import Lanes
from bot.conversations.ledger import Ledger
from bot.conversations.letters import NO_LETTERS, Letters
from bot.conversations.lines import shop_line, staff_line, tell
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Message
from bot.conversations.model import Agent, Conversation, Handling
from bot.conversations.ports import Clock, Store, Wording
from bot.conversations.rating_questions import RatingQuestions
from bot.conversations.trace import CONVERSATION

log = logging.getLogger(__name__)

Command = Callable[[Ledger, Conversation, Handoff | None, datetime], Awaitable[Conversation]]


class Commands:
    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        wording: Wording,
        live: Live,
        clock: Clock,
        *,
        feed: Feed = NO_DESKS,
        questions: RatingQuestions | None = None,
        causes: Causes | None = None,
        letters: Letters = NO_LETTERS,
    ) -> None:
        self._store = store
        self._lanes = lanes
        self._wording = wording
        self._live = live
        self._clock = clock
        self._feed = feed
        self._questions = questions
        self._causes = causes or Causes(store, {})
        self._letters = letters

    async def _run(self, conversation_id: int, command: Command) -> None:
        CONVERSATION.set(conversation_id)
        now = self._clock()
        async with self._store.transaction() as ledger:
            conversation = await ledger.lock(conversation_id)
            handoff = await ledger.handoff(conversation_id)
            changed = await command(ledger, conversation, handoff, now)
            if changed is not conversation:
                await ledger.save(changed)
            await self._feed.show(ledger, handoff, now)
        log.info(
            "desk command", extra={"before": conversation.handling.value, "after": changed.handling.value}
        )
        self._lanes.enter(conversation_id)  # deliveries are owed, and waiting messages may have a new owner
        self._live.notify(DESK)

    async def _tell(
        self,
        ledger: Ledger,
        conversation: Conversation,
        handoff: Handoff | None,
        key: str,
        now: datetime,
        **values: object,
    ) -> Message:
        """Say it to the customer, where staff see it too."""
        text = self._wording.say(conversation.language, key, **values)
        line = await tell(ledger, conversation, shop_line(text), now)
        await self._feed.show(ledger, handoff, now, line)
        return line

    async def _let_go(
        self,
        ledger: Ledger,
        conversation: Conversation,
        handoff: Handoff | None,
        key: str,
        now: datetime,
        *,
        name: str,
    ) -> None:
        """The agent leaves: the customer is told, and asked how it was."""
        await self._tell(ledger, conversation, handoff, key, now, name=name)
        if self._questions:
            await self._questions.after_person(ledger, conversation, handoff, now)

    async def _proposal(self, conversation_id: int, seen: int | None = None) -> Cause | None:
        """What it was about, for all the assistant can tell; read before the transaction."""
        handoffs = await self._store.handoffs(conversation_id)
        if not handoffs:
            return None
        conversation = await self._store.conversation(conversation_id)
        return await self._causes.propose(conversation, handoffs[-1], seen)

    async def _note(
        self, ledger: Ledger, handoff: Handoff, text: str, event: str, now: datetime, **details: object
    ) -> Message:
        """Say it to staff only."""
        line = await ledger.append(handoff.conversation_id, staff_line(text, event, **details), now)
        await self._feed.show(ledger, handoff, now, line)
        return line

    async def _claim(
        self,
        ledger: Ledger,
        conversation: Conversation,
        handoff: Handoff | None,
        agent: Agent,
        now: datetime,
    ) -> Conversation:
        """A call-back is taken up, too."""
        if handoff and handoff.end is HandoffEnd.EXPIRED and conversation.handling is Handling.BOT:
            conversation = conversation.wait()
        claimed = conversation.claim(agent)
        if claimed is not conversation and handoff:
            await ledger.claimed(handoff, agent, now)
            await self._tell(ledger, claimed, handoff, "agent_joined", now, name=agent.name)
        return claimed

    async def _ended_so(self, conversation_id: int, agent: Agent, end: HandoffEnd) -> bool:
        """Whether the agent did just that a moment ago: then it was a second click."""
        handoffs = await self._store.handoffs(conversation_id)
        if not handoffs or handoffs[-1].end is not end:
            return False
        last = handoffs[-1]
        return last.agent is not None and last.agent.id == agent.id


def require_owner(conversation: Conversation, agent: Agent) -> None:
    owner = conversation.agent
    if conversation.handling is Handling.HUMAN and owner is not None and owner.id == agent.id:
        return
    held = f"{owner.name} has this conversation." if owner else "Claim the conversation first."
    raise NotYours(held)


def require_free(conversation: Conversation, agent: Agent) -> None:
    """The agent has it, or nobody has while it waits."""
    if conversation.handling is not Handling.WAITING:
        require_owner(conversation, agent)
