"""What customers want besides buying, turn by turn, with the demo shop: happy, refused, unknown, already done."""

import pytest

from actions.demo_shop.adapter import DemoShop
from actions.shop import Proof

from .chat import Chat

KARI = {"order_number": "10003", "email": "kari@example.no"}
SENT = {"order_number": "10001", "email": "kari@example.no"}
NEW = "Storgata 1, 0155 Oslo"


def wishes(shop: DemoShop) -> list[tuple[str, str]]:
    """What the shop was asked to do by mail."""
    with shop._database.reading() as db:
        return [tuple(row) for row in db.execute("SELECT wish, email FROM wishes ORDER BY id")]


def done(shop: DemoShop) -> list[str]:
    """Whatever was changed in it."""
    with shop._database.reading() as db:
        return [row["errand"] for row in db.execute("SELECT errand FROM done")]


@pytest.fixture
def chat(shop: DemoShop) -> Chat:
    return Chat(shop)


PROVEN = (
    "change_address",
    "change_order",
    "invoice",
    "payment_issue",
    "order_status",
    "cancel_order",
    "start_return",
    "refund_status",
)


@pytest.mark.parametrize("intent", PROVEN)
async def test_no_errand_says_anything_of_an_order_before_the_proof_fits(shop: DemoShop, intent: str) -> None:
    for number in ("10003", "99999"):
        chat = Chat(shop)
        first = await chat.says("it is about my order", intent, order_number=number)
        wrong = await chat.says("mallory@example.no", "inform", email="mallory@example.no")

        assert (first.keys, wrong.keys) == (["utter_ask_proof"], ["utter_order_not_found"])
        assert set(wrong.values) <= {
            "order_number",
            "text",
            "template",
            "custom",
            "image",
            "attachment",
            "elements",
        }


# --- The address


async def test_an_address_is_shown_repeated_confirmed_and_changed(chat: Chat, shop: DemoShop) -> None:
    shown = await chat.says("send it somewhere else", "change_address", **KARI)
    repeated = await chat.says(NEW, "inform", postcode="0155", town="Oslo")
    done = await chat.says("yes", "affirm")

    order = await shop.find_order("10003", Proof(postcode="5003"))
    assert shown.values["address"].endswith("5003 Bergen")
    assert (repeated.keys, repeated.values["address"]) == (["utter_confirm_address"], NEW)
    assert (done.keys, done.outcomes) == (["utter_address_changed"], [("change_address", "done")])
    assert order is not None
    assert order.address == NEW


async def test_a_yes_that_is_run_again_after_a_crash_changes_nothing_more(chat: Chat) -> None:
    await chat.says("send it somewhere else", "change_address", **KARI)
    await chat.says(NEW, "inform")
    before, form = chat.slots, chat.form
    first = await chat.says("yes", "affirm")
    chat.slots, chat.form = before, form
    second = await chat.says("yes", "affirm", again=True)

    assert first.keys == second.keys == ["utter_address_changed"]


async def test_an_address_without_a_number_is_asked_for_again(chat: Chat) -> None:
    await chat.says("send it somewhere else", "change_address", **KARI)
    asked = await chat.says("to my mother", "nlu_fallback")

    assert "utter_confirm_address" not in asked.keys


async def test_what_is_on_its_way_keeps_its_address_and_the_rule_is_named(chat: Chat) -> None:
    answer = await chat.says("change the address", "change_address", **SENT)

    assert (answer.keys, answer.rules) == (["utter_address_refused"], ["changes"])
    assert answer.outcomes == [("change_address", "refused")]


# --- Another size


