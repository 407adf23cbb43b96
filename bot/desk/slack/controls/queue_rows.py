"""Hand-overs as rows with a link to their thread: for App Home and for the command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversations.handoffs import Handoff
from bot.conversations.model import Agent, Conversation
from bot.conversations.ports import Store
from bot.desk.slack import names
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.text.blocks import Block, Element, actions, button, section
from bot.desk.slack.text.markup import Atom, Markup, bold, link, markup, said
from bot.privacy.mask import mask

SHOWN = 15  # rows of each kind
CHANNELS: Mapping[str, str] = {
    "widget": "website",
    "telegram": "Telegram",
    "email": "e-mail",
    names.DIRECT: "Slack",
}


@dataclass(frozen=True, slots=True)
class Row:
    conversation: Conversation
    handoff: Handoff
    customer: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    waiting: Sequence[Row]
    mine: Sequence[Row]
    others: int
    callbacks: Sequence[Row]
    more: int  # waiting, but not among the rows


class Rows:
    def __init__(self, store: Store, workspace: Workspace) -> None:
        self._store = store
        self._workspace = workspace

    async def queue(self, agent: Agent) -> Queue:
        pairs = await self._store.queue()
        waiting = [(c, h) for c, h in pairs if h.end is None and c.agent is None]
        mine = [(c, h) for c, h in pairs if h.end is None and c.agent and c.agent.id == agent.id]
        callbacks = [(c, h) for c, h in pairs if h.end is not None]
        return Queue(
            await self._rows(waiting),
            await self._rows(mine),
            len(pairs) - len(waiting) - len(mine) - len(callbacks),
            await self._rows(callbacks),
            max(0, len(waiting) - SHOWN),
        )

    async def _rows(self, pairs: Sequence[tuple[Conversation, Handoff]]) -> list[Row]:
        return [await self._row(conversation, handoff) for conversation, handoff in pairs[:SHOWN]]

    async def _row(self, conversation: Conversation, handoff: Handoff) -> Row:
        customer = await self._store.customer(conversation.channel, conversation.address)
        tickets = await self._store.tickets(handoff.id, names.DESK)
        thread = next((ticket.thread for ticket in reversed(tickets) if ticket.thread), None)
        place = self._workspace.link(*names.thread_place(thread)) if thread else None
        return Row(conversation, handoff, customer.name if customer else None, place)


def row_blocks(row: Row, now: datetime, buttons: Sequence[Element] = ()) -> list[Block]:
    return [section(_words(row, now)), *actions(buttons)]


def waiting_buttons(row: Row) -> list[Element]:
    return [button("Take", names.TAKE, str(row.handoff.id), style="primary")]


def own_buttons(row: Row) -> list[Element]:
    value = str(row.handoff.id)
    return [
        button("Suggest an answer", names.SUGGEST, value),
        button("Hand back to the bot", names.HAND_BACK, value),
        button("Hand over", names.HAND_OVER, value),
        button("Resolve", names.RESOLVE, value),
    ]


def callback_buttons(row: Row) -> list[Element]:
    value = str(row.handoff.id)
    return [button("Take", names.TAKE, value), button("Answered", names.ANSWERED, value)]


def span(length: timedelta) -> str:
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours < 24 else f"{hours // 24} days"


def _words(row: Row, now: datetime) -> Markup:
    conversation, handoff = row.conversation, row.handoff
    title = f"{row.customer or 'Customer'} · {conversation.id}"
    head = link(row.link, title) if row.link else bold(title)
    channel = CHANNELS.get(conversation.channel, conversation.channel)
    facts = [
        channel,
        conversation.language,
        (handoff.request.topic or handoff.request.reason).replace("_", " "),
    ]
    facts.append(f"asked {span(now - handoff.asked_at)} ago")
    if handoff.snoozed_until and handoff.snoozed_until > now:
        facts.append(f"snoozed for {span(handoff.snoozed_until - now)}")
    if handoff.contact:
        facts.append(handoff.contact)
    return markup(head, Atom(" "), said(" · ".join(facts)), Atom("\n"), said(mask(handoff.request.summary)))
