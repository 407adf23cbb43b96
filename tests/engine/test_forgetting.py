"""What Rasa remembers of a conversation can be read out, and erased so that it is nowhere any more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.programs import Actions, Engine

CANARIES = [f"canary{number * 7919}" for number in range(100)]


@pytest.fixture
def own(project: Path, tmp_path: Path, shared_actions: Actions) -> Iterator[Engine]:
    with Engine(project, tmp_path, shared_actions) as engine:
        yield engine


def greet(engine: Engine, session: str, email: str) -> None:
    """A new session begins with what the gateway carries over."""
    engine.session = session
    engine.say("hello", slots={"email": email})


def files(engine: Engine) -> bytes:
    """The trackers' files, as they lie on the disk."""
    return b"".join(file.read_bytes() for file in engine.var.rglob("trackers*"))


def test_an_erased_conversation_is_neither_in_memory_nor_in_the_files(own: Engine) -> None:
    """Fails without secure_delete, with the write-ahead log left as it was, or with trackers left in memory."""
    for place, canary in enumerate(CANARIES):
        greet(own, f"17.{place}", f"{canary}@example.no")
    greet(own, "170.0", "kari@example.no")
    status, kept = own.post("recall", {"conversation": "17"})
    assert (status, len(kept["sessions"])) == (200, len(CANARIES))
    assert all(canary in json.dumps(kept) for canary in CANARIES)
    assert CANARIES[-1].encode() in files(own)

    status, answer = own.post("forget", {"conversation": "17"})

    assert status == 200
    assert answer["forgotten"] > len(CANARIES)
    assert [canary for canary in CANARIES if canary.encode() in files(own)] == []
    greet(own, "17.0", "new@example.no")
    _, recalled = own.post("recall", {"conversation": "17"})
    assert "canary" not in json.dumps(recalled)
    assert set(own.post("recall", {"conversation": "170"})[1]["sessions"]) == {"170.0"}


def test_forgetting_twice_is_harmless(engine: Engine) -> None:
    assert engine.post("forget", {"conversation": "999"}) == (200, {"forgotten": 0})


@pytest.mark.parametrize("body", [{}, {"conversation": 17}, {"conversation": "1.0"}, {"conversation": "%"}])
def test_only_a_conversations_number_is_taken(engine: Engine, body: dict[str, object]) -> None:
    assert engine.post("forget", body)[0] == 400
