"""Two wishes in one message are both served, in order, also when the first has to ask first."""

from typing import Any

from actions.demo_shop.adapter import DemoShop
from actions.errand import serving

from .chat import Chat, routes


def wish(text: str, intent: str, **entities: str) -> dict[str, Any]:
    named = [{"entity": name, "value": value} for name, value in entities.items()]
    return {"text": text, "intent": {"name": intent}, "entities": named}


CANCEL = wish("cancel 10003", "cancel_order", order_number="10003")
HOURS = wish("when are you open in Bergen?", "store_hours", town="Bergen")
COST = wish("what does delivery to Norway cost", "shipping_cost")
ASIDE = {
    f"action_{it}"
    for it in (
        "small_talk",
        "yes_no",
        "inform",
        "misunderstood",
        "hand_over",
        "go_on",
        "photo",
        "switch_language",
    )
}


async def test_both_are_answered_in_order(shop: DemoShop) -> None:
    chat = Chat(shop)

    said = await chat.says(
        "what does delivery to Norway cost and when are you open in Bergen?",
        "shipping_cost",
        wishes=[COST, HOURS],
    )

    assert said.keys[0] == "utter_shipping_cost"
    assert said.keys[1].startswith("utter_hours")
    assert [topic for topic, _ in said.outcomes] == ["shipping_cost", "store_hours"]


async def test_the_second_waits_until_the_first_is_done(shop: DemoShop) -> None:
    chat = Chat(shop)
    proof = await chat.says(
        "cancel 10003 and when are you open in Bergen?", "cancel_order", wishes=[CANCEL, HOURS]
    )
    sure = await chat.says("kari@example.no", "inform", email="kari@example.no")
    done = await chat.says("yes", "affirm")
    after = await chat.says("thanks", "thank")

    assert (proof.keys, sure.keys) == (["utter_ask_proof"], ["utter_confirm_cancel"])
    assert [topic for topic, _ in done.outcomes] == ["cancel_order", "store_hours"]
    assert after.keys == ["utter_thank"]


async def test_whoever_gets_a_person_gets_no_late_answer_on_top(shop: DemoShop) -> None:
    chat = Chat(shop)
    await chat.says("cancel 10003 and when are you open in Bergen?", "cancel_order", wishes=[CANCEL, HOURS])
    person = await chat.says("a person please", "human_agent")

    assert person.handoff is not None
    assert person.keys == []


def test_every_errand_that_can_be_a_second_wish_is_found() -> None:
    wanted = {intent: action for intent, action in routes().items() if action not in ASIDE}

    assert {intent: serving(intent) for intent in wanted} == wanted
