"""Orders: nothing without proof, nothing twice, nothing the policy forbids, nothing forgotten."""

import asyncio
import itertools
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from actions.demo_shop.files import load
from actions.shop import (
    NotAllowed,
    OrderNotFound,
    Proof,
    RefundState,
    Refusal,
    ReturnReason,
    Status,
)

DATA = Path(__file__).resolve().parents[2] / "data" / "shop"
KARI = Proof(email="kari@example.no")
MIND = ReturnReason.CHANGED_MIND


NUMBERS = ("10001", " #10001 ", "order 10001", "١٠٠٠١", "۱۰۰۰۱")
PROOFS = (
    Proof(email="kari@example.no"),
    Proof(email=" KARI@Example.NO "),
    Proof(postcode="5003"),
    Proof(postcode="NO-5003"),
    Proof(postcode="50 03"),
    Proof(postcode="۵۰۰۳"),
    Proof(email="kari@example.no", postcode="5003"),
)
NOT_THEIRS = (
    ("10001", Proof(email="ola@example.no")),
    ("10001", Proof(postcode="5004")),
    ("10001", Proof(email="kari@example.no", postcode="5004")),
    ("10001", Proof(email="ola@example.no", postcode="5003")),
    ("10001", Proof(email="%")),
    ("99999", KARI),
    ("", KARI),
    ("10001' OR '1'='1", KARI),
)


async def test_an_order_is_found_by_number_and_either_proof_however_they_are_written(shop):
    for number, proof in itertools.product(NUMBERS, PROOFS):
        order = await shop.find_order(number, proof)

        assert order is not None, (number, proof)
        assert order.number == "10001"


@pytest.mark.parametrize(
    "errand",
    [
        lambda shop, number, proof: shop.cancel_order(number, proof, "k1"),
        lambda shop, number, proof: shop.start_return(number, proof, (), MIND, "k1"),
        lambda shop, number, proof: shop.returnable(number, proof),
        lambda shop, number, proof: shop.refund_status(number, proof),
    ],
)
async def test_unknown_and_not_theirs_read_the_same_everywhere(shop, errand):
    for number, proof in NOT_THEIRS:
        assert await shop.find_order(number, proof) is None, (number, proof)
        with pytest.raises(OrderNotFound, match=r"^$"):
            await errand(shop, number, proof)


@pytest.mark.parametrize(("email", "postcode"), [(None, None), ("", None), ("  ", ""), (None, " ")])
def test_a_proof_of_nothing_cannot_be_made(email, postcode):
    with pytest.raises(ValueError, match="needs"):
        Proof(email=email, postcode=postcode)


