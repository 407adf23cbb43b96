"""Every intent begins one errand that exists."""

from pathlib import Path
from typing import Any

import yaml

import actions
from actions.errands import hand_over, yes_no
from actions.form import Form
from actions.registry import executor_for

from .fakes import FakeShop

PROJECT = Path(__file__).parents[2]
DOMAIN: dict[str, Any] = yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8"))
ERRANDS = {name: run.__self__ for name, run in executor_for(actions, FakeShop()).actions.items()}  # type: ignore[attr-defined]


def routes() -> dict[str, str]:
    """Intents to the action their rule names."""
    found: dict[str, str] = {}
    for file in sorted((PROJECT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(file.read_text("utf-8"))["rules"]:
            first, second = rule["steps"]
            for step in first.get("or", [first]):
                assert step["intent"] not in found, f"two rules for {step['intent']}"
                found[step["intent"]] = second["action"]
    return found


def test_every_intent_has_a_rule_and_every_rule_an_errand() -> None:
    assert routes().keys() == set(DOMAIN["intents"])
    assert set(routes().values()) <= ERRANDS.keys()


def test_the_domain_lists_exactly_the_errands_there_are() -> None:
    assert set(DOMAIN["actions"]) == ERRANDS.keys()
    assert set(DOMAIN["forms"]) == {name for name, errand in ERRANDS.items() if isinstance(errand, Form)}


def test_a_rule_leads_to_the_errand_that_serves_the_intent() -> None:
    served = {topic: name for name, errand in ERRANDS.items() for topic in errand.topics}

    assert {intent: action for intent, action in routes().items() if intent in served} == served


def test_no_slot_is_filled_by_what_a_customer_types() -> None:
    mappings = [mapping for slot in DOMAIN["slots"].values() for mapping in slot["mappings"]]

    assert {mapping["type"] for mapping in mappings} == {"custom"}
    assert not any(slot["influence_conversation"] for slot in DOMAIN["slots"].values())


def test_whatever_errands_go_to_exists() -> None:
    assert {yes_no.YesNo.action, hand_over.HandOver.action} <= ERRANDS.keys()
