"""Changes, payments, offers and accounts: with proof only, within the rules, once, and from the files as they are."""

from datetime import date
from decimal import Decimal

import pytest

from actions.demo_shop.files import load
from actions.demo_shop.reading import FilesFaulty
from actions.service_values import Owner, PaymentState, Wish
from actions.shop import NotAllowed, OrderNotFound, Proof, Refusal, ReturnReason

KARI = Proof(email="kari@example.no")
DANIEL = Proof(email="daniel.obrien@example.co.uk")
SIZE = ReturnReason.WRONG_SIZE


@pytest.mark.parametrize(
    "errand",
    [
        lambda shop, number, proof: shop.payments(number, proof),
        lambda shop, number, proof: shop.invoice(number, proof),
        lambda shop, number, proof: shop.change_address(number, proof, "Storgata 1, 0155 Oslo", "k"),
        lambda shop, number, proof: shop.swap(number, proof, "H405-BLK", "H405-WHT", "k"),
    ],
)
async def test_unknown_and_not_theirs_read_the_same(shop, errand):
    for number, proof in (("10003", Proof(email="ola@example.no")), ("99999", KARI)):
        with pytest.raises(OrderNotFound, match=r"^$"):
            await errand(shop, number, proof)


async def test_an_address_is_changed_once_and_stays_changed(shop, open_shop):
    before = (await shop.find_order("10003", KARI)).address
    await shop.change_address("10003", KARI, "Storgata 1, 0155 Oslo", "k1")
    await shop.change_address("10003", KARI, "Bakkegata 9, 5003 Bergen", "k1")

    after = await (await open_shop()).find_order("10003", KARI)

    assert before.endswith("5003 Bergen")
    assert after.address == "Storgata 1, 0155 Oslo"
    assert (await shop.find_order("10001", KARI)).address == before


@pytest.mark.parametrize(
    ("number", "proof", "reason"),
    [("10001", KARI, "already_sent"), ("10005", Proof(postcode="90100"), "already_cancelled")],
)
async def test_what_has_left_goes_where_it_was_sent(shop, number, proof, reason):
    with pytest.raises(NotAllowed) as refused:
        await shop.change_address(number, proof, "Storgata 1, 0155 Oslo", "k1")

    assert refused.value.reason == reason
    assert refused.value.rule.source.startswith("service.yml:")


async def test_the_rule_decides_how_long_an_order_may_be_changed(shop, folder):
    folder.replace("service.yml", "states: [placed, packed]", "states: [placed, packed, shipped]")

    await shop.change_address("10001", KARI, "Storgata 1, 0155 Oslo", "k1")

    assert (await shop.find_order("10001", KARI)).address == "Storgata 1, 0155 Oslo"


async def test_a_size_is_swapped_once_and_costs_the_same(shop, folder):
    before = await shop.find_order("10004", DANIEL)
    wanted = await in_stock(shop, "S111", not_sku="S111-BGE-41")

    first = await shop.swap("10004", DANIEL, "S111-BGE-41", wanted, "k1")
    again = await shop.swap("10004", DANIEL, "S111-BGE-41", wanted, "k1")

    after = await shop.find_order("10004", DANIEL)
    assert first.after.sku == again.after.sku == wanted
    assert (after.total, len(after.lines)) == (before.total, len(before.lines))
    assert wanted in {line.sku for line in after.lines}


async def in_stock(shop, product: str, not_sku: str) -> str:
    stock = await shop.availability(product)
    return next(it.variant.sku for it in stock if not it.store and it.quantity and it.variant.sku != not_sku)


async def test_what_is_sold_out_or_another_product_is_not_swapped_in(shop):
    stock = await shop.availability("S111")
    sold_out = next(it.variant.sku for it in stock if not it.store and not it.quantity)

    for wanted, reason in ((sold_out, Refusal.SOLD_OUT), ("S100-BLK-42", Refusal.NOT_IN_ORDER)):
        with pytest.raises(NotAllowed) as refused:
            await shop.swap("10004", DANIEL, "S111-BGE-41", wanted, "k1")
        assert refused.value.reason is reason