async def test_after_ten_wrong_guesses_even_the_right_one_finds_nothing_for_a_while(shop, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(shop._orders.guesses, "clock", lambda: now)
    for guess in range(10):
        await shop.find_order("10001", Proof(postcode=f"{guess:04}"))

    locked = await shop.find_order("10001", KARI)
    other = await shop.find_order("10003", KARI)
    now += 901
    later = await shop.find_order("10001", KARI)

    assert locked is None
    assert other is not None
    assert later is not None


async def test_an_order_says_all_there_is_to_say(shop):
    order = await shop.find_order("10001", KARI)

    assert order.status is Status.SHIPPED
    assert (order.placed, order.expected) == (date(2026, 11, 20), date(2026, 11, 20))
    assert order.late
    assert order.total == sum(line.price * line.quantity for line in order.lines) + order.shipping
    assert order.tracking_url.startswith("https://")
    assert order.tracking in order.tracking_url


async def test_a_cancelled_order_stays_cancelled_and_owes_the_whole_amount(shop, open_shop):
    before = await shop.find_order("10003", KARI)

    done = await shop.cancel_order("10003", KARI, "k1")

    after = await (await open_shop()).find_order("10003", KARI)
    assert done.refund.amount == before.total
    assert (done.refund.state, done.refund.due) == (RefundState.IN_PROGRESS, date(2026, 11, 27))
    assert done.rule.id == "cancellation"
    assert after.status is Status.CANCELLED
    assert after.cancelled == date(2026, 11, 22)
    assert {line.status for line in after.lines} == {Status.CANCELLED}
    assert after.refunds == (done.refund,)


@pytest.mark.parametrize(
    ("number", "reason"),
    [("10001", Refusal.ALREADY_SENT), ("10002", Refusal.ALREADY_SENT)],
)
async def test_what_has_left_is_not_cancelled_and_the_rule_is_named(shop, number, reason):
    with pytest.raises(NotAllowed) as refused:
        await shop.cancel_order(number, KARI, "k1")

    assert refused.value.reason is reason
    assert refused.value.rule.source.startswith("policies.yml:")
    assert (await shop.find_order(number, KARI)).status is not Status.CANCELLED


async def test_the_policy_decides_what_may_be_cancelled_and_what_it_costs(shop, folder):
    folder.replace("policies.yml", "states: [placed, packed]", "states: [placed, packed, shipped]")
    folder.replace("policies.yml", "fee: 0.00", "fee: 5.00")
    total = (await shop.find_order("10001", KARI)).total

    done = await shop.cancel_order("10001", KARI, "k1")

    assert done.refund.amount == total - 5


async def test_a_second_cancellation_is_refused_but_the_same_one_again_is_the_first(shop):
    first = await shop.cancel_order("10003", KARI, "k1")

    again = await shop.cancel_order("10003", KARI, "k1")

    assert again == first
    with pytest.raises(NotAllowed) as refused:
        await shop.cancel_order("10003", KARI, "k2")
    assert refused.value.reason is Refusal.ALREADY_CANCELLED


async def test_the_same_key_a_hundred_times_at_once_is_one_return(shop):
    returns = await asyncio.gather(
        *(shop.start_return("10002", KARI, ("S100-BLU-44",), MIND, "k1") for _ in range(100))
    )

    assert len(set(returns)) == 1
    assert len((await shop.find_order("10002", KARI)).refunds) == 1


async def test_a_hundred_different_keys_at_once_are_one_return_too(shop):
    results = await asyncio.gather(
        *(shop.start_return("10002", KARI, ("S100-BLU-44",), MIND, f"k{n}") for n in range(100)),
        return_exceptions=True,
    )

    refused = [result for result in results if isinstance(result, NotAllowed)]
    assert len(refused) == 99
    assert {error.reason for error in refused} == {Refusal.ALREADY_RETURNED}
    assert len(await shop.refund_status("10002", KARI)) == 1


async def test_one_message_may_cancel_two_orders(shop):
    other = Proof(email="daniel.obrien@example.co.uk")

    first, second = (
        await shop.cancel_order("10003", KARI, "k1"),
        await shop.cancel_order("10004", other, "k1"),
    )

    assert (first.order, second.order) == ("10003", "10004")


async def test_a_refused_errand_may_be_tried_again_under_the_same_key(shop, folder):
    with pytest.raises(NotAllowed):
        await shop.cancel_order("10001", KARI, "k1")
    folder.replace("policies.yml", "states: [placed, packed]", "states: [placed, packed, shipped]")

    done = await shop.cancel_order("10001", KARI, "k1")

    assert done.order == "10001"


async def test_a_return_has_number_label_place_deadline_and_refund(shop, open_shop):
    started = await shop.start_return("10002", KARI, (), MIND, "k1")

    order = await (await open_shop()).find_order("10002", KARI)
    assert (started.number, started.items) == ("R-1001", ("Fjell Runner",))
    assert started.label.startswith("VR-")
    assert "Posten" in started.drop_off
    assert started.deadline == date(2026, 12, 6)
    assert (started.refund.amount, started.refund.method) == (Decimal("119.00"), "klarna")
    assert started.refund.state is RefundState.AWAITING_PARCEL
    assert started.rule.id == "return-shoes"
    assert [line.status for line in order.lines] == [Status.RETURNING, Status.DELIVERED]
    assert order.status is Status.DELIVERED


@pytest.mark.parametrize(
    ("reason", "refusals", "rules"),
    [
        (MIND, [None, Refusal.EXCLUDED], ["return-shoes", "return-clothing"]),
        (ReturnReason.FAULTY, [None, None], ["warranty-shoes", "warranty-clothing"]),
    ],
)
async def test_what_is_excluded_comes_back_only_when_the_shop_is_at_fault(shop, reason, refusals, rules):
    offers = await shop.returnable("10002", KARI, reason)

    assert [offer.refusal for offer in offers] == refusals
    assert [offer.rule.id for offer in offers] == rules


async def test_the_window_counts_from_delivery_to_its_last_day(shop, folder):
    folder.replace("policies.yml", "window_days: 60", "window_days: 5")
    last_day = await shop.returnable("10002", KARI)
    folder.replace("policies.yml", "window_days: 5", "window_days: 4")
    day_after = await shop.returnable("10002", KARI)

    assert (last_day[0].refusal, last_day[0].deadline) == (None, date(2026, 11, 22))
    assert (day_after[0].refusal, day_after[0].deadline) == (Refusal.WINDOW_CLOSED, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("number", "skus", "reason"),
    [
        ("10001", (), Refusal.NOT_DELIVERED),
        ("10003", (), Refusal.NOT_DELIVERED),
        ("10002", ("C219-BLK-S",), Refusal.EXCLUDED),
        ("10002", ("S100-BLU-44", "C219-BLK-S"), Refusal.EXCLUDED),
        ("10002", ("H404-WHT-50X70",), Refusal.NOT_IN_ORDER),
    ],
)
async def test_a_return_that_is_not_allowed_changes_nothing(shop, number, skus, reason):
    before = await shop.find_order(number, KARI)

    with pytest.raises(NotAllowed) as refused:
        await shop.start_return(number, KARI, skus, MIND, "k1")

    assert refused.value.reason is reason
    assert await shop.find_order(number, KARI) == before


async def test_the_way_back_is_taken_off_the_refund_unless_the_shop_is_at_fault(shop, folder):
    folder.replace("policies.yml", "cost: 0.00", "cost: 4.50")
    folder.replace("policies.yml", "cost: 0.00", "cost: 4.50")  # clothing, after shoes
    mine = await shop.start_return("10002", KARI, ("S100-BLU-44",), MIND, "k1")
    theirs = await shop.start_return("10002", KARI, ("C219-BLK-S",), ReturnReason.FAULTY, "k2")

    assert (mine.cost, mine.refund.amount) == (Decimal("4.50"), Decimal("114.50"))
    assert (theirs.cost, theirs.refund.amount) == (Decimal(0), Decimal("29.00"))


async def test_orders_nobody_touched_never_age_and_the_others_keep_their_dates(shop, clock):
    await shop.cancel_order("10003", KARI, "k1")
    clock.move(days=100)

    untouched, cancelled = await shop.find_order("10002", KARI), await shop.find_order("10003", KARI)

    assert untouched.delivered == date(2027, 2, 25)
    assert cancelled.cancelled == date(2026, 11, 22)


async def test_a_complaint_is_kept_once_with_the_time_it_will_be_answered_by(shop, clock):
    first = await shop.record_complaint("The box was wet.", "complaint", "k1", "10001")
    again = await shop.record_complaint("The box was wet.", "complaint", "k1", "10001")
    other = await shop.record_complaint("And late.", "complaint", "k2", "10001")

    assert first == again
    assert (first.number, other.number) == ("C-1001", "C-1002")
    assert (first.answer_by - clock()).total_seconds() == 24 * 3600


async def test_every_order_of_the_demo_makes_sense(shop):
    for row in load(DATA).orders:
        order = await shop.find_order(row.number, Proof(email=row.email))
        moved = {Status.DELIVERED, Status.RETURNING, Status.RETURNED}

        assert order.lines, row
        assert (order.delivered is not None) == (order.status in moved), row
        assert (order.cancelled is not None) == (order.status is Status.CANCELLED), row
        assert (order.tracking is not None) == (order.status in {*moved, Status.SHIPPED}), row
        assert all(
            order.placed <= day for day in (order.expected, order.delivered, order.cancelled) if day
        ), row
        assert sum(refund.amount for refund in order.refunds) <= order.total, row
        assert order.refunds or order.status not in {Status.CANCELLED, Status.RETURNING, Status.RETURNED}, row
        assert all(refund.items for refund in order.refunds), row
        assert all(r.paid is None or order.placed <= r.paid <= r.due for r in order.refunds), row
