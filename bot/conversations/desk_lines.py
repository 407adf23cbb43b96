"""What staff write: replies, notes, and what they change or take back of them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.conversations.desk_commands import Command, Commands, require_owner
from bot.conversations.errors import AlreadySeen, NoSuchLine, NotYours
from bot.conversations.files import take_offers
from bot.conversations.handoffs import Handoff
from bot.conversations.ledger import Ledger
from bot.conversations.lines import tell
from bot.conversations.live import DESK
from bot.conversations.messages import Author, Entry, Message, Offer
from bot.conversations.model import Agent, Conversation, Handling


class DeskLines(Commands):
    """`external_id` is the client's own, unique on its `channel`: the same again is the same message."""

    async def reply(
        self,
        conversation_id: int,
        agent: Agent,
        text: str,
        external_id: str,
        *,
        channel: str = DESK,
        files: Sequence[Offer] = (),
        claim: bool = False,
    ) -> Message:
        """Write to the customer. `claim`: when nobody has the conversation, the agent becomes the one who answers."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            if claim and handoff and conversation.handling in (Handling.WAITING, Handling.BOT):
                conversation = await self._claim(ledger, conversation, handoff, agent, now)
            require_owner(conversation, agent)
            taken = await take_offers(ledger, conversation_id, channel, files, now)
            line = replace(_line(agent, text, channel, external_id), files=taken)
            await self._say(ledger, conversation, handoff, line, now)
            if handoff:
                await ledger.first_answer(handoff, now)
            return replace(conversation, active_at=now)

        return await self._once(conversation_id, command, channel, external_id)

    async def note(
        self,
        conversation_id: int,
        agent: Agent,
        text: str,
        external_id: str,
        *,
        channel: str = DESK,
        files: Sequence[Offer] = (),
    ) -> Message:
        """Write for colleagues only."""

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            taken = await take_offers(ledger, conversation_id, channel, files, now)
            line = replace(_line(agent, text, channel, external_id), files=taken, internal=True)
            await self._say(ledger, conversation, handoff, line, now)
            return conversation

        return await self._once(conversation_id, command, channel, external_id)

    async def edit(
        self,
        conversation_id: int,
        agent: Agent,
        original_external_id: str,
        text: str,
        external_id: str,
        *,
        channel: str = DESK,
    ) -> Message:
        """Change one's own line, as far as the customer's channel can. Raises NoSuchLine."""
        line = _line(agent, text, channel, external_id)
        return await self._correct(conversation_id, agent, original_external_id, line)

    async def withdraw(
        self,
        conversation_id: int,
        agent: Agent,
        original_external_id: str,
        external_id: str,
        *,
        channel: str = DESK,
    ) -> Message:
        """Take back one's own line, as far as the customer's channel can. Raises NoSuchLine."""
        line = replace(_line(agent, "", channel, external_id), withdrawn=True)
        return await self._correct(conversation_id, agent, original_external_id, line)

    async def _correct(self, conversation_id: int, agent: Agent, original_id: str, line: Entry) -> Message:
        channel, external_id = line.channel or DESK, line.external_id or ""
        original = await self._store.seen(channel, original_id)
        if original is None or original.conversation_id != conversation_id:
            raise NoSuchLine("That line is not in this conversation.")
        if original.entry.author is not Author.AGENT or original.entry.details.get("agent") != agent.id:
            raise NotYours("Only who wrote a line can change it.")

        async def command(
            ledger: Ledger, conversation: Conversation, handoff: Handoff | None, now: datetime
        ) -> Conversation:
            kept = () if line.withdrawn else original.entry.files
            corrected = replace(line, corrects=original.id, internal=original.entry.internal, files=kept)
            await self._say(ledger, conversation, handoff, corrected, now)
            return conversation

        return await self._once(conversation_id, command, channel, external_id)

    async def _say(
        self, ledger: Ledger, conversation: Conversation, handoff: Handoff | None, entry: Entry, now: datetime
    ) -> None:
        if entry.internal:
            line = await ledger.append(conversation.id, entry, now)
        else:
            line = await tell(ledger, conversation, entry, now)
            await self._letters.owe(ledger, conversation, handoff, line, now)
            await self._feed.replied(ledger, conversation, line, now)
        await self._feed.show(ledger, handoff, now, line)

    async def _once(self, conversation_id: int, command: Command, channel: str, external_id: str) -> Message:
        message = await self._store.seen(channel, external_id)
        if message is None:
            with suppress(AlreadySeen):  # a resend at the same moment
                await self._run(conversation_id, command)
            message = await self._store.seen(channel, external_id)
        if message is None or message.conversation_id != conversation_id:
            raise NotYours("This message id was used in another conversation.")
        return message


def _line(agent: Agent, text: str, channel: str, external_id: str) -> Entry:
    return Entry(
        Author.AGENT,
        text,
        name=agent.name,
        channel=channel,
        external_id=external_id,
        details={"agent": agent.id},
    )
