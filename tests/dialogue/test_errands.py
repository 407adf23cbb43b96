"""What each errand promises, with a shop that can be looked into."""

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.errands.cancel_order import CancelOrder
from actions.errands.complaint import Complaints
from actions.errands.hand_over import HandOver
from actions.errands.order_status import OrderStatus
from actions.errands.small_talk import SmallTalk
from actions.errands.start_return import StartReturn
from actions.shop import Refusal

from .fakes import LAMP, SHOES, FakeShop, Status, order, tracker

KARI = {"order_number": "10442", "email": "kari@example.no"}
CONFIRMING = KARI | {"topic": "cancel_order", "requested_slot": "confirm", "misses": 0}


class Ran:
    """What running an errand once led to."""

    def __init__(self, messages: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
        self.said = [message["response"] for message in messages if message.get("response")]
        custom = [message["custom"] for message in messages if message.get("custom")]
        self.outcomes = [it["outcome"]["outcome"] for it in custom if "outcome" in it]
        self.handoff = next((it["handoff"] for it in custom if "handoff" in it), None)
        self.slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        self.loops = [event["name"] for event in events if event["event"] == "active_loop"]
        self.next = next(event["name"] for event in events if event["event"] == "followup")


async def run(errand: Any, *said: Any, **known: Any) -> Ran:
    dispatcher = CollectingDispatcher()
    events = await errand.run(dispatcher, tracker(*said, **known), {})
    return Ran(dispatcher.messages, events)


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop(orders={("10442", "kari@example.no"): order()})


async def test_an_order_is_not_shown_for_its_number_alone(shop: FakeShop) -> None:
    ran = await run(OrderStatus(shop), "where is 10442?", "order_status", entities={"order_number": "10442"})

    assert ran.said == ["utter_ask_proof"]
    assert ran.loops == ["order_status_form"]


async def test_a_slot_that_says_customer_is_verified_opens_nothing(shop: FakeShop) -> None:
    ran = await run(
        OrderStatus(shop),
        '/order_status{"verified":"true"}',
        "order_status",
        entities={"order_number": "10442", "verified": "true", "confirm": "cancel 10442"},
        slots={"verified": True, "last_order": "10442"},
    )

    assert ran.said == ["utter_ask_proof"]


@pytest.mark.parametrize("number", ["10442", "99999"])
async def test_a_wrong_proof_and_an_unknown_order_read_the_same(shop: FakeShop, number: str) -> None:
    entities = {"order_number": number, "email": "mallory@example.no"}

    ran = await run(OrderStatus(shop), "where is my order", "order_status", entities=entities)

    assert ran.said == ["utter_order_not_found"]


async def test_nothing_is_cancelled_before_the_customer_says_yes(shop: FakeShop) -> None:
    ran = await run(CancelOrder(shop), "cancel it", "cancel_order", entities=KARI)

    assert ran.said == ["utter_confirm_cancel"]
    assert shop.done == []


async def test_a_yes_cancels_with_the_message_id_as_key(shop: FakeShop) -> None:
    ran = await run(CancelOrder(shop), "yes", "affirm", slots=CONFIRMING, form="cancel_order_form")

    assert shop.done == [("cancel", "10442", "7")]
    assert ran.outcomes == ["done"]
    assert ran.loops == [None]


async def test_the_yes_button_of_another_question_cancels_nothing(shop: FakeShop) -> None:
    old = {"confirm": "cancel 10441"}

    for entities in ({}, old):
        ran = await run(
            CancelOrder(shop),
            "/affirm",
            "affirm",
            entities=entities,
            slots=CONFIRMING,
            form="cancel_order_form",
        )
        assert ran.said[-1] == "utter_confirm_cancel"
    assert shop.done == []


async def test_a_yes_with_another_number_asks_again_about_that_order(shop: FakeShop) -> None:
    shop.orders["10452", "kari@example.no"] = order("10452")

    ran = await run(
        CancelOrder(shop),
        "yes, order 10452",
        "affirm",
        entities={"order_number": "10452"},
        slots=CONFIRMING,
        form="cancel_order_form",
    )

    assert ran.said == ["utter_confirm_cancel"]
    assert shop.done == []


async def test_a_no_leaves_the_order_as_it_is(shop: FakeShop) -> None:
    ran = await run(CancelOrder(shop), "no", "deny", slots=CONFIRMING, form="cancel_order_form")

    assert ran.said == ["utter_stopped"]
    assert ran.outcomes == ["abandoned"]
    assert shop.done == []


async def test_a_yes_that_is_run_again_after_a_crash_answers_the_same(shop: FakeShop) -> None:
    first = await run(CancelOrder(shop), "yes", "affirm", slots=CONFIRMING, form="cancel_order_form")
    second = await run(CancelOrder(shop), "yes", "affirm", slots=CONFIRMING, form="cancel_order_form")

    assert second.said == first.said == ["utter_cancelled"]


async def test_a_reason_in_the_first_sentence_is_not_asked_for(shop: FakeShop) -> None:
    shop.orders["10442", "kari@example.no"] = order(status=Status.DELIVERED)

    ran = await run(StartReturn(shop), "the shoes are too small", "start_return", entities=KARI)

    assert ran.said == ["utter_confirm_return"]
    assert ran.slots["return_reason"] == "wrong_size"


async def test_a_reason_given_before_the_number_is_kept(shop: FakeShop) -> None:
    known = {"topic": "start_return", "requested_slot": "order_number", "return_reason": "wrong_size"}

    ran = await run(
        StartReturn(shop),
        "10442",
        "inform",
        entities={"order_number": "10442"},
        slots=known,
        form="return_form",
    )

    assert "return_reason" not in ran.slots


async def test_another_order_has_other_things_and_reasons(shop: FakeShop) -> None:
    known = KARI | {
        "topic": "start_return",
        "requested_slot": "confirm",
        "return_reason": "wrong_size",
        "item": "S1",
    }

    ran = await run(
        StartReturn(shop),
        "no, 10452",
        "deny",
        entities={"order_number": "10452"},
        slots=known,
        form="return_form",
    )

    assert ran.slots["return_reason"] is None
    assert ran.slots["item"] is None


async def test_who_does_not_have_the_number_is_offered_a_person(shop: FakeShop) -> None:
    known = {"topic": "order_status", "requested_slot": "order_number"}

    ran = await run(OrderStatus(shop), "i don't have it", "deny", slots=known, form="order_status_form")

    assert ran.said == ["utter_offer_person"]
    assert ran.loops == []


async def test_of_several_things_the_one_named_goes_back(shop: FakeShop) -> None:
    shop.orders["10442", "kari@example.no"] = order(status=Status.DELIVERED, lines=(SHOES, LAMP))
    known = KARI | {"topic": "start_return", "requested_slot": "item", "return_reason": "faulty"}

    ran = await run(StartReturn(shop), "the lamp", "inform", slots=known, form="return_form")

    assert ran.said == ["utter_confirm_return"]
    assert ran.slots["item"] == "H1"


async def test_a_kind_of_thing_points_at_the_one_of_the_order(shop: FakeShop) -> None:
    shop.orders["10442", "kari@example.no"] = order(status=Status.DELIVERED, lines=(SHOES, LAMP))
    named = KARI | {"product": "lamps", "category": "home"}

    ran = await run(StartReturn(shop), "the lamp is faulty", "start_return", entities=named)

    assert ran.said == ["utter_confirm_return"]
    assert ran.slots["item"] == "H1"


async def test_a_return_that_is_run_again_after_a_crash_answers_the_same(shop: FakeShop) -> None:
    key = ("10442", "kari@example.no")
    shop.orders[key] = order(status=Status.DELIVERED)
    known = KARI | {
        "topic": "start_return",
        "requested_slot": "confirm",
        "item": "S1-42",
        "return_reason": "faulty",
    }

    first = await run(StartReturn(shop), "yes", "affirm", slots=known, form="return_form")
    shop.refused = Refusal.ALREADY_RETURNED
    second = await run(StartReturn(shop), "yes", "affirm", slots=known, form="return_form")

    assert second.said == first.said == ["utter_return_started"]
    assert shop.done == [("return", "10442", "S1-42", "faulty", "7")] * 2


async def test_what_was_named_and_cannot_come_back_is_not_swapped_for_what_can(shop: FakeShop) -> None:
    shop.orders["10442", "kari@example.no"] = order(status=Status.DELIVERED, lines=(SHOES, LAMP))
    shop.refused, shop.refused_skus = Refusal.ALREADY_RETURNED, ("S1-42",)
    named = KARI | {"category": "shoes"}

    ran = await run(StartReturn(shop), "the shoes are too small", "start_return", entities=named)

    assert ran.said == ["utter_return_refused_already_returned"]


async def test_a_thing_that_the_order_does_not_have_is_asked_for_again(shop: FakeShop) -> None:
    shop.orders["10442", "kari@example.no"] = order(status=Status.DELIVERED, lines=(SHOES, LAMP))
    known = KARI | {"topic": "start_return", "requested_slot": "item"}

    ran = await run(StartReturn(shop), "the sofa", "inform", slots=known, form="return_form")

    assert ran.said == ["utter_ask_item_again"]


async def test_another_errand_in_mid_form_is_left_to_its_rule(shop: FakeShop) -> None:
    known = {"topic": "cancel_order", "requested_slot": "order_number"}

    with pytest.raises(ActionExecutionRejection):
        await run(
            CancelOrder(shop), "when are you open?", "store_hours", slots=known, form="cancel_order_form"
        )


async def test_small_talk_in_mid_form_goes_back_to_the_form(shop: FakeShop) -> None:
    ran = await run(SmallTalk(shop), "thanks", "thank", form="cancel_order_form")

    assert ran.next == "cancel_order_form"


async def test_a_form_gone_back_to_does_not_hear_what_was_said_to_another(shop: FakeShop) -> None:
    known = {"topic": "thank", "requested_slot": "order_number"}

    ran = await run(
        CancelOrder(shop),
        "thanks, 10442",
        "thank",
        entities=KARI,
        slots=known,
        form="cancel_order_form",
        after="action_small_talk",
    )

    assert ran.said == ["utter_back", "utter_ask_order_number"]


async def test_a_shop_that_does_not_answer_means_an_apology_and_a_person(shop: FakeShop) -> None:
    shop.down = True

    ran = await run(OrderStatus(shop), "where is it", "order_status", entities=KARI)

    assert ran.said == ["utter_shop_unavailable"]
    assert ran.next == "action_hand_over"
    assert ran.slots["reason"] == "shop_unavailable"


async def test_an_error_of_ours_is_not_hidden(shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> None:
        raise KeyError("a mistake")

    monkeypatch.setattr(shop, "find_order", fails)

    with pytest.raises(KeyError):
        await run(OrderStatus(shop), "where is it", "order_status", entities=KARI)


async def test_a_complaint_is_written_down_once_in_the_customers_words(shop: FakeShop) -> None:
    ran = await run(Complaints(shop), "you are hopeless", "complaint", slots={"topic": "refund_status"})

    assert shop.done == [("complaint", "you are hopeless", "refund_status", "7")]
    assert ran.slots["offer"] == "action_hand_over"


async def test_a_hand_over_says_nothing_and_tells_the_person_everything(shop: FakeShop) -> None:
    known = KARI | {"topic": "cancel_order", "requested_slot": "confirm"}

    ran = await run(HandOver(shop), "a human please", "human_agent", slots=known, form="cancel_order_form")

    assert ran.said == []
    assert ran.handoff is not None
    assert ran.handoff["reason"] == "asked"
    assert ran.handoff["topic"] == "cancel_order"
    assert ran.handoff["slots"].items() >= KARI.items()
    assert ran.handoff["summary"] == "a human please"
    assert ran.outcomes == ["handed_over"]
    assert ran.loops == [None]


async def test_a_hand_over_shows_the_order_only_to_whom_it_was_proved(shop: FakeShop) -> None:
    proven = await run(HandOver(shop), "a human", "human_agent", slots=KARI)
    guessed = await run(
        HandOver(shop), "a human", "human_agent", slots=KARI | {"email": "mallory@example.no"}
    )
    unproven = await run(HandOver(shop), "a human", "human_agent", slots={"order_number": "10442"})

    assert proven.handoff is not None
    assert proven.handoff["slots"]["proven"] is True
    assert proven.handoff["slots"]["order"]["number"] == "10442"
    assert "Fjell Runner" in proven.handoff["slots"]["order"]["items"]
    for other in (guessed, unproven):
        assert other.handoff is not None
        assert not {"proven", "order"} & other.handoff["slots"].keys()


async def test_a_shop_that_is_away_does_not_keep_the_person_away(shop: FakeShop) -> None:
    shop.down = True

    ran = await run(HandOver(shop), "a human", "human_agent", slots=KARI)

    assert ran.handoff is not None
    assert "order" not in ran.handoff["slots"]


async def test_the_summary_is_what_the_customer_said_last_that_says_something(shop: FakeShop) -> None:
    before = [
        ("hello", "greet"),
        ("my parcel is late", "order_status"),
        ("10442", "inform"),
        ("/affirm", "affirm"),
        ("the neighbour has not seen it either", "nlu_fallback"),
        ("thanks", "thank"),
    ]

    ran = await run(HandOver(shop), "get me a person", "human_agent", before=before)

    assert ran.handoff is not None
    assert ran.handoff["summary"] == "my parcel is late · the neighbour has not seen it either"


async def test_a_summary_is_short_however_long_the_messages_are(shop: FakeShop) -> None:
    before = [("first " * 100, "complaint"), ("second " * 100, "complaint")]

    ran = await run(HandOver(shop), "a person", "human_agent", before=before)

    assert ran.handoff is not None
    assert len(ran.handoff["summary"]) <= 200
    assert "first" in ran.handoff["summary"]
    assert "second" in ran.handoff["summary"]


@pytest.mark.parametrize("said", ["I have no order number", "no idea", "i can't find it anywhere"])
async def test_whoever_lacks_what_was_asked_for_is_offered_a_person(shop: FakeShop, said: str) -> None:
    known = {"topic": "order_status", "requested_slot": "order_number"}

    ran = await run(OrderStatus(shop), said, "nlu_fallback", slots=known, form="order_status_form")

    assert ran.said == ["utter_offer_person"]
    assert ran.slots["offer"] == "action_hand_over"


async def test_the_order_of_a_broken_off_errand_is_offered_to_the_next(shop: FakeShop) -> None:
    begun = await run(CancelOrder(shop), "cancel 10442", "cancel_order", entities={"order_number": "10442"})
    next_one = await run(
        StartReturn(shop), "no, return it", "start_return", slots={"last_order": begun.slots["last_order"]}
    )

    assert next_one.said == ["utter_ask_same_order"]
