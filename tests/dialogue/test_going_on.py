"""After a hand-over the customer goes on where it interrupted them, with the values already given.

Mutations that were made and seen to fail here: dropping the values of the errand, or giving them to any new
session; keeping an interrupted errand after a no; naming it by the last topic.
"""

import pytest
import yaml

from actions.demo_shop.adapter import DemoShop

from .chat import Chat
from .system import PROJECT, Answer, Customer

OLA = {"order_number": "10034", "email": "ola.hansen@example.no"}  # three things; no other test changes it
LANGUAGES = sorted(file.stem for file in (PROJECT / "data" / "responses").glob("*.yml"))


@pytest.fixture
def chat(shop: DemoShop) -> Chat:
    return Chat(shop)


async def hand_back(chat: Chat) -> list[str]:
    """What the bot says when people give the conversation back; its slots are the ones before."""
    return (await chat.says("/go_on", "go_on")).keys


async def test_yes_goes_on_with_the_errand_where_it_was(chat: Chat) -> None:
    asked = await chat.says("i want to return something", "start_return", **OLA)
    await chat.says("a person please", "human_agent")
    offered = await hand_back(chat)
    again = await chat.says("yes", "affirm")

    assert offered == ["utter_go_on"]
    assert (again.keys, chat.form) == (asked.keys, "return_form")


async def test_no_leaves_the_errand_and_a_later_yes_does_not_bring_it_back(chat: Chat) -> None:
    await chat.says("i want to return something", "start_return", **OLA)
    await chat.says("a person please", "human_agent")
    await hand_back(chat)
    declined = await chat.says("no", "deny")
    later = await chat.says("yes", "affirm")

    assert (declined.keys, later.keys) == (["utter_offer_declined"], ["utter_anything_else"])
    assert chat.slots["interrupted"] is None


async def test_whoever_asks_something_else_is_answered_and_the_offer_is_gone(chat: Chat) -> None:
    await chat.says("i want to return something", "start_return", **OLA)
    await chat.says("a person please", "human_agent")
    await hand_back(chat)
    await chat.says("how can i pay?", "payment_methods")
    later = await chat.says("yes", "affirm")

    assert (later.keys, chat.form) == (["utter_anything_else"], None)


async def test_an_errand_that_another_had_interrupted_is_offered_by_its_own_name(chat: Chat) -> None:
    await chat.says("cancel my order", "cancel_order", order_number="10003")
    chat.slots |= {"paused": chat.form, "topic": "payment_methods"}
    chat.form = None
    await chat.says("a person please", "human_agent")
    offered = await chat.says("/go_on", "go_on")

    assert offered.values["errand"] == "your cancellation"


async def test_a_person_asked_for_again_before_the_answer_does_not_lose_the_errand(chat: Chat) -> None:
    await chat.says("i want to return something", "start_return", **OLA)
    await chat.says("a person please", "human_agent")
    await hand_back(chat)
    await chat.says("no, a person", "human_agent")

    assert await hand_back(chat) == ["utter_go_on"]


@pytest.mark.engine
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_the_form_goes_on_with_what_was_given(customer: Customer, language: str) -> None:
    customer.language = language
    asked, handed_over = interrupted(customer)
    offer = customer.is_handed_back(handed_over)
    yes, no = offer.buttons
    again = customer.presses(yes)

    assert handed_over.handoff is not None
    assert offer.body["language"] == language
    assert (yes, no) == words(language)
    assert again.text == asked.text
    assert again.buttons == asked.buttons
    assert again.slots["errand"]["item"] == asked.slots["errand"]["item"]


@pytest.mark.engine
def test_a_session_that_is_not_about_the_errand_begins_without_it(customer: Customer) -> None:
    _, handed_over = interrupted(customer)
    customer.session += "+"
    answer = customer._send(text=None, payload="/cancel_order", slots=handed_over.slots)

    assert answer.slots["errand"] == {"interrupted": "cancel_order_form"}
    assert answer.slots["last_order"] == OLA["order_number"]


def interrupted(customer: Customer) -> tuple[Answer, Answer]:
    """The question of a return, with the thing chosen already, and the answer that hands over."""
    customer.sends_payload(
        f'/start_return{{"order_number":"{OLA["order_number"]}","email":"{OLA["email"]}"}}'
    )
    thing = next(payload for payload in customer.offered.values() if '"item"' in payload)
    asked = customer.sends_payload(thing)
    return asked, customer.sends_payload("/human_agent")


def words(language: str) -> tuple[str, ...]:
    said = yaml.safe_load((PROJECT / "data" / "responses" / f"{language}.yml").read_text("utf-8"))
    return tuple(button["title"] for button in said["utter_go_on"][0]["buttons"])
