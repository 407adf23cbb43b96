"""What an agent's screen shows, as JSON-ready values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.conversations.handoffs import Cause, Handoff, HandoffEnd
from bot.conversations.messages import Customer, Message
from bot.conversations.model import Agent, Conversation, Handling
from bot.desk.line_view import hidden

Json = dict[str, Any]
OPENING = 90  # characters of a conversation's first line


def queue_view(
    rows: Sequence[tuple[Conversation, Handoff]],
    customers: Mapping[int, Customer | None],
    agent: Agent,
    now: datetime,
) -> Json:
    """The queue in its four parts; places count from 1 among those who wait. `customers` by conversation."""
    parts: dict[str, list[Json]] = {"waiting": [], "mine": [], "others": [], "callbacks": []}
    for conversation, handoff in rows:
        part = parts[_part(conversation, handoff, agent)]
        shown = conversation_view(conversation, customers.get(conversation.id))
        part.append(shown | {"handoff": handoff_view(handoff)})
    for place, waiting in enumerate(parts["waiting"], start=1):
        waiting["place"] = place
    return {"now": now.isoformat(), **parts}


def conversation_view(conversation: Conversation, customer: Customer | None) -> Json:
    return {
        "customer": customer.name if customer else None,
        "blocked_at": _time(customer.blocked_at) if customer else None,
        "id": conversation.id,
        "channel": conversation.channel,
        "address": conversation.address,
        "language": conversation.language,
        "handling": conversation.handling,
        "agent": conversation.agent.name if conversation.agent else None,
        "opened_at": conversation.opened_at.isoformat(),
        "active_at": conversation.active_at.isoformat(),
    }


def allowed(conversation: Conversation, handoff: Handoff | None, agent: Agent) -> Json:
    """Which commands make sense now, so that the screen offers no others; the desk decides when they come."""
    mine = conversation.agent is not None and conversation.agent.id == agent.id
    owner = conversation.handling is Handling.HUMAN and mine
    expired = handoff is not None and handoff.end is HandoffEnd.EXPIRED
    waiting = conversation.handling is Handling.WAITING
    return {
        "claim": waiting or (expired and conversation.handling is Handling.BOT),
        "reply": owner,
        "hand_back": owner,
        "hand_back_settled": owner and conversation.session.interrupted,
        "close": owner,
        "answered": expired,
    }


def handoff_view(handoff: Handoff, proposed: Cause | None = None) -> Json:
    """`proposed`: what the assistant takes it to be about."""
    return {
        "proposed_cause": proposed,
        "id": handoff.id,
        "reason": handoff.request.reason,
        "topic": handoff.request.topic,
        "summary": hidden(handoff.request.summary),
        "slots": {name: _slot(value) for name, value in handoff.request.slots.items() if value is not None},
        "asked_at": handoff.asked_at.isoformat(),
        "agent": handoff.agent.name if handoff.agent else None,
        "claimed_at": _time(handoff.claimed_at),
        "answered_at": _time(handoff.answered_at),
        "ended_at": _time(handoff.ended_at),
        "end": handoff.end,
        "contact": handoff.contact,
        "snoozed_until": _time(handoff.snoozed_until),
        "resolution": asdict(handoff.resolution) if handoff.resolution else None,
    }


def others_of(lines: Sequence[Message], conversation_id: int) -> list[Json]:
    """The address's other conversations, newest first, each with its first line."""
    first: dict[int, Message] = {}
    for line in lines:
        if line.conversation_id != conversation_id:
            first.setdefault(line.conversation_id, line)
    return [
        {"id": other, "at": line.created_at.isoformat(), "text": hidden(line.entry.text)[:OPENING]}
        for other, line in sorted(first.items(), reverse=True)
    ]


def under_way(handoffs: Sequence[Handoff]) -> Handoff | None:
    """The hand-off that commands would act on: the open one, else the latest that nobody took."""
    unended = [handoff for handoff in handoffs if handoff.end is None]
    expired = [handoff for handoff in handoffs if handoff.end is HandoffEnd.EXPIRED]
    return next(reversed(unended or expired), None)


def _part(conversation: Conversation, handoff: Handoff, agent: Agent) -> str:
    if handoff.end is not None:
        return "callbacks"
    if conversation.agent is None:
        return "waiting"
    return "mine" if conversation.agent.id == agent.id else "others"


def _slot(value: Any) -> Any:
    return hidden(value) if isinstance(value, str) else value


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
