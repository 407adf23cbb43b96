"""Calm with the rude, early with the upset, and a suggestion only where it is welcome."""

import pytest

from actions.demo_shop.adapter import DemoShop

from .chat import Chat

RUNNER = {"product": "Fjell Runner"}


@pytest.mark.parametrize(
    "text",
    [
        "this is ridiculous, where is my order",
        "where is my order!!!",
        "WHERE IS MY ORDER PLEASE",
        "I will call my lawyer, where is my order",
    ],
)
async def test_an_upset_customer_is_answered_and_told_that_a_person_can_take_over(
    shop: DemoShop, text: str
) -> None:
    said = await Chat(shop).says(text, "order_status")

    assert said.keys == ["utter_upset", "utter_ask_order_number"]


async def test_the_same_question_again_is_a_sign_too(shop: DemoShop) -> None:
    chat = Chat(shop)
    first = await chat.says("when are you open in Bergen", "store_hours", town="Bergen")
    again = await chat.says("When are you open in Bergen?", "store_hours", town="Bergen")

    assert "utter_upset" not in first.keys
    assert again.keys[0] == "utter_upset"


async def test_it_is_said_once_in_a_conversation(shop: DemoShop) -> None:
    chat = Chat(shop)
    first = await chat.says("this is ridiculous, any offers?", "promotions")
    second = await chat.says("what a scam, do you deliver to Norway?", "delivery_area")

    assert first.keys == ["utter_upset", "utter_promotions"]
    assert second.keys == ["utter_delivered_to"]


async def test_a_person_is_offered_sooner_from_then_on(shop: DemoShop) -> None:
    chat = Chat(shop)
    await chat.says("you idiots, where is my order", "order_status")
    offered = await chat.says("stupid machine, blah", "nlu_fallback")

    assert offered.keys == ["utter_offer_person"]


@pytest.mark.parametrize("text", ["OK", "where is my order?", "XXL", "VELKOMMEN10"])
async def test_calm_customers_are_left_in_peace(shop: DemoShop, text: str) -> None:
    assert "utter_upset" not in (await Chat(shop).says(text, "order_status")).keys


async def test_what_goes_with_a_product_is_suggested_once(shop: DemoShop) -> None:
    chat = Chat(shop)
    first = await chat.says("tell me about the Fjell Runner", "product_info", **RUNNER)
    second = await chat.says("and the Fjell Runner Women", "product_info", product="Fjell Runner Women")

    assert first.keys == ["utter_product", "utter_suggestion"]
    assert first.values["suggested"] == "Ull Socks 3-pack"
    assert second.keys == ["utter_product"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("i want my money back", "request_refund"),
        ("that is a scandal", "complaint"),
        ("i was charged twice", "payment_issue"),
        ("this is ridiculous", "promotions"),
    ],
)
async def test_nothing_is_suggested_after_trouble_or_anger(shop: DemoShop, text: str, intent: str) -> None:
    chat = Chat(shop)
    await chat.says(text, intent)
    await chat.says("never mind", "deny")
    answer = await chat.says("tell me about the Fjell Runner", "product_info", **RUNNER)

    assert answer.keys == ["utter_product"]


async def test_what_is_sold_out_is_not_suggested(shop: DemoShop) -> None:
    files = shop._live.now()
    socks = [sku for sku, (product, _) in files.variants.items() if product.name == "Ull Socks 3-pack"]
    for sku in socks:
        files.stock[sku] = files.stock[sku].model_copy(update={"quantities": {"online": 0}})

    answer = await Chat(shop).says("tell me about the Fjell Runner", "product_info", **RUNNER)

    assert answer.keys == ["utter_product"]
