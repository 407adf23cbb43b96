"""Reading the whole log against its chain, its checkpoints and its erasures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.evidence import Erasure, Head
from bot.storage import checkpoints
from bot.storage.evidence_tables import erasures, heads
from bot.storage.lines_check import Damage, Fault, Line, first_fault
from bot.storage.tables import conversations, messages

AT_ONCE = 200  # conversations held in memory

Signed = Callable[[bytes, bytes], bool]  # whether the signature stands under the content


@dataclass(slots=True)
class Verdict:
    """`unsigned`: lines after the last checkpoint of their conversation; `last`: the last checkpoint's signature."""

    conversations: int = 0
    lines: int = 0
    erased: int = 0
    unsigned: int = 0
    checkpoints: int = 0
    last: str = ""
    signatures: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def verify(connection: Connection, signed: Signed) -> Verdict:
    """At most one fault a conversation: its first."""
    verdict = Verdict()
    untrue = set(_check_checkpoints(connection, signed, verdict))
    after = 0
    while ids := _conversations_after(connection, after):
        lines, marks = _lines(connection, ids), _heads(connection, ids, untrue)
        erased = _erased(connection, ids, signed)
        for conversation in ids:
            own, ends = lines.get(conversation, []), marks.get(conversation, [])
            verdict.conversations += 1
            verdict.lines += len(own)
            verdict.erased += sum(line.get("salt") is None for line in own)
            verdict.unsigned += max(0, len(own) - max((head.seq for head in ends), default=0))
            fault = first_fault(conversation, own, ends, erased.get(conversation, 0))
            verdict.faults += [fault] if fault else []
        after = ids[-1]
    return verdict


def _check_checkpoints(connection: Connection, signed: Signed, verdict: Verdict) -> Iterator[int]:
    """Counts them; gives the numbers of those that are not as they were signed."""
    before, number = b"", 0
    for checkpoint, signature in checkpoints.all_of_them(connection):
        verdict.checkpoints += 1
        if checkpoint.number != number + 1:
            verdict.faults.append(Fault(Damage.MISSING, None, number + 1))
        elif checkpoint.previous != before:
            verdict.faults.append(Fault(Damage.ALTERED, None, number, "the next one follows another"))
        if not signed(checkpoint.content(), signature):
            verdict.faults.append(Fault(Damage.ALTERED, None, checkpoint.number))
            yield checkpoint.number
        before, number = signature, checkpoint.number
        verdict.last = signature.hex()
        verdict.signatures.add(verdict.last)


def _conversations_after(connection: Connection, after: int) -> list[int]:
    """Those that there are, and those that a checkpoint knows."""
    known = sa.union(
        *(
            sa.select(
                sa.select(column.label("id"))
                .where(column > after)
                .distinct()
                .order_by(column)
                .limit(AT_ONCE)
                .subquery()
                .c.id
            )
            for column in (conversations.c.id, messages.c.conversation_id, heads.c.conversation_id)
        )
    ).subquery()
    return list(connection.scalars(sa.select(known.c.id).order_by(known.c.id).limit(AT_ONCE)))


def _lines(connection: Connection, ids: Sequence[int]) -> dict[int, list[Line]]:
    query = (
        sa.select(messages)
        .where(messages.c.conversation_id.between(ids[0], ids[-1]))
        .order_by(messages.c.conversation_id, messages.c.seq)
    )
    try:
        rows: list[Line] = [row._asdict() for row in connection.execute(query)]
    except (ValueError, TypeError, LookupError):  # somebody wrote what the program never would
        rows = [_one_by_one(connection, row) for row in connection.execute(_places(ids)).all()]
    return _grouped(rows)


def _places(ids: Sequence[int]) -> sa.Select[Any]:
    return (
        sa.select(messages.c.id, messages.c.conversation_id, messages.c.seq)
        .where(messages.c.conversation_id.between(ids[0], ids[-1]))
        .order_by(messages.c.conversation_id, messages.c.seq)
    )


def _one_by_one(connection: Connection, place: sa.Row[Any]) -> Line:
    try:
        return connection.execute(sa.select(messages).where(messages.c.id == place.id)).one()._asdict()
    except (ValueError, TypeError, LookupError):
        return {**place._asdict(), "unreadable": True, "salt": b""}


def _grouped(rows: Sequence[Line]) -> dict[int, list[Line]]:
    grouped: dict[int, list[Line]] = {}
    for row in rows:
        grouped.setdefault(row["conversation_id"], []).append(row)
    return grouped


def _heads(connection: Connection, ids: Sequence[int], untrue: set[int]) -> dict[int, list[Head]]:
    grouped: dict[int, list[Head]] = {}
    rows = connection.execute(
        sa.select(heads)
        .where(heads.c.conversation_id.between(ids[0], ids[-1]))
        .order_by(heads.c.conversation_id, heads.c.seq)
    )
    for row in rows:
        if row.checkpoint not in untrue:
            grouped.setdefault(row.conversation_id, []).append(Head(row.conversation_id, row.seq, row.link))
    return grouped


def _erased(connection: Connection, ids: Sequence[int], signed: Signed) -> dict[int, int]:
    """Up to which line each was erased, as far as that is signed."""
    rows = connection.execute(
        sa.select(erasures)
        .where(erasures.c.conversation_id.between(ids[0], ids[-1]))
        .order_by(erasures.c.conversation_id, erasures.c.seq)
    )
    return {
        row.conversation_id: row.seq
        for row in rows
        if signed(Erasure(row.conversation_id, row.seq, row.erased_at, row.reason).content(), row.signature)
    }
