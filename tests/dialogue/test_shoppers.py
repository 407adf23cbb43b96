"""How real shoppers write: in passing, in a hurry, in anger, two steps at once, and back again."""

from typing import Any

import pytest
import yaml

from .system import PROJECT, Customer

pytestmark = pytest.mark.engine

PRODUCTS: dict[str, dict[str, Any]] = {
    it["name"]: it for it in yaml.safe_load((PROJECT / "data/shop/products.yml").read_text("utf-8"))
}
POLICIES: dict[str, Any] = yaml.safe_load((PROJECT / "data/shop/policies.yml").read_text("utf-8"))
START = {"Where is my order?", "Return something", "Find a store"}


# --- Orders


def test_number_and_proof_in_the_first_sentence_are_enough(customer: Customer) -> None:
    answer = customer.says("where's order 10008, my email is mikko.korhonen@example.fi")

    assert "ready for you to pick up" in answer.text


def test_whoever_answers_the_offer_of_an_order_with_its_postcode_means_it(customer: Customer) -> None:
    customer.says("10001")
    customer.says("where is my order?")
    answer = customer.says("5003")

    assert "Posten" in answer.text


def test_a_change_of_mind_keeps_the_order_in_hand(customer: Customer) -> None:
    customer.says("i want to cancel order 10004")
    offered = customer.says("no wait, i'd rather return it")

    assert "10004" in offered.text
    assert "Another order" in offered.buttons


def test_an_answer_that_is_disputed_is_not_shrugged_off(customer: Customer) -> None:
    customer.says("where is order 10009, sophie.clarke@example.co.uk")
    customer.says("that's wrong, i never got it")
    person = customer.says("yes")

    assert person.handoff is not None
    assert person.handoff["reason"] == "answer_disputed"


def test_whoever_lacks_the_order_number_gets_a_person(customer: Customer) -> None:
    customer.says("where is my order")
    customer.says("I have no order number")
    person = customer.says("yes")

    assert person.handoff is not None
    assert person.handoff["summary"] == "where is my order · I have no order number"


def test_an_order_named_after_a_fault_begins_its_return(customer: Customer) -> None:
    customer.says("my new shoes fell apart after a week")
    customer.says("10009")
    answer = customer.says("M1 1AE")

    assert "Reason: it doesn't work" in answer.text


# --- Stores


def test_where_and_when_follow_on_each_other(customer: Customer) -> None:
    customer.says("when are you open in Bergen?")
    where = customer.says("whats the adress")
    when = customer.says("and tomorrow?")

    assert "Torgallmenningen" in where.text
    assert "Varde Bergen is " in when.text


def test_holidays_are_still_meant_when_the_town_comes_later(customer: Customer) -> None:
    customer.says("any holidays coming up?")
    answer = customer.says("Bergen")

    assert "Christmas Day" in answer.text


def test_a_country_stands_for_all_its_stores(customer: Customer) -> None:
    customer.says("where is your shop in Bergen")
    answer = customer.says("and in Italy?")

    assert all(town in answer.text for town in ("Milano", "Roma", "Bologna"))
    assert "Bergen" not in answer.text


# --- Products


def test_a_size_in_passing_is_heard(customer: Customer) -> None:
    assert "(black, 40)" in customer.says("when will the Fjell Runner black 40 be back in stock").text


def test_a_colour_and_size_narrow_a_kind_of_thing_down(customer: Customer) -> None:
    customer.says("do you have black running shoes in 44?")
    answer = customer.says("and in blue?")

    assert "Fjell Runner (blue, 44)" in answer.text


def test_a_price_limit_is_kept(customer: Customer) -> None:
    answer = customer.says("i'm looking for a winter jacket under 100 euros")
    dear = [name for name in answer.buttons if PRODUCTS[name]["price"] > 100]

    assert answer.buttons
    assert not dear or "nothing like that for €100.00" in answer.text


def test_cheaper_means_cheaper_than_before(customer: Customer) -> None:
    customer.says("i am looking for running shoes")
    answer = customer.says("anything cheaper?")

    assert answer.buttons
    assert all(PRODUCTS[name]["price"] < PRODUCTS["Fjell Runner"]["price"] for name in answer.buttons)


def test_the_property_asked_for_is_the_answer(customer: Customer) -> None:
    customer.says("how much is the Fjell Runner?")
    answer = customer.says("is it waterproof?")

    assert "waterproof: no" in answer.text
    assert "sole" not in answer.text


def test_of_two_products_both_are_told(customer: Customer) -> None:
    answer = customer.says("how much are the Fjell Runner and the Stig Trail GTX?")

    assert all(
        f"€{PRODUCTS[name]['price']:.2f}" in answer.text for name in ("Fjell Runner", "Stig Trail GTX")
    )


