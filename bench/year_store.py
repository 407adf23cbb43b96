"""Writes a made year into a database's tables, as the gateway would have."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from bench.year import Handed, Said, Talk
from bot.storage.database import Database
from bot.storage.desk_tables import tickets
from bot.storage.tables import conversations, handoffs, messages, moves, outcomes

AT_ONCE = 2000  # conversations in one transaction
NEAR = ("return_policy", "order_status")  # what else it could have been, for a ranking

Row = dict[str, Any]
T = TypeVar("T")


async def store_year(database: Database, talks: Iterable[Talk]) -> int:
    """How many lines were written. The database is empty before."""
    written, first = 0, 1
    for some in _batches(talks, AT_ONCE):
        rows = Rows(first, written + 1)
        for talk in some:
            rows.add(talk)
        async with database.transaction() as transaction:
            await transaction.run_aside(rows.insert)
        first, written = first + len(some), rows.line - 1
    async with database.transaction() as transaction:
        await transaction.run_aside(_continue_numbers)
    return written


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


class Rows:
    def __init__(self, conversation: int, line: int) -> None:
        self.conversation, self.line = conversation, line
        self._rows: dict[sa.Table, list[Row]] = {
            table: [] for table in (conversations, messages, handoffs, tickets, outcomes, moves)
        }

    def add(self, talk: Talk) -> None:
        first = self.line
        self._rows[conversations].append(self._conversation(talk))
        asked: int | None = None
        for seq, said in enumerate(talk.said, 1):
            asked = self.line if said.author == "customer" else asked
            self._rows[messages].append(self._message(talk, said, seq, asked))
            self.line += 1
        if talk.handed:
            self._hand(talk, talk.handed)
        if talk.outcome:
            self._rows[outcomes].append(
                {
                    "conversation_id": self.conversation,
                    "message_id": first,
                    "topic": talk.topic,
                    "outcome": talk.outcome,
                    "recorded_at": talk.said[0].at,
                }
            )
        if talk.came_from:
            left = {"channel": "widget", "address": talk.came_from, "conversation_id": self.conversation}
            self._rows[moves].append({**left, "seq": 2, "moved_at": talk.said[1].at})
        self.conversation += 1

    def insert(self, connection: sa.Connection) -> None:
        for table, rows in self._rows.items():
            if rows:
                connection.execute(table.insert(), rows)

    def _conversation(self, talk: Talk) -> Row:
        return {
            "id": self.conversation,
            "channel": talk.channel,
            "address": talk.address,
            "language": talk.language,
            "opened_at": talk.said[0].at,
            "active_at": talk.said[-1].at,
            "handling": "closed",
            "session_number": 0,
            "session_turns": 1,
            "session_busy": False,
            "session_slots": {},
            "contact_asked": False,
            "version": 2,
        }

    def _message(self, talk: Talk, said: Said, seq: int, asked: int | None) -> Row:
        by_customer = said.author == "customer"
        return {
            "id": self.line,
            "conversation_id": self.conversation,
            "seq": seq,
            "created_at": said.at,
            "author": said.author,
            "text": f"What the {said.author} says about {talk.topic.replace('_', ' ')}.",
            "buttons": [],
            "internal": said.internal,
            "channel": talk.channel if by_customer else None,
            "external_id": str(self.line) if by_customer else None,
            "answers": asked if said.author == "bot" else None,
            "details": _details(said),
            "files": [],
            "withdrawn": False,
        }

    def _hand(self, talk: Talk, handed: Handed) -> None:
        number = self.conversation  # at most one each
        times = ("asked_at", "claimed_at", "answered_at", "ended_at", "ending")
        self._rows[handoffs].append(
            {
                "id": number,
                "conversation_id": number,
                "reason": "asked",
                "topic": talk.topic,
                "summary": "",
                "slots": {},
                "alerts": 0,
                "verdict": handed.verdict,
                "cause": handed.cause,
                **{name: getattr(handed, name) for name in times},
            }
        )
        if handed.posted is not None:
            thread = f"C1/{number}" if handed.posted else None
            card = {"handoff_id": number, "conversation_id": number, "desk": "slack", "place": "shopdesk"}
            self._rows[tickets].append({**card, "thread": thread, "kept": 1})


def _details(said: Said) -> Row:
    if said.author != "bot" or said.decision is None:
        return {}
    confidence = {"answer": 0.91, "ask": 0.48, "reject": 0.21}[said.decision]
    ranking = [{"name": said.intent, "confidence": confidence}]
    ranking += [{"name": name, "confidence": 0.02} for name in NEAR if name != said.intent]
    parse = {"intent": ranking[0], "ranking": ranking, "entities": [], "decision": said.decision}
    if said.rule is None:
        return {"parse": parse}
    rule, text = said.rule
    return {"parse": parse, "sources": [{"rule": rule, "text": text, "where": "policies.yml:11"}]}


def _continue_numbers(connection: sa.Connection) -> None:
    """PostgreSQL counts on from where it was, whatever was written; then both learn how much there is now."""
    if connection.dialect.name == "postgresql":
        for table in (conversations, messages, handoffs):
            last = f"SELECT setval('{table.name}_id_seq', (SELECT max(id) FROM {table.name}))"  # noqa: S608 - our own
            connection.execute(sa.text(last))
    connection.execute(sa.text("ANALYZE"))
