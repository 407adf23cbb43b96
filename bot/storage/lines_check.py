"""Whether the lines of one conversation are those that were written, and which is the first that is not."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations.evidence import Head
from bot.storage import chain

Line = Mapping[str, Any]  # a row of the log


class Damage(enum.StrEnum):
    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first line of a conversation that is not as it was written; without one, a checkpoint's number."""

    damage: Damage
    conversation_id: int | None
    seq: int
    detail: str = ""

    def __str__(self) -> str:
        place = (
            f"checkpoint {self.seq}"
            if self.conversation_id is None
            else f"conversation {self.conversation_id}, line {self.seq}"
        )
        return f"{place}: {self.damage}" + (f" ({self.detail})" if self.detail else "")


def first_fault(
    conversation_id: int, lines: Sequence[Line], heads: Sequence[Head], erased_to: int
) -> Fault | None:
    """`lines` and `heads` in order of their numbers; `erased_to`: the last line that was erased by right."""
    signed = {head.seq: head.link for head in heads}
    before, checked = chain.START, 0  # the last link, and the last line under a checkpoint
    for place, line in enumerate(lines, 1):
        if fault := _of_line(conversation_id, lines, place, before, erased_to):
            return fault
        before = line["link"]
        if place in signed:
            if signed[place] != before:
                detail = f"or one up to {place}: the chain was written anew over it"
                return Fault(Damage.ALTERED, conversation_id, checked + 1, detail)
            checked = place
    last = max(signed, default=0)
    if last > len(lines):
        return Fault(Damage.MISSING, conversation_id, len(lines) + 1, f"there were {last} lines")
    return None


def _of_line(
    conversation_id: int, lines: Sequence[Line], place: int, before: bytes, erased_to: int
) -> Fault | None:
    line = lines[place - 1]
    if line["seq"] != place:
        return Fault(Damage.MISSING, conversation_id, place)
    wrong = _wrong(line, before, erased_to)
    if not wrong and place > 1 and line["id"] < lines[place - 2]["id"]:
        wrong = "its id is lower than that of the line before"
    if not wrong:
        return None
    damage = Damage.REORDERED if _out_of_place(lines, place) else Damage.ALTERED
    return Fault(damage, conversation_id, place, wrong)


def _wrong(line: Line, before: bytes, erased_to: int) -> str:
    """What is wrong with a line, after the link before it."""
    try:
        return _unfit(line, before, erased_to)
    except (TypeError, ValueError, LookupError, AttributeError, OverflowError):
        return "it cannot be read"


def _unfit(line: Line, before: bytes, erased_to: int) -> str:
    if line["salt"] is not None:
        committed = chain.commitment(line, line["salt"])
    elif line["seq"] > erased_to or line["commitment"] is None:
        return "its words are gone without a signed erasure"
    elif any(line[name] != empty for name, empty in chain.PERSONAL.items()):
        return "words stand where there are none"
    else:
        committed = line["commitment"]
    fits = chain.link(before, chain.body(line, committed), line["seq"]) == line["link"]
    return "" if fits else "its link does not fit"


def _out_of_place(lines: Sequence[Line], place: int) -> bool:
    """Ids grow with the numbers: a line of another place is seen by its id."""
    own = lines[place - 1]["id"]
    return any(line["id"] < own for line in lines[place:]) or any(
        line["id"] > own for line in lines[: place - 1]
    )
