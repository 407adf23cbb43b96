"""Scores what the bot understood against what customers meant."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

OUT_OF_SCOPE = "out_of_scope"
Words = Annotated[str, StringConstraints(min_length=1)]


class BadRow(Exception):
    """A line of the file that is no labelled message; names the line and what is wrong."""


class Row(BaseModel):
    """A customer's message and what it meant; `alt` is as right where the text is honestly ambiguous."""

    model_config = ConfigDict(frozen=True)

    id: Words
    text: Words
    intent: Words
    alt: tuple[Words, ...] = ()
    lang: Words = "en"
    origin: Words = "unknown"


@dataclass(frozen=True, slots=True)
class Understood:
    """One row and the engine's parse of it."""

    row: Row
    parse: Mapping[str, Any]

    @property
    def decision(self) -> str:
        return str(self.parse["decision"])

    @property
    def predicted(self) -> str:
        return OUT_OF_SCOPE if self.decision == "reject" else str(self.parse["intent"]["name"])

    @property
    def strict(self) -> bool:
        return self.predicted == self.row.intent

    @property
    def lenient(self) -> bool:
        return self.predicted in (self.row.intent, *self.row.alt)

    @property
    def offered(self) -> bool:
        """Whether a right reading is among the three that the customer would be offered."""
        first = [entry["name"] for entry in self.parse["ranking"][:3]]
        return any(intent in first for intent in (self.row.intent, *self.row.alt))

    def as_line(self) -> str:
        ranking = [
            {"intent": one["name"], "confidence": one["confidence"]} for one in self.parse["ranking"][:5]
        ]
        prediction = {
            "id": self.row.id,
            "text": self.row.text,
            "intent": self.row.intent,
            "predicted": self.predicted,
            "confidence": self.parse["intent"]["confidence"],
            "ranking": ranking,
            "language": self.parse.get("language") or self.row.lang,
            "decision": self.decision,
        }
        return json.dumps(prediction, ensure_ascii=False)


def read_rows(path: Path) -> list[Row]:
    """Raises `BadRow`."""
    rows: dict[str, Row] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        row = _row(line, f"{path}, line {number}")
        if row.id in rows:
            raise BadRow(f"{path}, line {number}: the id {row.id!r} was used before; ids must be unique")
        rows[row.id] = row
    if not rows:
        raise BadRow(f"{path} has no rows; each line is like {_EXAMPLE}")
    return list(rows.values())


_EXAMPLE = '{"id": "1", "text": "where is my order?", "intent": "order_status"}'


def _row(line: str, where: str) -> Row:
    try:
        return Row.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        what = ".".join(str(part) for part in fault["loc"]) or "the line"
        raise BadRow(f"{where}: {what}: {fault['msg']}; a row is like {_EXAMPLE}") from None


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1."""

    count: int
    strict: float
    lenient: float
    offered: float  # a right reading is among the first three
    wrong: float  # answered without asking, and wrongly


def score(results: Sequence[Understood]) -> Score:
    return Score(
        len(results),
        _share(one.strict for one in results),
        _share(one.lenient for one in results),
        _share(one.offered for one in results),
        _share(one.decision == "answer" and not one.lenient for one in results),
    )


def scores_by(results: Iterable[Understood], field: str) -> dict[str, Score]:
    """By a field of the row: origin, intent or lang."""
    groups: defaultdict[str, list[Understood]] = defaultdict(list)
    for one in results:
        groups[getattr(one.row, field)].append(one)
    return {name: score(groups[name]) for name in sorted(groups)}


def confusions(results: Iterable[Understood]) -> list[tuple[tuple[str, str], int]]:
    """(meant, understood) with how often; most frequent first."""
    return Counter((one.row.intent, one.predicted) for one in results if not one.lenient).most_common()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What customers would see, as shares of all messages."""

    answered_right: float
    answered_wrong: float
    asked_with_the_right_choice: float
    asked_without: float
    rejected_right: float
    rejected_wrong: float


def behaviour(results: Sequence[Understood]) -> Behaviour:
    def share(decision: str, right: bool, judged: Sequence[bool]) -> float:
        return _share(
            one.decision == decision and good is right for one, good in zip(results, judged, strict=True)
        )

    lenient = [one.lenient for one in results]
    offered = [one.offered for one in results]
    return Behaviour(
        share("answer", True, lenient), share("answer", False, lenient),
        share("ask", True, offered), share("ask", False, offered),
        share("reject", True, lenient), share("reject", False, lenient),
    )  # fmt: skip


def _share(truths: Iterable[bool]) -> float:
    judged = list(truths)
    return sum(judged) / len(judged) if judged else 0.0