async def test_an_exchange_sends_the_other_size_and_owes_no_money(shop):
    wanted = await in_stock(shop, "S100", not_sku="S100-BLU-44")

    made = await shop.start_return("10002", KARI, ("S100-BLU-44",), SIZE, "k1", wanted=wanted)
    again = await shop.start_return("10002", KARI, ("S100-BLU-44",), SIZE, "k1", wanted=wanted)

    assert made == again
    assert made.exchange.sku == wanted
    assert made.refund.amount == 0
    assert await shop.refund_status("10002", KARI) == ()


async def test_payments_are_those_of_the_file_or_one_in_full(shop):
    double = await shop.payments("10023", Proof(email="olivia.patel@example.co.uk"))
    plain = await shop.payments("10002", KARI)

    assert [it.state for it in double] == [PaymentState.PAID, PaymentState.PAID]
    assert double[0].amount == (await shop.find_order("10023", Proof(postcode="CF10 1EP"))).total
    assert [(it.amount, it.day) for it in plain] == [
        ((await shop.find_order("10002", KARI)).total, date(2026, 11, 15))
    ]


async def test_an_invoice_is_there_once_the_order_has_left(shop):
    sent, waiting = await shop.invoice("10001", KARI), await shop.invoice("10003", KARI)

    assert sent.link == "https://varde.example/invoice/10001"
    assert waiting.link is None


async def test_an_account_is_shown_for_address_and_postcode_together(shop):
    theirs = await shop.account(Owner(" KARI@example.no", "NO-5003"))
    others = [
        await shop.account(Owner("kari@example.no", "5004")),
        await shop.account(Owner("ola@example.no", "5003")),
        await shop.account(Owner("nobody@example.no", "5003")),
    ]

    assert (theirs.points, theirs.credit) == (230, Decimal("25.00"))
    assert others == [None, None, None]


async def test_ten_wrong_guesses_close_an_account_for_a_while(shop, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(shop._accounts.guesses, "clock", lambda: now)
    for guess in range(10):
        await shop.account(Owner("kari@example.no", f"{guess:04}"))

    locked = await shop.account(Owner("kari@example.no", "5003"))
    now += 901

    assert locked is None
    assert await shop.account(Owner("kari@example.no", "5003")) is not None


async def test_a_wish_is_one_wish_however_often_it_is_sent(shop, clock):
    first = await shop.wish(Wish.LOGIN_LINK, "Kari@example.no", "k1")
    again = await shop.wish(Wish.LOGIN_LINK, "kari@example.no", "k1")
    impatient = await shop.wish(Wish.LOGIN_LINK, "kari@example.no", "k2")
    other = await shop.wish(Wish.ERASURE, "kari@example.no", "k3")
    clock.move(minutes=16)
    later = await shop.wish(Wish.LOGIN_LINK, "kari@example.no", "k4")

    assert first == again == impatient == "W-1001"
    assert (other, later) == ("W-1002", "W-1003")


async def test_offers_run_from_their_first_to_their_last_day(shop, clock):
    running = {it.id for it in await shop.promotions()}
    expired, early = await shop.promotion("sommer25"), await shop.promotion("HJEM15")

    assert running == {"autumn-shoes", "welcome", "winter-warm"}
    assert not expired.runs
    assert expired.last < date(2026, 11, 22) < early.first
    assert await shop.promotion("NOSUCH1") is None


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("promotions.yml", "percent: 15", "", "either percent or amount"),
        ("promotions.yml", "to_in_days: 12", "to_in_days: -12", "lies after"),
        ("payments.csv", "10014,", "99999,", "99999 is not in orders.csv"),
        ("service.yml", "{reward_points} points", "{points_needed} points", "text of membership names"),
        ("service.yml", "referral:", "referal:", "no referral"),
    ],
)
def test_a_fault_is_found_and_explained(folder, file, old, new, said):
    folder.replace(file, old, new)

    with pytest.raises(FilesFaulty, match=said):
        load(folder.path)


async def test_a_changed_rule_offer_or_balance_is_in_the_next_answer(shop, folder):
    folder.replace("service.yml", "reward: 5.00", "reward: 7.50")
    folder.replace("promotions.yml", "percent: 15", "percent: 30")
    folder.replace("accounts.csv", ",230,25.00", ",999,25.00")

    assert (await shop.membership()).worth(250) == Decimal("15.00")
    assert (await shop.promotions())[0].percent == 30
    assert (await shop.account(Owner("kari@example.no", "5003"))).points == 999