async def test_a_size_is_changed_after_a_yes(chat: Chat, shop: DemoShop) -> None:
    daniel = {"order_number": "10004", "email": "daniel.obrien@example.co.uk"}
    stock = await shop.availability("S111")
    wanted = next(it.variant for it in stock if not it.store and it.quantity and it.variant.color != "beige")
    await chat.says("i need another size", "change_order", **daniel)
    which = await chat.presses('/inform{"wish":"variant"}')
    variants = await chat.presses('/inform{"item":"S111-BGE-41"}')
    repeated = await chat.presses(f'/inform{{"variant":"{wanted.sku}"}}')
    done = await chat.says("yes", "affirm")

    assert which.keys == ["utter_ask_item_to_change"]
    assert variants.keys == ["utter_ask_variant"]
    assert repeated.keys == ["utter_confirm_swap"]
    assert done.outcomes == [("change_order", "done")]
    order = await shop.find_order("10004", Proof(email="daniel.obrien@example.co.uk"))
    assert order is not None
    assert wanted.sku in {line.sku for line in order.lines}


async def test_a_wrong_size_may_be_exchanged_instead_of_paid_back(chat: Chat, shop: DemoShop) -> None:
    order = {"order_number": "10002", "email": "kari@example.no", "product": "Fjell Runner"}
    offered = await chat.says("the Fjell Runner is too small", "start_return", **order)
    sizes = await chat.presses(next(it for it in offered.buttons.values() if "wish" in it))
    repeated = await chat.presses(next(iter(sizes.buttons.values())))
    done = await chat.says("yes", "affirm")

    assert offered.keys == ["utter_confirm_return"]
    assert repeated.keys == ["utter_confirm_exchange"]
    assert done.keys == ["utter_exchange_started"]
    assert await shop.refund_status("10002", Proof(email="kari@example.no")) == ()


async def test_a_photo_is_asked_for_only_where_it_shows_something(shop: DemoShop) -> None:
    photos = {}
    for reason in ("it arrived damaged", "i changed my mind"):
        chat = Chat(shop)
        sku = "S100-BLU-44" if "mind" in reason else "C219-BLK-S"
        order = {"order_number": "10002", "email": "kari@example.no"}
        await chat.says(f"i want to return it, {reason}", "start_return", **order)
        await chat.presses(f'/inform{{"item":"{sku}"}}')
        photos[reason] = (await chat.says("yes", "affirm")).values["photo"]

    assert bool(photos["it arrived damaged"])
    assert not photos["i changed my mind"]


# --- Money


@pytest.mark.parametrize(
    ("number", "email", "key"),
    [
        ("10002", "kari@example.no", "utter_payment_paid"),
        ("10014", "saara.koskinen@example.fi", "utter_payment_pending"),
        ("10023", "olivia.patel@example.co.uk", "utter_payment_twice"),
        ("10024", "ingrid.berg@example.no", "utter_payment_failed"),
    ],
)
async def test_a_payment_is_told_as_it_is(chat: Chat, number: str, email: str, key: str) -> None:
    answer = await chat.says("was I charged?", "payment_issue", order_number=number, email=email)

    assert answer.keys == [key]


async def test_a_payment_that_belongs_to_no_order_yet_is_helped_without_asking_for_one(chat: Chat) -> None:
    answer = await chat.says("my card does not work", "payment_issue")

    assert answer.keys == ["utter_payment_help"]
    assert chat.form is None


async def test_an_invoice_comes_once_the_order_has_left(shop: DemoShop) -> None:
    sent = await Chat(shop).says("i need an invoice", "invoice", **SENT)
    early = await Chat(shop).says("i need an invoice", "invoice", **KARI)

    assert sent.values["link"].endswith("/10001")
    assert (early.keys, early.rules) == (["utter_invoice_later"], ["invoices"])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("code velkommen10 does not work", "utter_code_runs"),
        ("SOMMER25 does not work", "utter_code_expired"),
        ("HJEM15 is refused", "utter_code_early"),
        ("my code FREE4ME is refused", "utter_code_unknown"),
        ("my code does not work", "utter_ask_code"),
    ],
)
async def test_a_code_is_looked_up(chat: Chat, text: str, key: str) -> None:
    assert (await chat.says(text, "promo_code_issue")).keys == [key]


