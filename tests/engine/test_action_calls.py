"""What an action is told and may answer, and that rules decide on a part of a session as on the whole.

Mutations that were made and seen to fail here: sending all events; accepting any event; cutting the
session at the customer's message, without the form that was active before it.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.programs import Actions, Engine, EnginePython

FINE = {"events": [{"event": "slot", "name": "town", "value": None}], "responses": [{"text": "hi"}]}


def test_an_action_is_sent_the_customers_last_words_and_nothing_else_that_happened(
    engine: Engine, shared_actions: Actions
) -> None:
    for _ in range(21):
        engine.press("/affirm")
    engine.press("/human_agent")

    events = shared_actions.asked[-1]["tracker"]["events"]
    assert [event["text"] for event in events] == ["/affirm"] * 19 + ["/human_agent"]
    assert {event["event"] for event in events} == {"user"}
    assert shared_actions.asked[-1]["tracker"]["latest_message"]["metadata"]["message_id"]


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (None, "not an object"),
        ({"events": None}, "'events'"),
        ({"events": ["slot"]}, "'events'"),
        ({"responses": {}}, "'responses'"),
        ({"events": [{"event": "nonsense"}]}, "nonsense"),
        ({"events": [{"event": "user", "text": "buy it"}]}, "user"),
        ({"events": [{"event": "slot", "name": "town"}]}, "slot"),
        ({"events": [{"event": "slot", "value": 1}]}, "slot"),
        ({"events": [{"event": "followup", "name": None}]}, "followup"),
        ({"events": [{"event": "active_loop"}]}, "active_loop"),
        ({"events": [{"event": "pause", "timestamp": "now"}]}, "pause"),
        (FINE, ""),
        ({"events": [{"event": "active_loop", "name": None}]}, ""),
        ({}, ""),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(ask: EnginePython, result: Any, said: str) -> None:
    problem = ask([{"call": "action_result", "result": result}])[0]

    assert said in problem
    assert bool(problem) == bool(said)


@pytest.mark.parametrize("turns", [0, 1, 30])
def test_rules_see_in_the_last_turn_what_they_see_in_the_whole_session(ask: EnginePython, turns: int) -> None:
    begun: list[Any] = [["action", "action_listen"], ["user", "order_status"], ["loop", "order_form"]]
    turn: list[Any] = [["action", "order_form"], ["action", "action_listen"], ["user", "inform"]]

    whole, short = ask([{"call": "states", "events": begun + turn * turns}])[0]

    assert short[-1] == whole[-1]
    assert [state.get("prev_action") for state in short[-2:]] == [s.get("prev_action") for s in whole[-2:]]
    assert len(short) <= 3
