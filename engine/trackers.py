"""Conversations on disk: every event is a row, and a turn's rows are one transaction."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.live_tracker import LiveTracker

Result = TypeVar("Result")
Row = tuple[str, int, str | None, str]

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    session TEXT NOT NULL,
    number INTEGER NOT NULL,
    message_id TEXT,  -- set on the customer's message, which begins a turn
    event TEXT NOT NULL,
    PRIMARY KEY (session, number)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS one_turn_a_message ON events (session, message_id)
    WHERE message_id IS NOT NULL;
"""
# Sessions of a conversation lie between `17.` and `17/`: the slash is the character after the point.
READ_ALL = "SELECT session, event FROM events WHERE session >= ? AND session < ? ORDER BY session, number"
DELETE_ALL = "DELETE FROM events WHERE session >= ? AND session < ?"


class SqliteTrackers(TrackerStore):
    """Rasa's tracker store over SQLite. A database error is raised, never survived in memory.

    The last trackers stay in memory, so a turn appends its own events and reads nothing.
    """

    def __init__(
        self,
        domain: Domain | None,
        path: str,
        event_broker: EventBroker | None = None,
        kept: int = 500,
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # One thread owns the connection: the event loop never waits for the disk.
        self._thread = ThreadPoolExecutor(1, "trackers")
        self._database = self._thread.submit(_connect, path).result()
        self._kept = kept
        self._live: OrderedDict[str, tuple[DialogueStateTracker, int]] = OrderedDict()

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """A new session."""
        return LiveTracker(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The live tracker when there is one: whoever changes it saves or forgets it."""
        if sender_id in self._live:
            self._live.move_to_end(sender_id)
            return self._live[sender_id][0]
        rows = await self._run(self._read, sender_id)
        if not rows:
            return None
        events = [json.loads(event) for (event,) in rows]
        tracker = LiveTracker.from_dict(sender_id, events, self.domain.slots)
        self._remember(tracker)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """A session is read whole, so this is the same."""
        return await self.retrieve(conversation_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Appends the events since the last save, all or none; raises sqlite3.Error."""
        _, saved = self._live.get(tracker.sender_id, (tracker, 0))
        new = list(tracker.events)[saved:]
        rows = [_row(tracker.sender_id, saved + index, event) for index, event in enumerate(new)]
        if rows:
            await self._run(self._append, rows)
        self._remember(tracker)

    def forget(self, sender_id: str) -> None:
        """Drops what a failed turn left in memory; the next turn reads the disk."""
        self._live.pop(sender_id, None)

    async def recall(self, conversation: str) -> dict[str, list[dict[str, Any]]]:
        """The events of every session of a conversation: sessions are named `<conversation>.<…>`."""
        sessions: dict[str, list[dict[str, Any]]] = {}
        for session, event in await self._run(self._read_all, conversation):
            sessions.setdefault(session, []).append(json.loads(event))
        return sessions

    async def erase(self, conversation: str) -> int:
        """Deletes the conversation's sessions, also from memory and the write-ahead log; the number of events."""
        for session in [session for session in self._live if session.startswith(f"{conversation}.")]:
            self.forget(session)
        return await self._run(self._delete, conversation)

    async def keys(self) -> Iterable[str]:
        """Every session."""
        return [session for (session,) in await self._run(self._sessions)]

    def close(self) -> None:
        """Checkpoints and lets go of the file."""
        self._thread.submit(self._database.close).result()
        self._thread.shutdown()

    def _remember(self, tracker: DialogueStateTracker) -> None:
        self._live[tracker.sender_id] = (tracker, len(tracker.events))
        self._live.move_to_end(tracker.sender_id)
        while len(self._live) > self._kept:
            self._live.popitem(last=False)

    async def _run(self, work: Callable[..., Result], *arguments: Any) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(work, *arguments))

    def _read(self, session: str) -> list[tuple[str]]:
        query = "SELECT event FROM events WHERE session = ? ORDER BY number"
        return self._database.execute(query, (session,)).fetchall()

    def _read_all(self, conversation: str) -> list[tuple[str, str]]:
        return self._database.execute(READ_ALL, (f"{conversation}.", f"{conversation}/")).fetchall()

    def _delete(self, conversation: str) -> int:
        with self._database:
            deleted = self._database.execute(DELETE_ALL, (f"{conversation}.", f"{conversation}/")).rowcount
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return deleted

    def _append(self, rows: list[Row]) -> None:
        with self._database:
            self._database.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)

    def _sessions(self) -> list[tuple[str]]:
        return self._database.execute("SELECT DISTINCT session FROM events").fetchall()


def _connect(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=2)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("PRAGMA secure_delete=ON")  # or what is erased would stand in the file for a while
    database.executescript(SCHEMA)
    return database


def _row(session: str, number: int, event: Event) -> Row:
    message_id = _message_id(event) if isinstance(event, UserUttered) else None
    return session, number, message_id, json.dumps(event.as_dict(), ensure_ascii=False)


def _message_id(event: UserUttered) -> str | None:
    return (event.metadata or {}).get("message_id")
