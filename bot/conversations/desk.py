"""What staff can do with a conversation; each command is one transaction, and a second click is no error."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.conversations.errors import AlreadySeen, MoveNotAllowed, NotYours
from bot.conversations.handoffs import Handoff, HandoffEnd
from bot.conversations.lanes import Lanes
from bot.conversations.lines import shop_line, tell
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Author, Entry, Message
from bot.conversations.model import Agent, Conversation, Handling
from bot.conversations.ports import Clock, Ledger, Store, Wording
from bot.conversations.trace import CONVERSATION

log = logging.getLogger(__name__)

Command = Callable[[Ledger, Conversation, Handoff | None, datetime], Awaitable[Conversation]]


class Desk:
    """The desk's commands. All raise NoSuchConversation, MoveNotAllowed or NotYours, with a text for staff."""

    def __init__(self, store: Store, lanes: Lanes, wording: Wording, live: Live, clock: Clock) -> None:
        self._store = store
        self._lanes = lanes
        self._wording = wording
        self._live = live
        self._clock = clock

    async def claim(self, conversation_id: int, agent: Agent) -> None:
        """Become the one who answers. Takes up a call-back too."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            if handoff and handoff.end is HandoffEnd.EXPIRED and conversation.handling is Handling.BOT:
                conversation = conversation.wait()
            claimed = conversation.claim(agent)
            if claimed is not conversation and handoff:
                await ledger.claimed(handoff, agent, now)
                await self._tell(ledger, claimed, "agent_joined", now, name=agent.name)
            return claimed

        await self._run(conversation_id, command)

    async def reply(self, conversation_id: int, agent: Agent, text: str, external_id: str) -> Message:
        """Write to the customer. `external_id` is the client's own: the same again is the same message."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            _require_owner(conversation, agent)
            await tell(ledger, conversation, _agents_line(agent, text, external_id), now)
            if handoff:
                await ledger.first_answer(handoff, now)
            return replace(conversation, active_at=now)

        return await self._say_once(conversation_id, command, external_id)

    async def note(self, conversation_id: int, agent: Agent, text: str, external_id: str) -> Message:
        """Write for colleagues only."""

        async def command(
            ledger: Ledger, conversation: Conversation, _handoff: Handoff | None, now: datetime
        ) -> Conversation:
            await ledger.append(conversation.id, _agents_line(agent, text, external_id, internal=True), now)
            return conversation

        return await self._say_once(conversation_id, command, external_id)

    async def hand_back(self, conversation_id: int, agent: Agent) -> None:
        """Let the bot answer again."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            _require_owner(conversation, agent)
            await self._tell(ledger, conversation, "handed_back", now, name=agent.name)
            return await _end(ledger, conversation.hand_back(), handoff, HandoffEnd.RETURNED, now)

        await self._run(conversation_id, command)

    async def close(self, conversation_id: int, agent: Agent, seen: int | None = None) -> None:
        """End the conversation. `seen` is the last seq on the agent's screen: a customer's newer line refuses it."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            _require_owner(conversation, agent)
            if seen is not None and await self._wrote_after(conversation.id, seen):
                raise MoveNotAllowed("still going: the customer has just written", Handling.CLOSED)
            await self._tell(ledger, conversation, "closed", now, name=agent.name)
            return await _end(ledger, conversation.close(), handoff, HandoffEnd.RESOLVED, now)

        await self._run(conversation_id, command)

    async def answered(self, conversation_id: int, agent: Agent) -> None:
        """A call-back was dealt with outside, by e-mail."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            if handoff is None or handoff.end is not HandoffEnd.EXPIRED:
                raise MoveNotAllowed(conversation.handling, "answered")
            done = Entry(
                Author.AGENT, "", name=agent.name, internal=True, details={"event": "call_back_answered"}
            )
            await ledger.append(conversation.id, done, now)
            await ledger.end_handoff(handoff, HandoffEnd.ANSWERED, now)
            return conversation

        await self._run(conversation_id, command)

    async def _run(self, conversation_id: int, command: Command) -> None:
        CONVERSATION.set(conversation_id)
        now = self._clock()
        async with self._store.transaction() as ledger:
            conversation = await ledger.lock(conversation_id)
            handoff = await ledger.handoff(conversation_id)
            changed = await command(ledger, conversation, handoff, now)
            if changed is not conversation:
                await ledger.save(changed)
        log.info(
            "desk command", extra={"before": conversation.handling.value, "after": changed.handling.value}
        )
        self._lanes.enter(conversation_id)  # deliveries are owed, and waiting messages may have a new owner
        self._live.notify(DESK)

    async def _say_once(self, conversation_id: int, command: Command, external_id: str) -> Message:
        with suppress(AlreadySeen):  # a resend of what is stored already
            await self._run(conversation_id, command)
        message = await self._store.seen(DESK, external_id)
        if message is None or message.conversation_id != conversation_id:
            raise NotYours("This message id was used in another conversation.")
        return message

    async def _wrote_after(self, conversation_id: int, seen: int) -> bool:
        later = await self._store.messages(conversation_id, after=seen)
        return any(message.entry.author is Author.CUSTOMER for message in later)

    async def _tell(
        self, ledger: Ledger, conversation: Conversation, key: str, now: datetime, **values: object
    ) -> None:
        text = self._wording.say(conversation.language, key, **values)
        await tell(ledger, conversation, shop_line(text), now)


async def _end(
    ledger: Ledger, conversation: Conversation, handoff: Handoff | None, end: HandoffEnd, now: datetime
) -> Conversation:
    if handoff and handoff.end is None:
        await ledger.end_handoff(handoff, end, now)
    return conversation


def _agents_line(agent: Agent, text: str, external_id: str, *, internal: bool = False) -> Entry:
    return Entry(
        Author.AGENT,
        text,
        name=agent.name,
        internal=internal,
        channel=DESK,
        external_id=external_id,
        details={"agent": agent.id},
    )


def _require_owner(conversation: Conversation, agent: Agent) -> None:
    owner = conversation.agent
    if conversation.handling is Handling.HUMAN and owner is not None and owner.id == agent.id:
        return
    held = f"{owner.name} has this conversation." if owner else "Claim the conversation first."
    raise NotYours(held)
