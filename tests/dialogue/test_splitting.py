"""One message is taken for two wishes only where each part is clear by itself and they differ."""

import importlib.util
from typing import Any

import pytest

from .system import PROJECT

# By its path: the tests of the engine are a package of the same name.
spec = importlib.util.spec_from_file_location("wishes", PROJECT / "engine" / "wishes.py")
assert spec is not None
assert spec.loader is not None
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
split, two = module.split, module.two

Json = dict[str, Any]
MEANT = {
    "cancel": "cancel_order",
    "open": "store_hours",
    "auki": "store_hours",
    "کھلتی": "store_hours",
    "return": "start_return",
    "refund": "request_refund",
    "angry": "complaint",
    "where is": "order_status",
}


def parsed(text: str, decision: str = "answer") -> Json:
    names = [intent for word, intent in MEANT.items() if word in text.lower()] or ["nlu_fallback"]
    ranking = [{"name": name, "confidence": 0.9} for name in names]
    number = [{"entity": "order_number", "value": "10442"}] if "10442" in text else []
    decision = "ask" if names == ["nlu_fallback"] else decision
    understood = {"intent": ranking[0], "ranking": ranking, "decision": decision}
    return {"text": text, "intent": ranking[0], "entities": number, "understood": understood}


def read(texts: list[str]) -> list[Json]:
    return [parsed(text) for text in texts]


def wishes(text: str) -> list[tuple[str, str]]:
    return [(part["intent"]["name"], part["text"]) for part in split(text, parsed(text), read)]


@pytest.mark.parametrize(
    "text",
    [
        "cancel 10442 and when are you open in Bergen on Sunday?",
        "Please cancel 10442. When are you open in Bergen on Sunday?",
        "cancel 10442, and when are you open",
        "cancel 10442 ja milloin Bergen on auki?",
        "cancel 10442 اور دکان کب کھلتی ہے؟",
    ],
)
def test_two_sentences_or_an_and_are_two_wishes_in_order(text: str) -> None:
    assert [intent for intent, _ in wishes(text)] == ["cancel_order", "store_hours"]


@pytest.mark.parametrize(
    "text",
    [
        "cancel 10442 and the other one too please",  # the second says nothing by itself
        "i want to return it and get a refund",  # one wish said twice
        "where is my parcel and i am very angry",  # no wish but a feeling
        "when are you open today and when are you open tomorrow",  # the same twice: one errand
        "cancel and open",  # too short to be sure
    ],
)
def test_what_is_one_wish_stays_one(text: str) -> None:
    assert wishes(text) == []


def test_two_orders_are_not_cut_apart() -> None:
    assert wishes("where is order 10001 and 10002, and when are you open?") == [
        ("order_status", "where is order 10001 and 10002"),
        ("store_hours", "when are you open?"),
    ]


def test_a_number_said_once_is_meant_for_both() -> None:
    text = "cancel the order please, and where is my money for 10442"

    parts = split(text, parsed(text), read)

    assert [[it["value"] for it in part["entities"]] for part in parts] == [["10442"], ["10442"]]


def test_a_part_that_is_not_clear_keeps_the_message_whole() -> None:
    text = "cancel 10442 and when are you open"

    assert split(text, parsed(text), lambda texts: [parsed(it, "ask") for it in texts]) == []


def test_the_policies_read_the_first_wish() -> None:
    text = "when are you open and please cancel 10442"
    whole = parsed(text)

    assert two(whole, split(text, whole, read))["intent"]["name"] == "store_hours"
