"""Whether to answer, to ask or to reject: whatever is expected to cost least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
OFFERED = 3  # readings that are shown as buttons


@dataclass(frozen=True)
class Costs:
    """Of each way a message can go that is not at once the right answer; that one costs nothing."""

    wrong_answer: float = 10.0
    answered_out_of_scope: float = 8.0
    asked: float = 3.0  # and the right reading was among those offered
    asked_in_vain: float = 5.0
    asked_out_of_scope: float = 2.0
    rejected_wish: float = 8.0


def decide(ranking: Iterable[Mapping[str, Any]], costs: Costs) -> str:
    """'answer', 'ask' or 'reject', from the likeliest intents and their probabilities."""
    chances = {entry["name"]: float(entry["confidence"]) for entry in ranking}
    outside = chances.pop(OUT_OF_SCOPE, 0.0)
    inside = 1.0 - outside
    likely = sorted(chances.values(), reverse=True)[:OFFERED]
    offered = sum(likely)
    expected = {
        "answer": costs.wrong_answer * (inside - max(likely, default=0.0))
        + costs.answered_out_of_scope * outside,
        "ask": costs.asked * offered
        + costs.asked_in_vain * (inside - offered)
        + costs.asked_out_of_scope * outside,
        "reject": costs.rejected_wish * inside,
    }
    if not chances:
        del expected["answer"], expected["ask"]
    # Rasa's policies act on the likeliest intent, so the decision has to be about that one.
    del expected["reject" if outside < max(likely, default=0.0) else "answer"]
    return min(expected, key=expected.__getitem__)