async def test_a_code_that_was_asked_for_may_be_any_word(chat: Chat) -> None:
    await chat.says("my code does not work", "promo_code_issue")

    assert (await chat.says("winter", "nlu_fallback")).keys == ["utter_code_unknown"]


async def test_only_offers_that_run_are_told(chat: Chat) -> None:
    answer = await chat.says("any offers?", "promotions")

    assert "VINTER20" in answer.values["offers"]
    assert "SOMMER25" not in answer.values["offers"]


# --- Accounts


async def test_points_are_told_for_address_and_postcode_only(chat: Chat) -> None:
    rules = await chat.says("how does membership work?", "loyalty_membership")
    await chat.says("how many points do I have?", "loyalty_membership")
    await chat.says("kari@example.no", "inform", email="kari@example.no")
    wrong = await chat.says("0150", "inform", postcode="0150")
    right = await chat.says("5003", "inform", postcode="5003")

    assert rules.keys == ["utter_membership"]
    assert wrong.keys == ["utter_account_not_found"]
    assert (right.keys, right.values["points"]) == (["utter_points"], "230")


@pytest.mark.parametrize(
    ("email", "key"),
    [("kari@example.no", "utter_store_credit"), ("nobody@example.no", "utter_account_not_found")],
)
async def test_credit_is_told_and_unknown_reads_like_not_theirs(chat: Chat, email: str, key: str) -> None:
    answer = await chat.says("my credit", "store_credit", email=email, postcode="5003")

    assert answer.keys == [key]


async def test_closing_an_account_says_what_the_law_keeps_and_waits_for_a_yes(chat: Chat) -> None:
    asked = await chat.says("delete my account", "account_delete", email="kari@example.no")
    done = await chat.says("yes", "affirm")

    assert asked.keys == ["utter_confirm_erasure"]
    assert (done.keys, done.values["number"]) == (["utter_erasure_noted"], "W-1001")


async def test_signing_in_reads_the_same_whether_there_is_an_account_or_not(shop: DemoShop) -> None:
    said = []
    for email in ("kari@example.no", "nobody@example.no"):
        chat = Chat(shop)
        await chat.says("forgot my password", "account_login_issue", email=email)
        said.append((await chat.says("yes", "affirm")).keys)

    assert said == [["utter_login_link"]] * 2


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("please unsubscribe me", "unsubscribe"),
        ("I want to subscribe", "subscribe"),
    ],
)
async def test_the_newsletter_comes_or_stops_after_a_yes_to_what_was_understood(
    chat: Chat, shop: DemoShop, text: str, key: str
) -> None:
    asked = await chat.says(text, "newsletter", email="kari@example.no")
    before = wishes(shop)
    done = await chat.says(f"yes, {key} me", "affirm")

    assert (asked.keys, asked.values["email"]) == ([f"utter_confirm_newsletter_{key}"], "kari@example.no")
    assert before == []
    assert (done.keys, done.outcomes) == ([f"utter_newsletter_{key}"], [("newsletter", "done")])
    assert wishes(shop) == [(key, "kari@example.no")]


async def test_a_no_leaves_the_newsletter_as_it_is(chat: Chat, shop: DemoShop) -> None:
    await chat.says("please unsubscribe me", "newsletter", email="kari@example.no")
    left = await chat.says("no", "deny")

    assert (left.keys, left.outcomes) == (["utter_stopped"], [("newsletter", "abandoned")])
    assert wishes(shop) == []


async def test_who_corrects_the_address_or_the_wish_is_asked_again_before_anything_happens(
    chat: Chat, shop: DemoShop
) -> None:
    await chat.says("please unsubscribe me", "newsletter", email="kari@example.no")
    other = await chat.says("no, ola@example.no", "deny", email="ola@example.no")
    turned = await chat.presses('/inform{"wish":"subscribe"}')
    done = await chat.presses('/affirm{"confirm":"subscribe ola@example.no"}')

    assert (other.keys[-1], other.values["email"]) == (
        "utter_confirm_newsletter_unsubscribe",
        "ola@example.no",
    )
    assert turned.keys == ["utter_confirm_newsletter_subscribe"]
    assert done.keys == ["utter_newsletter_subscribe"]
    assert wishes(shop) == [("subscribe", "ola@example.no")]


