"""What a hand-over was about: proposed from why it was asked for, what was understood and the customer's words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.conversations.answers import HandoffRequest
from bot.conversations.causes import proposed
from bot.conversations.handoffs import Cause, Handoff
from bot.conversations.messages import Author, Entry, Message
from bot.desk.cause_rules import BadCauses, read_causes

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
RULES = read_causes(Path("data/desk/causes.yml"))
COMPLAINTS = yaml.safe_load(Path("tests/desk/complaints.yml").read_text(encoding="utf-8"))
INTENTS = [
    intent if isinstance(intent, str) else next(iter(intent))
    for intent in yaml.safe_load(Path("domain.yml").read_text(encoding="utf-8"))["intents"]
]
ABOUT_NOTHING = {
    "greet",
    "goodbye",
    "thank",
    "affirm",
    "deny",
    "bot_challenge",
    "switch_language",
    "inform",
    "human_agent",
    "contact_support",
    "complaint",
    "leave_feedback",
    "store_locations",
    "store_hours",
    "share_location",
    "share_photo",
    "go_on",
    "out_of_scope",
    "nlu_fallback",
}


def handoff(topic: str = "complaint", reason: str = "complaint") -> Handoff:
    return Handoff(1, 1, HandoffRequest(reason, topic), NOW)


def lines(*texts: str, author: Author = Author.CUSTOMER, **details: object) -> list[Message]:
    entries = [Entry(author, text, details=details) for text in texts]
    return [Message(place, 1, place, NOW, entry) for place, entry in enumerate(entries, start=1)]


@pytest.mark.parametrize("language", COMPLAINTS)
def test_complaints_are_sorted_by_their_words_in_every_language(language: str) -> None:
    """Fails when a language falls behind: nine of ten lines of each."""
    expected = [(Cause(cause), text) for cause, texts in COMPLAINTS[language].items() for text in texts]
    wrong = [
        (cause, text)
        for cause, text in expected
        if proposed(RULES, language, handoff(), lines(text)) is not cause
    ]

    assert len(wrong) <= len(expected) / 10, wrong


def test_every_errand_of_the_assistant_has_one_cause_or_none_on_purpose() -> None:
    """Fails when an intent is added and nobody thought of the cause."""
    named = [topic for signs in RULES.values() for topic in signs.topics]

    assert sorted(named) == sorted(set(INTENTS) - ABOUT_NOTHING)


def test_what_people_were_asked_for_outweighs_a_word() -> None:
    said = lines("the page says it is on its way, but it is not here")

    assert proposed(RULES, "en", handoff("order_status", "order_late"), said) is Cause.DELIVERY


def test_many_words_outweigh_what_the_assistant_had_understood_last() -> None:
    said = lines("your driver was rude", "really rude to my mother", "what an attitude")

    assert proposed(RULES, "en", handoff("order_status"), said) is Cause.STAFF


def test_what_was_understood_counts_where_nothing_else_does() -> None:
    parse = {"intent": {"name": "refund_status", "confidence": 0.8}}
    said = [*lines("and now?"), *lines("Let me see.", author=Author.BOT, parse=parse)]

    assert proposed(RULES, "en", handoff("human_agent", "asked"), said) is Cause.POLICY


def test_only_what_the_customer_typed_counts() -> None:
    """Fails when an agent's apology or a button's words sort the complaint."""
    said = [
        *lines("Sorry that our colleague was rude!", author=Author.AGENT),
        *lines("Delivery", payload="/order_status"),
    ]

    assert proposed(RULES, "en", handoff(), said) is None


def test_urdu_is_read_in_both_scripts_whatever_the_conversation_is_in() -> None:
    assert proposed(RULES, "ur", handoff(), lines("rider ne badtameezi ki")) is Cause.STAFF


def test_a_word_stands_for_its_forms_and_one_with_a_blank_for_itself_alone() -> None:
    assert proposed(RULES, "en", handoff(), lines("you are so RUDELY short")) is Cause.STAFF
    assert proposed(RULES, "it", handoff(), lines("è appena cominciato")) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a", "must hold causes by name"),
        ("weather: {}", "'weather' is no cause"),
        ("price: {word: {}}", "price may have reasons, topics, words"),
        ("price: {words: [a]}", "words must be lists by language"),
        ("price: {words: {nb: [no]}}", "words nb must be a list of words"),
        ("price: [", "is not YAML"),
    ],
)
def test_a_faulty_file_is_named_with_what_to_mend(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "causes.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BadCauses, match=fault):
        read_causes(file)


def test_without_a_file_nothing_is_proposed(tmp_path: Path) -> None:
    assert proposed(read_causes(tmp_path / "none.yml"), "en", handoff(), lines("rude")) is None
