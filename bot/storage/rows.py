"""Rows of the tables as the core's values, and back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from bot.conversations.answers import HandoffRequest
from bot.conversations.handoffs import Cause, Handoff, HandoffEnd, Resolution, Verdict
from bot.conversations.messages import (
    Author,
    Button,
    Delivery,
    DeliveryState,
    Entry,
    File,
    FileKind,
    Message,
)
from bot.conversations.model import Agent, Conversation, Handling
from bot.conversations.sessions import Session


def conversation_from(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        channel=row.channel,
        address=row.address,
        language=row.language,
        opened_at=row.opened_at,
        active_at=row.active_at,
        handling=Handling(row.handling),
        agent=_agent(row),
        session=Session(
            number=row.session_number,
            turns=row.session_turns,
            last_at=row.session_last_at,
            busy=row.session_busy,
            slots=row.session_slots,
        ),
        contact_asked=row.contact_asked,
        version=row.version,
    )


def conversation_state(conversation: Conversation) -> dict[str, Any]:
    """The columns that change during a conversation, but for its version."""
    return {
        "language": conversation.language,
        "active_at": conversation.active_at,
        "handling": conversation.handling.value,
        "agent_id": conversation.agent.id if conversation.agent else None,
        "agent_name": conversation.agent.name if conversation.agent else None,
        "session_number": conversation.session.number,
        "session_turns": conversation.session.turns,
        "session_last_at": conversation.session.last_at,
        "session_busy": conversation.session.busy,
        "session_slots": conversation.session.slots,
        "contact_asked": conversation.contact_asked,
    }


def message_from(row: Row[Any]) -> Message:
    entry = Entry(
        author=Author(row.author),
        text=row.text,
        name=row.name,
        buttons=tuple(Button(button["title"], button["payload"]) for button in row.buttons),
        internal=row.internal,
        channel=row.channel,
        external_id=row.external_id,
        answers=row.answers,
        files=tuple(map(file_from, row.files)),
        corrects=row.corrects,
        withdrawn=row.withdrawn,
        details=row.details,
    )
    return Message(row.id, row.conversation_id, row.seq, row.created_at, entry)


def entry_columns(entry: Entry) -> dict[str, Any]:
    return {
        "author": entry.author.value,
        "text": entry.text,
        "name": entry.name,
        "buttons": [{"title": button.title, "payload": button.payload} for button in entry.buttons],
        "internal": entry.internal,
        "channel": entry.channel,
        "external_id": entry.external_id,
        "answers": entry.answers,
        "files": [file_columns(file) for file in entry.files],
        "corrects": entry.corrects,
        "withdrawn": entry.withdrawn,
        "details": entry.details,
    }


def file_from(columns: Mapping[str, Any]) -> File:
    return File(
        columns["key"], FileKind(columns["kind"]), columns["name"], columns["media_type"], columns["size"]
    )


def file_columns(file: File) -> dict[str, Any]:
    return {
        "key": file.key,
        "kind": file.kind.value,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
    }


def delivery_from(row: Row[Any], message: Message, original: str | None = None) -> Delivery:
    return Delivery(
        id=row.id,
        message=message,
        channel=row.channel,
        address=row.address,
        due_at=row.due_at,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        receipt=row.receipt,
        error=row.error,
        original=original,
    )


def handoff_from(row: Row[Any]) -> Handoff:
    return Handoff(
        id=row.id,
        conversation_id=row.conversation_id,
        request=HandoffRequest(row.reason, row.topic, row.summary, row.slots),
        asked_at=row.asked_at,
        agent=_agent(row),
        claimed_at=row.claimed_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        end=HandoffEnd(row.ending) if row.ending else None,
        contact=row.contact,
        place=row.place,
        passed_at=row.passed_at,
        snoozed_until=row.snoozed_until,
        alerts=row.alerts,
        alerted_at=row.alerted_at,
        escalated_at=row.escalated_at,
        resolution=Resolution(Verdict(row.verdict), Cause(row.cause)) if row.verdict else None,
    )


def _agent(row: Row[Any]) -> Agent | None:
    return Agent(row.agent_id, row.agent_name) if row.agent_id is not None else None
