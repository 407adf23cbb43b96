"""Short messages that lean on what went before: a choice by its place, a bare "when?"."""

import pytest

from actions.demo_shop.adapter import DemoShop

from .chat import Chat


async def test_the_second_one_is_the_second_of_what_was_shown(shop: DemoShop) -> None:
    chat = Chat(shop)
    shown = await chat.says("do you have kettles or lamps", "product_search", category="home")
    told = await chat.says("the second one", "nlu_fallback")

    second = list(shown.buttons)[1]
    assert told.keys[0] == "utter_product"
    assert told.values["product"] == second


async def test_an_article_of_an_order_may_be_chosen_by_its_place(shop: DemoShop) -> None:
    chat = Chat(shop)
    order = {"order_number": "10002", "email": "kari@example.no"}
    await chat.says("i want to return something, it is damaged", "start_return", **order)
    said = await chat.says("the first", "nlu_fallback")

    assert said.keys == ["utter_confirm_return"]
    assert "Fjell Runner" in said.values["items"]


@pytest.mark.parametrize(
    ("before", "values", "response"),
    [
        ("store_locations", {"town": "Bergen"}, "utter_hours"),
        ("shipping_cost", {"country": "NO"}, "utter_shipping_time"),
        (
            "order_status",
            {"order_number": "10008", "email": "mikko.korhonen@example.fi"},
            "utter_ask_same_order",
        ),
    ],
)
async def test_a_bare_when_leans_on_what_went_before(
    shop: DemoShop, before: str, values: dict[str, str], response: str
) -> None:
    chat = Chat(shop)
    await chat.says("tell me", before, **values)
    answer = await chat.says("when?", "nlu_fallback")

    assert answer.keys[0].startswith(response)
