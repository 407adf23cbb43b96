"""What staff write in a hand-over's thread: the claimer's replies go to the customer, all else stays inside."""

import logging
import re
from collections.abc import Mapping

from bot.conversations.desk import Desk
from bot.conversations.errors import MoveNotAllowed, NoSuchConversation, NotYours
from bot.conversations.model import Agent
from bot.conversations.ports import Store
from bot.conversations.tickets import Ticket
from bot.desk.slack.api.people import People
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.card.place import standing
from bot.desk.slack.controls.aside import Aside
from bot.desk.slack.inbound.events import Deleted, Edited, Event, Said
from bot.desk.slack.names import DESK, line_id, thread_key
from bot.desk.slack.text.plain import mentions, plain
from bot.desk.views import under_way

log = logging.getLogger(__name__)

NOTE = re.compile(r"\s*note\s*:\s*", re.IGNORECASE)
TOLD = 1000  # remembered: who was told already that a thread is a colleague's


class Threads:
    """Each event becomes one command of the desk. Raises what the store raises: then Slack must send it again."""

    def __init__(self, desk: Desk, store: Store, people: People, workspace: Workspace, aside: Aside) -> None:
        self._desk = desk
        self._store = store
        self._people = people
        self._workspace = workspace
        self._aside = aside
        self._told: dict[tuple[str, str], None] = {}

    async def take(self, event: Event) -> None:
        said = event if isinstance(event, Said) else event.said
        ticket = await self._ticket(said)
        if ticket is None:
            return
        try:
            match event:
                case Said():
                    await self._said(ticket, event)
                case Edited():
                    await self._edited(ticket, event)
                case Deleted():
                    await self._deleted(ticket, event)
        except NoSuchConversation:
            log.warning("a thread of an erased conversation", extra={"ticket": ticket.thread})

    async def _ticket(self, said: Said) -> Ticket | None:
        if said.thread is None or said.thread == said.ts:
            return None  # not in a thread, or the card itself
        key = thread_key(self._workspace.team, said.channel, said.thread)
        return await self._store.ticket_at(DESK, key)

    async def _said(self, ticket: Ticket, said: Said) -> None:
        if await self._store.seen(DESK, line_id(said.channel, said.ts)) is not None:
            return  # Slack tells of it again
        agent = await self._people.agent(said.user)
        text = await self._plain(said)
        if said.linked:
            self._say_linked(said)
        if not text and not said.files:
            return
        if is_internal(said.text, text):
            await self._note(ticket, agent, said, NOTE.sub("", text, count=1) or text)
            return
        refusal = await self._ended(ticket) or await self._reply(ticket, agent, said, text)
        if refusal is not None:
            await self._note(ticket, agent, said, text)
            self._say_kept(said, refusal)

    async def _reply(self, ticket: Ticket, agent: Agent, said: Said, text: str) -> str | None:
        """Why it cannot go to the customer, or None when it goes."""
        own = line_id(said.channel, said.ts)
        try:
            await self._desk.reply(
                ticket.conversation_id, agent, text, own, channel=DESK, files=said.files, claim=True
            )
        except (NotYours, MoveNotAllowed) as error:
            return str(error)
        return None

    async def _note(self, ticket: Ticket, agent: Agent, said: Said, text: str) -> None:
        own = line_id(said.channel, said.ts)
        await self._desk.note(ticket.conversation_id, agent, text, own, channel=DESK, files=said.files)

    async def _ended(self, ticket: Ticket) -> str | None:
        """Why this thread no longer leads to the customer, if so."""
        current = under_way(await self._store.handoffs(ticket.conversation_id))
        if current is None or current.id != ticket.handoff_id:
            return "This hand-over has ended; the customer reads nothing of what is written here."
        last = standing(current, await self._store.tickets(ticket.handoff_id, DESK))
        if last is not None and last.thread != ticket.thread:
            return "This hand-over has moved to another desk channel; write in its thread there."
        return None

    async def _edited(self, ticket: Ticket, event: Edited) -> None:
        said, own = event.said, line_id(event.said.channel, event.said.ts)
        original = await self._store.seen(DESK, own)
        if original is None:  # the change came before the message itself, which will then be known already
            await self._said(ticket, said)
            return
        agent = await self._people.agent(said.user)
        text = await self._plain(said)
        changed = f"{own}:edit:{event.edited}"
        try:
            if is_internal(said.text, text) and not original.entry.internal:
                # The customer has read it; what it became is not for them.
                await self._desk.withdraw(ticket.conversation_id, agent, own, f"{own}:deleted", channel=DESK)
                await self._desk.note(ticket.conversation_id, agent, text, changed, channel=DESK)
            else:
                text = NOTE.sub("", text, count=1) or text if original.entry.internal else text
                await self._desk.edit(ticket.conversation_id, agent, own, text, changed, channel=DESK)
        except (NotYours, MoveNotAllowed) as error:
            self._say_unchanged(said, str(error))

    async def _deleted(self, ticket: Ticket, event: Deleted) -> None:
        said, own = event.said, line_id(event.said.channel, event.said.ts)
        agent = await self._people.agent(said.user)
        if (
            await self._store.seen(DESK, own) is None
        ):  # when the message itself still comes, it is known already
            await self._note(ticket, agent, said, f"(deleted before it was read) {await self._plain(said)}")
            return
        try:
            await self._desk.withdraw(ticket.conversation_id, agent, own, f"{own}:deleted", channel=DESK)
        except (NotYours, MoveNotAllowed) as error:
            self._say_unchanged(said, str(error))

    async def _plain(self, said: Said) -> str:
        names: Mapping[str, str] = {
            user: (await self._people.agent(user)).name for user in mentions(said.text) - {"!"}
        }
        return plain(said.text, names, said.emoji)

    def _say_kept(self, said: Said, why: str) -> None:
        """Once for each thread and person: from then on they know that they write for colleagues."""
        key = (f"{said.channel}:{said.thread}", said.user)
        if key in self._told:
            return
        self._told[key] = None
        if len(self._told) > TOLD:
            del self._told[next(iter(self._told))]
        self._aside.tell(
            said.user,
            said.channel,
            f"Only colleagues see what you wrote: {why}",
            thread=said.thread,
        )

    def _say_unchanged(self, said: Said, why: str) -> None:
        self._aside.tell(
            said.user,
            said.channel,
            f"The customer still sees what was sent before: {why}",
            thread=said.thread,
        )

    def _say_linked(self, said: Said) -> None:
        names = ", ".join(said.linked)
        self._aside.tell(
            said.user,
            said.channel,
            f"Not sent, because it is kept outside Slack: {names}. Paste its address instead.",
            thread=said.thread,
        )


def is_internal(raw: str, text: str) -> bool:
    """Meant for colleagues: begins with `note:`, or calls one of them."""
    return NOTE.match(text) is not None or bool(mentions(raw))
