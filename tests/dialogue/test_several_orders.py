"""Several orders in one message: questions are answered for each, changes are made one by one.

Mutations that were made and seen to fail here: serving the first order only; not saying which is served now; offering
no next one; a plain yes that is not served as the button; a "never mind" that still offers it; no memory of "both".
"""

import pytest

from actions.demo_shop.adapter import DemoShop
from actions.shop import Proof, Status

from .chat import Chat

KARI = {"email": "kari@example.no"}


@pytest.fixture
def chat(shop: DemoShop) -> Chat:
    return Chat(shop)


async def status(shop: DemoShop, number: str) -> Status:
    order = await shop.find_order(number, Proof(postcode="5003"))
    assert order is not None
    return order.status


async def test_each_is_told_in_order_with_the_one_proof(chat: Chat) -> None:
    asked = await chat.says("where are 10002 and 10003?", "order_status", order_number="10002 10003")
    told = await chat.says("kari@example.no", "inform", **KARI)

    assert asked.keys == ["utter_ask_proof"]
    assert told.keys == ["utter_order_delivered", "utter_order_placed"]
    assert told.outcomes == [("order_status", "answered")]
    assert chat.form is None


async def test_what_the_proof_does_not_fit_is_asked_for_and_nothing_is_told_twice(chat: Chat) -> None:
    first = await chat.says("where are they?", "order_status", order_number="10002 10004", **KARI)
    second = await chat.says("W1F 7DW", "inform", postcode="W1F 7DW")

    assert first.keys == ["utter_order_delivered", "utter_order_not_found"]
    assert first.values["order_number"] == "10004"
    assert second.keys == ["utter_order_packed"]


async def test_a_late_one_among_them_still_brings_a_person(chat: Chat) -> None:
    told = await chat.says("where are they?", "order_status", order_number="10001 10003", **KARI)
    person = await chat.says("yes", "affirm")

    assert told.keys == ["utter_order_shipped", "utter_order_late", "utter_order_placed"]
    assert person.handoff is not None


@pytest.mark.parametrize("intent", ["refund_status", "invoice", "payment_issue"])
async def test_other_questions_are_answered_for_each_too(chat: Chat, intent: str) -> None:
    told = await chat.says("and these?", intent, order_number="10001 10002", **KARI)

    assert len(told.keys) == 2
    assert told.outcomes == [(intent, "answered")]


async def test_one_is_cancelled_now_and_the_other_offered_as_a_button(chat: Chat, shop: DemoShop) -> None:
    begun = await chat.says("cancel 10003 and 10002", "cancel_order", order_number="10003 10002", **KARI)
    done = await chat.says("yes", "affirm")
    between = await status(shop, "10003"), await status(shop, "10002")
    after = await chat.presses(str(done.values["as_next"]))

    assert begun.keys == ["utter_one_by_one", "utter_confirm_cancel"]
    assert begun.values["order_number"] == "10003"
    assert done.keys == ["utter_cancelled", "utter_next_order"]
    assert done.values["as_next"] == '/cancel_order{"order_number": "10002"}'
    assert between == (Status.CANCELLED, Status.DELIVERED)
    assert after.keys == ["utter_cancel_refused_already_sent"]


async def test_a_plain_yes_goes_on_with_the_next_and_the_one_after_is_offered(chat: Chat) -> None:
    numbers = "10003 10002 10001"
    begun = await chat.says("cancel them", "cancel_order", order_number=numbers, **KARI)
    await chat.says("yes", "affirm")
    second = await chat.says("yes", "affirm")
    third = await chat.says("yes", "affirm")
    after = await chat.says("yes", "affirm")

    assert begun.values["order_number"] == "10003"
    assert second.keys == ["utter_one_by_one", "utter_cancel_refused_already_sent", "utter_next_order"]
    assert third.keys == ["utter_cancel_refused_already_sent"]
    assert after.keys == ["utter_anything_else"]


async def test_a_no_to_one_order_is_none_to_the_next(chat: Chat, shop: DemoShop) -> None:
    await chat.says("cancel both", "cancel_order", order_number="10003 10002", **KARI)
    kept = await chat.says("no", "deny")
    declined = await chat.says("no", "deny")

    assert kept.keys == ["utter_stopped", "utter_next_order"]
    assert declined.keys == ["utter_offer_declined"]
    assert await status(shop, "10003") is Status.PLACED


async def test_who_drops_it_all_is_offered_nothing(chat: Chat) -> None:
    await chat.says("cancel both", "cancel_order", order_number="10003 10002", **KARI)

    assert (await chat.says("never mind", "deny")).keys == ["utter_stopped"]


async def test_the_next_return_has_things_and_reasons_of_its_own(chat: Chat) -> None:
    await chat.says("both are too small", "start_return", order_number="10002 10009", **KARI)
    await chat.presses('/inform{"item":"S100-BLU-44"}')
    first = await chat.says("yes", "affirm")
    second = await chat.says("yes", "affirm")

    assert first.keys == ["utter_return_started", "utter_next_order"]
    assert second.values["order_number"] == "10009"
    assert not any(chat.slots[slot] for slot in ("item", "return_reason"))


async def test_both_means_those_named_together_before(chat: Chat) -> None:
    await chat.says("where are they?", "order_status", order_number="10003 10002", **KARI)
    begun = await chat.says("cancel both", "cancel_order")

    assert begun.keys == ["utter_one_by_one", "utter_confirm_cancel"]
    assert begun.values["order_number"] == "10003"


async def test_whoever_corrects_a_number_means_the_later_one_alone(chat: Chat) -> None:
    chat_says = chat.says("10002, no, order 10003", "order_status", order_number="10003", **KARI)

    assert (await chat_says).keys == ["utter_order_placed"]


async def test_a_person_learns_which_orders_wait(chat: Chat) -> None:
    await chat.says("cancel both", "cancel_order", order_number="10003 10002", **KARI)
    person = await chat.says("a person please", "human_agent")

    assert person.handoff is not None
    assert person.handoff["slots"]["order_number"] == "10003"
    assert person.handoff["slots"]["more_orders"] == "10002"


async def test_handed_back_the_customer_goes_on_with_the_first_and_the_next_is_still_offered(
    chat: Chat,
) -> None:
    await chat.says("cancel both", "cancel_order", order_number="10003 10002", **KARI)
    await chat.says("a person please", "human_agent")
    await chat.says("/go_on", "go_on")
    again = await chat.says("yes", "affirm")
    done = await chat.says("yes", "affirm")

    assert (again.keys, again.values["order_number"]) == (["utter_confirm_cancel"], "10003")
    assert done.keys == ["utter_cancelled", "utter_next_order"]


async def test_who_went_to_a_person_after_an_offer_is_not_taken_to_the_next_order_by_a_later_yes(
    chat: Chat,
) -> None:
    await chat.says("cancel both", "cancel_order", order_number="10003 10002", **KARI)
    await chat.says("yes", "affirm")
    await chat.says("a person please", "human_agent")

    assert (await chat.says("yes", "affirm")).keys == ["utter_anything_else"]
    assert chat.slots["more_orders"] is None


async def test_numbers_alone_are_offered_all_together(chat: Chat) -> None:
    asked = await chat.says("10002 and 10003", "inform", order_number="10002 10003")
    told = await chat.presses(str(asked.values["as_order_status"]))

    assert told.keys == ["utter_ask_proof"]
    assert (chat.slots["order_number"], chat.slots["more_orders"]) == ("10002", "10003")
