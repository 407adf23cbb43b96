"""`/shopdesk`: the queue, one's own, search, prepared texts, hours and figures; seen only by who asks."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from bot.conversations.desk_switch import CLOSED, OPEN, DeskSwitch
from bot.conversations.finding import NAMES, asked, snippet
from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Message
from bot.conversations.model import Agent, Conversation
from bot.conversations.ports import Clock, Store
from bot.desk.slack import names
from bot.desk.slack.api.people import People
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.controls.actions import NotNow, Press
from bot.desk.slack.controls.canned import FALLBACK, Canned
from bot.desk.slack.controls.figures import Record, figure_block
from bot.desk.slack.controls.modals import Modals
from bot.desk.slack.controls.queue_rows import Row, Rows, row_blocks
from bot.desk.slack.text.blocks import Block, actions, button, context, divider, fitting, paragraphs, section
from bot.desk.slack.text.markup import Atom, Markup, bold, date, link, said
from bot.privacy.mask import mask

FOUND = 10  # lines that `find` shows
HELP: Sequence[tuple[str, str]] = (
    ("queue", "who waits for a person"),
    ("mine", "what you have"),
    ("find WORDS", "lines in all conversations that hold every word, or a part of one"),
    (
        "find WORDS channel:telegram",
        f"narrowed; also {', '.join(f'{name}:' for name in NAMES[1:])} (2026-11-01)",
    ),
    ("canned", "the names of the prepared texts"),
    ("canned NAME [LANGUAGE]", "a prepared text, filled in for the conversation you have"),
    ("hours on | off | auto", "open or close the desk by hand, or let the hours decide"),
    ("stats", "today's figures"),
)
SWITCH: Mapping[str, Literal["open", "closed"] | None] = {"on": OPEN, "off": CLOSED, "auto": None}


class Commands:
    def __init__(
        self,
        *,
        rows: Rows,
        record: Record,
        store: Store,
        switch: DeskSwitch,
        canned: Canned,
        people: People,
        modals: Modals,
        workspace: Workspace,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._rows = rows
        self._record = record
        self._store = store
        self._switch = switch
        self._canned = canned
        self._people = people
        self._modals = modals
        self._workspace = workspace
        self._clock = clock
        self._zone = zone

    async def answer(self, user: str, text: str) -> list[Block]:
        word, _, rest = text.strip().partition(" ")
        known: Mapping[str, Callable[[Agent, str], Awaitable[list[Block]]]] = {
            "queue": self._queue,
            "mine": self._mine,
            "find": self._find,
            "canned": self._prepared,
            "hours": self._hours,
            "stats": self._stats,
        }
        agent = await self._people.agent(user)
        return fitting(await known.get(word.lower(), self._help)(agent, rest.strip()))

    async def use_canned(self, press: Press) -> None:
        """Open the text to be changed and sent."""
        handoff_id, _, rest = press.value.partition(":")
        language, _, name = rest.partition(":")
        found = await self._store.handoff(int(handoff_id)) if handoff_id.isdecimal() else None
        if found is None or name not in self._canned.names:
            raise NotNow("This text or its conversation is not known any more.")
        agent = await self._people.agent(press.user)
        filled = self._canned.text(name, language, await self._values(agent, *found))
        await self._modals.open_answer(press.trigger, found[1].id, filled, "Prepared text")

    async def _queue(self, agent: Agent, _rest: str) -> list[Block]:
        queue = await self._rows.queue(agent)
        if not queue.waiting and not queue.callbacks:
            return [section("Nobody is waiting.")]
        blocks = self._listed(queue.waiting)
        if queue.more:
            blocks.append(context(f"… and {queue.more} more"))
        if queue.callbacks:
            blocks += [divider(), section("Call-backs:"), *self._listed(queue.callbacks)]
        return blocks

    async def _mine(self, agent: Agent, _rest: str) -> list[Block]:
        return self._listed((await self._rows.queue(agent)).mine) or [section("You have no conversation.")]

    async def _find(self, _agent: Agent, line: str) -> list[Block]:
        try:
            words, filters = asked(line)
        except ValueError:
            return [section("A day is written 2026-11-01.")]
        lines = await self._record.search(words, filters=filters, limit=FOUND)
        if not lines:
            return [section(f"Nothing holds {line!r}." if line else "Say what to find: find WORDS")]
        return [await self._line(line, words) for line in lines]

    async def _prepared(self, agent: Agent, rest: str) -> list[Block]:
        name, _, wish = rest.partition(" ")
        found = self._canned.found(name) if name else self._canned.names
        if not found:
            return [section(f"No text is named {name!r}. There are: {', '.join(self._canned.names)}")]
        if len(found) > 1:
            return [section("Texts: " + ", ".join(found))]
        return await self._one_prepared(agent, found[0], wish.strip())

    async def _one_prepared(self, agent: Agent, name: str, wish: str) -> list[Block]:
        held = await self._store.held_by(agent.id)
        about = max(held, key=lambda pair: pair[0].active_at, default=None)
        language = self._canned.language(wish or (about[0].language if about else FALLBACK))
        if language is None:
            return [section(f"There are texts in {', '.join(self._canned.languages)} only.")]
        values = await self._values(agent, *about) if about else {"agent": agent.name}
        blocks = paragraphs(self._canned.text(name, language, values))
        if about:
            value = names.canned_value(about[1].id, language, name)
            blocks += actions([button(f"Use it in conversation {about[0].id}", names.CANNED, value)])
        return blocks

    async def _hours(self, agent: Agent, word: str) -> list[Block]:
        if word.lower() in SWITCH:
            await self._switch.turn(SWITCH[word.lower()], agent)
        return [section(await self.desk_state())]

    async def _stats(self, _agent: Agent, _rest: str) -> list[Block]:
        return [await figure_block(self._record, self._clock(), self._zone)]

    async def _help(self, _agent: Agent, _rest: str) -> list[Block]:
        return [section(f"{names.COMMAND} {usage}\n{about}") for usage, about in HELP]

    async def desk_state(self) -> str:
        is_open = await self._switch.is_open(self._clock())
        by_hand = {"open": " by hand", "closed": " by hand"}.get(
            await self._switch.state() or "", " by its hours"
        )
        return f"The desk is {'open' if is_open else 'closed'}{by_hand}."

    def _listed(self, rows: Sequence[Row]) -> list[Block]:
        return [block for row in rows for block in row_blocks(row, self._clock())]

    async def _values(
        self, agent: Agent, conversation: Conversation, handoff: Handoff
    ) -> dict[str, str | None]:
        customer = await self._store.customer(conversation.channel, conversation.address)
        order = handoff.request.slots.get("order_number")
        return {
            "name": customer.name if customer else None,
            "order": str(order) if order else None,
            "agent": agent.name,
        }

    async def _line(self, line: Message, words: str) -> Block:
        who = f"{line.entry.name or line.entry.author.value} · {line.conversation_id}"
        head = Markup((bold(who),))
        for handoff in reversed(await self._store.handoffs(line.conversation_id)):
            tickets = await self._store.tickets(handoff.id, names.DESK)
            thread = next((ticket.thread for ticket in reversed(tickets) if ticket.thread), None)
            if thread:
                place = self._workspace.link(*names.thread_place(thread))
                head = Markup((link(place, who),))
                break
        local = line.created_at.astimezone(self._zone)
        at = date(line.created_at, "{date_short_pretty} {time}", f"{local:%Y-%m-%d %H:%M}")
        return section(head + Atom(" ") + at + Atom("\n") + said(snippet(mask(line.entry.text), words)))
