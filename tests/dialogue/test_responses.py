"""What the responses promise: no figure is typed in, and whatever the errands say or look up is there."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.service_values import PaymentState, Wish
from actions.shop import CATEGORIES, RefundState, Refusal, ReturnReason, Status

PROJECT = Path(__file__).parents[2]
FILES = sorted((PROJECT / "data" / "responses").glob("*.yml"))
SOURCES = [*(PROJECT / "actions").glob("*.py"), *(PROJECT / "actions" / "errands").glob("*.py")]
INTENTS: list[str] = yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8"))["intents"]
SILENT = {
    "affirm",
    "deny",
    "inform",
    "greet",
    "goodbye",
    "thank",
    "bot_challenge",
    "human_agent",
    "go_on",
    "share_location",
    "share_photo",
    "switch_language",
}

# The values of what stands in curly brackets in the keys that errands build.
BUILT = {
    "order.status": Status,
    "refund.state": RefundState,
    "reason": Refusal,
    "it": ReturnReason,
    "intent": set(INTENTS) - SILENT - {"out_of_scope", "nlu_fallback"},
    "turn.message.intent": ("greet", "goodbye", "thank", "bot_challenge"),
    "code": ("NO", "FI", "IT", "PK", "GB"),
    "turn.recall('topic')": ("shipping_cost", "shipping_time", "shipping_options"),
    "self.locale.plural_form(most)": ("one", "other"),
    "kind": ("upset", "legal"),
    "it + 1": (1, 2, 3, 4),
    "plural": ("one", "other"),
    "unit": ("days", "months", "hours", "years"),
    "payment.state": PaymentState,
    "wish": Wish,
}
# Built keys that do not exist for every value, because the errand never gets there.
NEVER = {
    *(f"utter_cancel_refused_{reason}" for reason in set(Refusal) if not reason.startswith("already")),
    *(
        f"{key}_{wish}"
        for key in ("utter_words", "utter_newsletter", "utter_confirm_newsletter")
        for wish in (Wish.LOGIN_LINK, Wish.ERASURE)
    ),
}


def responses(file: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = yaml.safe_load(file.read_text("utf-8"))
    return found


def variants(file: Path) -> list[tuple[str, str]]:
    """Every text and button title with its key."""
    said = []
    for key, entries in responses(file).items():
        for entry in entries:
            said.append((key, entry if isinstance(entry, str) else entry["text"]))
            if isinstance(entry, dict):
                said += [(key, button["title"]) for button in entry.get("buttons", ())]
    return said


def keys_in_code() -> set[str]:
    written = {key for it in SOURCES for key in re.findall(r'"(utter_[^"]*)"', it.read_text("utf-8"))}
    return {made for key in written for made in filled_in(key)} - NEVER


def filled_in(key: str) -> set[str]:
    """The key with every value that its curly brackets can have."""
    inside = re.search(r"\{([^}]*)\}", key)
    if inside is None:
        return {key}
    return {
        made
        for value in BUILT.get(inside[1], ())
        for made in filled_in(key.replace(inside[0], str(value), 1))
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_figure_price_or_method_is_typed_into_a_response(file: Path) -> None:
    ours = [said for said in variants(file) if not said[0].startswith("utter_words_")]
    typed_in = [said for said in ours if re.search(r"[\d€$£₨%]|\b(EUR|USD|GBP|NOK|PKR)\b", said[1])]

    assert typed_in == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_response_that_an_errand_says_is_there(file: Path) -> None:
    missing = keys_in_code() - responses(file).keys()

    assert missing - {"utter_name_property_"} == set()


def test_no_response_is_left_unsaid() -> None:
    names = {key for key in responses(FILES[0]) if key.startswith("utter_name_")}
    unsaid = responses(PROJECT / "data/responses/en.yml").keys() - keys_in_code() - names

    assert unsaid == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_categories_reasons_and_errands_have_names(file: Path) -> None:
    wanted = {f"utter_name_category_{category}" for category in CATEGORIES}
    wanted |= {f"utter_name_reason_{reason}" for reason in ReturnReason}

    assert wanted - responses(file).keys() == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_buttons_offer_only_intents_that_the_domain_knows(file: Path) -> None:
    buttons = [
        button["payload"]
        for entries in responses(file).values()
        for entry in entries
        if isinstance(entry, dict)
        for button in entry.get("buttons", ())
    ]
    intents = {match[1] for payload in buttons if (match := re.match(r"/([a-z_]+)", payload))}

    assert buttons
    assert intents <= set(INTENTS)
