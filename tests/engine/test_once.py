"""A message id is answered once, and the same when it comes again, also after `kill -9`.

Mutations that were made and seen to fail here: not looking for a stored turn; keeping trackers
in memory only; no lock for a session; storing the customer's message before the turn
is done; taking the interpreter apart at the end.
"""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.programs import Actions, Engine


@pytest.fixture
def actions() -> Iterator[Actions]:
    with Actions() as actions:
        yield actions


@pytest.fixture
def own(project: Path, tmp_path: Path, actions: Actions) -> Iterator[Engine]:
    with Engine(project, tmp_path, actions) as engine:
        yield engine


def test_the_same_message_gets_the_same_answer_and_runs_nothing(
    engine: Engine, shared_actions: Actions
) -> None:
    body = engine.body(text="I want to talk to a person")
    _, first = engine.post("turn", body)
    runs = len(shared_actions.asked)
    engine.say("hello")
    _, again = engine.post("turn", body)

    assert again == {**first, "replayed": True}
    assert len(shared_actions.asked) == runs


def test_two_at_once_with_one_id_run_once(engine: Engine, shared_actions: Actions) -> None:
    body = engine.body(text="I want to talk to a person")
    runs = len(shared_actions.asked)
    answers: list[bool] = []
    threads = [
        threading.Thread(target=lambda: answers.append(engine.post("turn", body)[1]["replayed"]))
        for _ in range(4)
    ]
    shared_actions.hold.clear()
    for thread in threads:
        thread.start()
    time.sleep(1)  # all four have arrived, and the first waits for its action
    shared_actions.hold.set()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False, True, True, True]
    assert len(shared_actions.asked) == runs + 1


def test_a_kill_between_two_deliveries_changes_nothing(own: Engine, actions: Actions) -> None:
    own.say("where is my order", slots={"email": "kari@example.no"})
    body = own.body(text="10442")
    _, first = own.post("turn", body)
    own.stop(signal.SIGKILL)
    own.start()
    _, again = own.post("turn", body)

    assert first["replies"][0]["text"] == "Status 1"
    assert again == {**first, "replayed": True}
    assert len(actions.asked) == 1
    assert own.say("hello")["replies"][0]["text"] == "Hello!"


def test_a_kill_in_the_middle_of_a_turn_leaves_nothing_of_it(own: Engine, actions: Actions) -> None:
    own.say("where is my order", slots={"email": "kari@example.no"})
    before = _events(own)
    body = own.body(text="10442")
    actions.hold.clear()
    sender = threading.Thread(target=_post_and_lose, args=(own, body))
    sender.start()
    while not actions.asked:
        time.sleep(0.05)
    own.stop(signal.SIGKILL)
    sender.join()
    actions.hold.set()
    left = _events(own)
    own.start()
    _, answer = own.post("turn", body)

    assert left == before
    assert answer["replayed"] is False
    assert answer["replies"][0]["text"].startswith("Status")


def test_a_polite_stop_is_quick_and_clean(project: Path, tmp_path: Path, actions: Actions) -> None:
    engine = Engine(project, tmp_path, actions)
    engine.start()
    began = time.monotonic()

    assert engine.stop(signal.SIGTERM) == 0
    assert time.monotonic() - began < 5
    assert "Traceback" not in engine.log()


def _events(engine: Engine) -> int:
    database = sqlite3.connect(engine.var / "trackers.db")
    try:
        count: int = database.execute("SELECT count(*) FROM events").fetchone()[0]
        return count
    finally:
        database.close()


def _post_and_lose(engine: Engine, body: dict[str, object]) -> None:
    try:
        engine.post("turn", body)
    except OSError:
        return  # the engine was killed while it answered
