"""What an agent's screen shows, as JSON-ready values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.conversations.handoffs import Handoff, HandoffEnd
from bot.conversations.messages import Author, Message
from bot.conversations.model import Agent, Conversation, Handling

Json = dict[str, Any]
RANKED = 3  # readings shown for each message
OPENING = 90  # characters of a conversation's first line


def queue_view(rows: Sequence[tuple[Conversation, Handoff]], agent: Agent, now: datetime) -> Json:
    """The queue in its four parts; places count from 1 among those who wait."""
    parts: dict[str, list[Json]] = {"waiting": [], "mine": [], "others": [], "callbacks": []}
    for conversation, handoff in rows:
        part = parts[_part(conversation, handoff, agent)]
        part.append(conversation_view(conversation) | {"handoff": handoff_view(handoff)})
    for place, waiting in enumerate(parts["waiting"], start=1):
        waiting["place"] = place
    return {"now": now.isoformat(), **parts}


def conversation_view(conversation: Conversation) -> Json:
    return {
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
        "close": owner,
        "answered": expired,
    }


def handoff_view(handoff: Handoff) -> Json:
    return {
        "id": handoff.id,
        "reason": handoff.request.reason,
        "topic": handoff.request.topic,
        "summary": handoff.request.summary,
        "slots": {name: value for name, value in handoff.request.slots.items() if value is not None},
        "asked_at": handoff.asked_at.isoformat(),
        "agent": handoff.agent.name if handoff.agent else None,
        "claimed_at": _time(handoff.claimed_at),
        "answered_at": _time(handoff.answered_at),
        "ended_at": _time(handoff.ended_at),
        "end": handoff.end,
        "contact": handoff.contact,
    }


def line_view(message: Message) -> Json:
    entry = message.entry
    parse = entry.details.get("parse")
    return {
        "id": message.id,
        "seq": message.seq,
        "at": message.created_at.isoformat(),
        "by": _kind(message),
        "name": entry.name,
        "text": entry.text,
        "buttons": [button.title for button in entry.buttons],
        "pressed": "pressed" in entry.details,
        "event": entry.details.get("event"),
        "answers": entry.answers,
        "understood": understood(parse) if isinstance(parse, Mapping) else None,
    }


def understood(parse: Mapping[str, Any]) -> Json:
    """What the bot made of a customer's message; stands with the line that answers it."""
    intent = parse.get("intent") or {}
    return {
        "intent": intent.get("name"),
        "confidence": intent.get("confidence"),
        "ranking": list(parse.get("ranking") or ())[:RANKED],
        "entities": [
            {"entity": found.get("entity"), "value": found.get("value")}
            for found in parse.get("entities") or ()
        ],
        "decision": parse.get("decision"),
    }


def others_of(lines: Sequence[Message], conversation_id: int) -> list[Json]:
    """The address's other conversations, newest first, each with its first line."""
    first: dict[int, Message] = {}
    for line in lines:
        if line.conversation_id != conversation_id:
            first.setdefault(line.conversation_id, line)
    return [
        {"id": other, "at": line.created_at.isoformat(), "text": line.entry.text[:OPENING]}
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


def _kind(message: Message) -> str:
    entry = message.entry
    if "event" in entry.details:
        return "event"
    return "note" if entry.internal and entry.author is Author.AGENT else str(entry.author)


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