YES = (
    ("en", "yes, unsubscribe me", "newsletter"),
    ("nb", "ja, meld meg av", "newsletter"),
    ("fi", "kyllä, peru uutiskirje", "newsletter"),
    ("it", "sì, cancellami", "cancel_order"),
    ("ur", "جی بند کر دیں", "nlu_fallback"),
    ("ur-Latn", "jee, newsletter band kar dein", "newsletter"),
)


@pytest.mark.parametrize(("language", "text", "intent"), YES, ids=[language for language, *_ in YES])
async def test_a_yes_that_says_the_wish_again_is_a_yes(
    shop: DemoShop, language: str, text: str, intent: str
) -> None:
    chat = Chat(shop, language)
    await chat.presses('/newsletter{"wish":"unsubscribe","email":"kari@example.no"}')

    assert (await chat.says(text, intent)).keys == ["utter_newsletter_unsubscribe"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "yes, cancel it"),
        ("nb", "ja, avbestill den"),
        ("fi", "joo, peru tilaus"),
        ("it", "sì, cancella l'ordine"),
        ("ur", "جی کینسل کر دیں"),
        ("ur-Latn", "jee cancel kar dein"),
    ],
)
async def test_yes_cancel_it_cancels(shop: DemoShop, language: str, text: str) -> None:
    chat = Chat(shop, language)
    await chat.presses('/cancel_order{"order_number":"10003","email":"kari@example.no"}')

    assert (await chat.says(text, "cancel_order")).keys == ["utter_cancelled"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "yes but not this"),
        ("en", "yes, can i cancel?"),
        ("en", "cancel it"),
        ("nb", "ja, men avbestill ikke"),
        ("fi", "joo mutta odota"),
        ("it", "sì, ma non tutto"),
        ("ur", "جی نہیں"),
        ("ur-Latn", "jee nahi"),
    ],
)
async def test_a_yes_that_is_taken_back_or_asks_is_none(shop: DemoShop, language: str, text: str) -> None:
    chat = Chat(shop, language)
    await chat.presses('/cancel_order{"order_number":"10003","email":"kari@example.no"}')

    assert (await chat.says(text, "cancel_order")).keys[-1] == "utter_confirm_cancel"


async def test_what_to_do_about_the_newsletter_is_asked_where_it_is_not_said(chat: Chat) -> None:
    assert (await chat.says("about the newsletter", "newsletter")).keys == ["utter_ask_newsletter"]


CHANGES = (
    ("cancel_order", KARI),
    ("change_address", KARI | {"address": NEW}),
    ("account_login_issue", {"email": "kari@example.no"}),
    ("account_delete", {"email": "kari@example.no"}),
    ("newsletter", {"email": "kari@example.no", "wish": "subscribe"}),
    ("start_return", KARI | {"order_number": "10002", "item": "C219-BLK-S", "return_reason": "damaged"}),
)


@pytest.mark.parametrize(("intent", "values"), CHANGES, ids=[intent for intent, _ in CHANGES])
async def test_nothing_is_changed_before_it_was_repeated_and_a_yes_came(
    chat: Chat, shop: DemoShop, intent: str, values: dict[str, str]
) -> None:
    """Even when the first message says all that is needed."""
    asked = await chat.says("all of it in one sentence", intent, **values)

    assert asked.keys[-1].startswith("utter_confirm")
    assert asked.values["confirm"]
    assert done(shop) == []


async def test_trouble_with_the_site_is_noted_after_one_question(chat: Chat) -> None:
    asked = await chat.says("your site is broken", "website_issue")
    noted = await chat.says("the checkout, firefox", "nlu_fallback")

    assert asked.keys == ["utter_ask_page"]
    assert (noted.keys, noted.values["number"]) == (["utter_website_noted"], "C-1001")
