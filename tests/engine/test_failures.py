"""What goes wrong is said with a status, and nothing of a failed turn is kept.

Mutations that were made and seen to fail here: swallowing the action's error; keeping a turn without
words; leaving the failed turn in memory; a database error that falls back to memory; letting the
RecursionError through; logging the body of a failed turn.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import unicodedata
from typing import Any

import pytest

from tests.engine.programs import Actions, Engine

DEEP = b'{"a":' * 100_000
PLAIN = {
    "session": "9.0",
    "message_id": "1",
    "text": "hi",
    "payload": None,
    "channel": "widget",
    "language": "en",
    "slots": None,
}


def _with(**fields: Any) -> bytes:
    return json.dumps({**PLAIN, **fields}).encode()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "JSON object"),
        (b"null", "JSON object"),
        (DEEP, "nested too deep"),
        (_with(text=7), "'text'"),
        (_with(text=None), "either"),
        (_with(payload="/affirm"), "either"),
        (_with(text="x" * 2001), "2001 characters"),
        (_with(text="\ud800"), "surrogate"),
        (_with(session=None), "'session'"),
        (_with(session=" "), "'session'"),
        (_with(message_id=1), "'message_id'"),
        (_with(message_id=True), "'message_id'"),
        (_with(language="x?"), "'language'"),
        (_with(channel={}), "'channel'"),
        (_with(slots=[]), "'slots'"),
        (_with(slots={"email": {}}), "email"),
        (_with(photos={}), "'photos'"),
        (_with(photos=["shoe.jpg"]), "'photos'"),
        (_with(photos=[{"key": "k1"}]), "'name'"),
        (_with(photos=[{"key": "k", "name": "n"}] * 21), "'photos'"),
        (_with(text=None, payload="affirm"), "'payload'"),
        (_with(text=None, payload="/affirm{"), "'payload'"),
        (_with(text=None, payload="/affirm{}x"), "'payload'"),
        (_with(text=None, payload='/inform{"town":1}'), "'payload'"),
        (_with(text=None, payload='/inform{"town":' + "{" * 1000 + "}}"), "'payload'"),
        (_with(text=None, payload="/no_such_intent"), "no_such_intent"),
        (b'{"session": NaN}', "not JSON"),
    ],
)
def test_a_wrong_body_is_refused_with_what_to_mend(engine: Engine, body: bytes, said: str) -> None:
    status, answer = engine.post("turn", body)

    assert status == 400
    assert said in answer["error"]


@pytest.mark.parametrize(
    "body", [{}, {"texts": "hi"}, {"texts": ["x"] * 257}, {"texts": [1]}, {"texts": ["x" * 2001]}]
)
def test_a_wrong_list_of_texts_is_refused(engine: Engine, body: dict[str, Any]) -> None:
    assert engine.post("parse", body)[0] == 400


def test_no_white_space_control_or_format_character_hides_a_command(engine: Engine) -> None:
    """Mutation: `neutral` that only strips ASCII white space lets U+00A0 and the rest through."""
    hidden = [
        chr(n)
        for n in range(sys.maxunicode + 1)
        if unicodedata.category(chr(n)) in {"Zs", "Zl", "Zp", "Cc", "Cf"}
    ]
    texts = [f'{char}/inform{{"town":"Oslo"}}' for char in ["", "/", " \t", *hidden]]
    results = []
    for start in range(0, len(texts), 250):
        results += engine.post("parse", {"texts": texts[start : start + 250]})[1]["results"]

    assert len(results) == len(texts) > 200
    assert [r for r in results if r["intent"]["confidence"] == 1.0 or ("town" in str(r["entities"]))] == []


def test_a_typed_command_runs_no_action(engine: Engine, shared_actions: Actions) -> None:
    before = len(shared_actions.asked)
    engine.say("\u00a0\u200b//human_agent")

    assert "action_hand_over" not in {asked["next_action"] for asked in shared_actions.asked[before:]}


@pytest.mark.parametrize("payload", ["/break_action", "/say_nothing", "/answer_nonsense"])
def test_a_turn_that_fails_or_says_nothing_is_a_500_and_may_be_asked_again(
    engine: Engine, payload: str
) -> None:
    first = engine.post("turn", engine.body(payload=payload, message_id="m1"))
    again = engine.post("turn", engine.body(payload=payload, message_id="m1"))
    other = engine.press("/affirm", message_id="m1", slots={"email": "kari@example.no"})

    assert first[0] == again[0] == 500
    assert "error" in first[1]
    assert other["replayed"] is False


def test_a_database_that_cannot_be_written_is_a_500_and_later_the_turn_runs(engine: Engine) -> None:
    body = engine.body(text="hello")
    blocker = sqlite3.connect(engine.var / "trackers.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        blocked = engine.post("turn", body)
    finally:
        blocker.rollback()
        blocker.close()
    later = engine.post("turn", body)

    assert blocked == (500, {"error": "Internal error: OperationalError."})
    assert (later[0], later[1]["replayed"]) == (200, False)


def test_the_log_holds_no_words_of_the_customer(engine: Engine) -> None:
    engine.say("hello zanzibar", slots={"email": "zanzibar@example.no"})
    engine.post("turn", engine.body(payload='/break_action{"town": "zanzibar"}'))

    assert "action_break failed" in engine.log()
    assert "zanzibar" not in engine.log()