def test_many_stores_are_counted_until_a_town_is_named(customer: Customer) -> None:
    many = customer.says("do you have the Fjell Runner in size 42?")
    one = customer.says("Bergen?")

    assert "of our stores" in many.text
    assert "Varde Bergen" in one.text


def test_a_price_match_is_for_a_colleague(customer: Customer) -> None:
    assert "Yes, please" in customer.says("do you price match?").buttons


# --- Delivery, payment, returns


def test_a_country_named_once_is_enough(customer: Customer) -> None:
    customer.says("how much is shipping to Italy?")
    answer = customer.says("how long does it take?")

    assert "Italy" in answer.text
    assert not answer.busy


def test_how_much_after_a_question_about_delivery_means_the_delivery(customer: Customer) -> None:
    customer.says("do you deliver to Bergen?")

    assert "€4.90" in customer.says("how much?").text


def test_a_way_to_pay_that_is_asked_for_is_answered_alone(customer: Customer) -> None:
    answer = customer.says("can i pay with PayPal?")

    assert "Yes" in answer.text
    assert "Klarna" not in answer.text


def test_a_second_question_about_returns_is_about_the_same_things(customer: Customer) -> None:
    customer.says("what is the return policy for shoes?")
    answer = customer.says("and what if i already wore them?")

    assert "worn indoors only" in answer.text


# --- People


@pytest.mark.parametrize("said", ["what can you do?", "who won the match last night?"])
def test_what_is_not_ours_hears_what_we_can_do_and_is_offered_a_person(customer: Customer, said: str) -> None:
    answer = customer.says(said)

    assert answer.buttons.keys() == START | {"Talk to a person"}
    assert "orders, returns, stores and products" in answer.text


@pytest.mark.parametrize("said", ["I need help", "can you help me"])
def test_a_call_for_help_is_asked_what_it_is_about(customer: Customer, said: str) -> None:
    assert customer.says(said).buttons.keys() == START


@pytest.mark.parametrize("said", ["fuck off", "😡😡😡", "thanks but that doesn't help"])
def test_anger_is_met_with_an_apology_and_a_person(customer: Customer, said: str) -> None:
    answer = customer.says(said)

    assert "sorry" in answer.text
    assert "Yes, please" in answer.buttons


def test_praise_that_says_it_all_is_not_asked_for_again(customer: Customer) -> None:
    answer = customer.says("your staff in Oslo were lovely, i just wanted to say that")

    assert answer.outcomes == [("leave_feedback", "done")]


def test_marks_without_a_letter_are_read_as_nothing(customer: Customer) -> None:
    assert customer.says("?").buttons.keys() > START


def test_only_what_outlives_an_errand_is_carried_into_the_next_session(customer: Customer) -> None:
    customer.says("the shoes from order 10009 are too small, i want to return them")
    answer = customer.says("M1 1AE")
    complaint = Customer(customer.address).says("this is the worst shop ever")

    assert answer.slots.items() >= {"order_number": "10009", "postcode": "M1 1AE"}.items()
    for kept in (answer.slots, complaint.slots):
        assert not kept.keys() & {"offer", "reason", "paused", "misses", "item", "return_reason", "feedback"}


def test_a_short_and_goes_on_with_the_question_before(customer: Customer) -> None:
    months = next(it["months"] for it in POLICIES["warranty"] if it["category"] == "electronics")
    customer.says("how long is the warranty on the Fjell Runner?")
    answer = customer.says("and headphones?")

    assert f"{months} months" in answer.text


def test_the_sizes_asked_for_are_listed(customer: Customer) -> None:
    answer = customer.says("what sizes does the Byvei come in?")

    assert "36, 37, 38" in answer.text


def test_a_wish_within_a_category_is_heard(customer: Customer) -> None:
    answer = customer.says("are there any vegan shoes")

    assert answer.buttons
    assert all(PRODUCTS[name]["properties"].get("vegan", "no") != "no" for name in answer.buttons)


def test_a_bare_number_after_a_question_about_stock_is_a_size(customer: Customer) -> None:
    customer.says("is the Fjell Runner in stock?")

    assert "Fjell Runner (42)" in customer.says("42").text


def test_cheaper_after_a_category_begins_with_the_cheapest(customer: Customer) -> None:
    least = min(it["price"] for it in PRODUCTS.values() if it["category"] == "shoes")
    customer.says("i want to see shoes")
    answer = customer.says("something cheaper")

    assert PRODUCTS[next(iter(answer.buttons))]["price"] == least
