"""One customer message in, one answer out: once, whole, and the same when asked again."""

from __future__ import annotations

import asyncio
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.answers import Json, answer, events_of_turn, parse
from engine.inbound import BadRequest, Payload, Turn
from engine.processor import TurnProcessor
from engine.trackers import SqliteTrackers

PARSED_AT_ONCE = 16


class Silent(OutputChannel):
    """Rasa sends here; the answer is read from the stored events instead."""

    @classmethod
    def name(cls) -> str:
        """Responses cannot depend on the customer's channel: the gateway renders them."""
        return "shopdesk"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Nothing is sent."""


class Turns:
    """Runs turns on a loaded model."""

    def __init__(self, processor: TurnProcessor, trackers: SqliteTrackers) -> None:
        self._processor = processor
        self._trackers = trackers
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, turn: Turn) -> Json:
        """Raises BadRequest, TurnFailed, sqlite3.Error; then nothing of the turn is kept."""
        self._known(turn.payload)
        lock = self._locks.setdefault(turn.session, asyncio.Lock())
        async with lock:
            try:
                return await self._take(turn)
            except BaseException:  # also when the gateway hangs up: half a turn is in memory
                self._trackers.forget(turn.session)
                raise

    async def read(self, texts: list[str]) -> list[Json]:
        """What each text would be understood as, in batches so that turns are not kept waiting."""
        results: list[Json] = []
        for start in range(0, len(texts), PARSED_AT_ONCE):
            batch = self._processor.parse_texts(texts[start : start + PARSED_AT_ONCE])
            results.extend(parse(data) for data in batch)
            await asyncio.sleep(0)
        return results

    async def recall(self, conversation: str) -> dict[str, list[Json]]:
        """The events of the conversation's sessions."""
        return await self._trackers.recall(conversation)

    async def forget(self, conversation: str) -> int:
        """Takes the conversation's sessions off the disk and out of memory; how many events that were."""
        return await self._trackers.erase(conversation)

    async def _take(self, turn: Turn) -> Json:
        processor = self._processor
        tracker = await processor.fetch_tracker_and_update_session(turn.session, Silent())
        if stored := events_of_turn(tracker, turn.message_id):
            return answer(stored, tracker, replayed=True)
        self._set_slots(tracker, turn)
        await processor.handle_message(_message(turn))
        return answer(events_of_turn(tracker, turn.message_id), tracker, replayed=False)

    def _set_slots(self, tracker: DialogueStateTracker, turn: Turn) -> None:
        new = not any(isinstance(event, UserUttered) for event in tracker.events)
        wanted = {**(turn.known if new else {}), "language": turn.language}
        for name, value in wanted.items():
            # A slot that this model no longer has is simply not carried over.
            if name in tracker.slots and tracker.get_slot(name) != value:
                tracker.update(SlotSet(name, value), self._processor.domain)

    def _known(self, payload: Payload | None) -> None:
        if payload and payload.intent not in self._processor.domain.intents:
            raise BadRequest(f"'payload' names the intent {payload.intent!r}, which is unknown.")


def _message(turn: Turn) -> UserMessage:
    return UserMessage(
        text=turn.text,
        output_channel=Silent(),
        sender_id=turn.session,
        parse_data=_chosen(turn.text, turn.payload) if turn.payload else None,
        input_channel=turn.channel,
        message_id=turn.message_id,
        metadata=turn.metadata,
    )


def _chosen(text: str, payload: Payload) -> Json:
    intent = {"name": payload.intent, "confidence": 1.0}
    entities = [
        {"entity": name, "value": value, "start": 0, "end": len(text)}
        for name, value in payload.entities.items()
    ]
    return {
        "text": text,
        "intent": intent,
        "entities": entities,
        "understood": {"intent": intent, "ranking": [intent], "decision": "answer"},
    }
