"""What other channels than the website bring, as the desk's page reads it."""

from typing import Any

import pytest

from bot.conversations.answers import Answer, HandoffRequest
from bot.conversations.errors import CustomerGone
from bot.conversations.handoffs import Cause, Resolution, Verdict
from bot.conversations.messages import Customer, FileKind, Location, Offer
from bot.conversations.model import Agent
from tests.desk.conftest import Shop, act, opened, words

PNG = b"\x89PNG\r\n\x1a\n"
OLA = Agent("slack:U2", "Ola")


@pytest.fixture
def telegram(shop: Shop) -> Shop:
    """A customer on Telegram."""
    shop.customers_channel, shop.address = "telegram", "4242"
    shop.open_desk()
    return shop


async def waiting(shop: Shop) -> int:
    shop.dialogue.ready.append(Answer((), handoff=HandoffRequest("asked", "order_status", "")))
    return (await shop.sends(text="a person please", name="Kari Nordmann")).conversation_id


async def line(shop: Shop, number: int, place: int = -1) -> dict[str, Any]:
    kari = await shop.agent("Kari")
    found: dict[str, Any] = (await opened(kari, number))["lines"][place]
    return found


def photo(name: str = "hat.png", media_type: str = "image/png") -> Offer:
    return Offer(FileKind.PHOTO, name, media_type, ref=name)


async def test_a_customer_of_a_channel_that_knows_names_has_one(telegram: Shop) -> None:
    number = await waiting(telegram)
    kari = await telegram.agent("Kari")

    (row,) = (await kari.get("/desk/api/queue")).json()["waiting"]
    reading = (await opened(kari, number))["conversation"]

    assert (row["customer"], row["channel"]) == ("Kari Nordmann", "telegram")
    assert (reading["customer"], reading["blocked_at"]) == ("Kari Nordmann", None)


async def test_who_blocked_the_shop_is_shown_as_such_and_what_was_not_delivered_named(telegram: Shop) -> None:
    number = await waiting(telegram)
    kari = await telegram.agent("Kari")
    await act(kari, number, "claim")
    await telegram.settle()
    telegram.channel.faults = [CustomerGone("bot was blocked by the user")]

    await act(kari, number, "reply", words("It is on its way"))
    await telegram.settle()

    reading = await opened(kari, number)
    assert reading["conversation"]["blocked_at"] == telegram.clock.now.isoformat()
    (refused,) = [line for line in reading["lines"] if line["event"] == "refused"]
    assert "blocked" in refused["text"]


async def test_files_come_by_name_and_open_only_for_who_is_signed_in(telegram: Shop) -> None:
    """Mutation: a route without `require_agent`."""
    number = await waiting(telegram)
    telegram.source.holds["hat.png"] = PNG
    telegram.files._sources = {"telegram": telegram.source}
    await telegram.sends(text="this one", kind="photo", files=(photo(),))
    brought = [
        line for line in (await opened(await telegram.agent("Kari"), number))["lines"] if line["files"]
    ]
    (file,) = brought[0]["files"]
    kari = await telegram.agent("Kari")

    shown = await kari.get(f"/desk/api/files/{file['key']}")
    stranger = await telegram.browser().get(f"/desk/api/files/{file['key']}")
    none = await kari.get("/desk/api/files/nothing")

    assert (file["name"], file["kind"], file["type"]) == ("hat.png", "photo", "image/png")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert (shown.headers["cache-control"], shown.headers["x-content-type-options"]) == (
        "no-store",
        "nosniff",
    )
    assert (stranger.status_code, none.status_code) == (401, 404)


async def test_a_file_that_could_run_is_only_ever_saved(telegram: Shop) -> None:
    number = await waiting(telegram)
    async with telegram.store.transaction() as ledger:
        offer = photo("page.html", "text/html")
        file = await ledger.offer_file(number, "telegram", offer, telegram.clock.now)
        await ledger.keep_file(file.key, b"<script>alert(1)</script>")
    kari = await telegram.agent("Kari")

    headers = (await kari.get(f"/desk/api/files/{file.key}")).headers

    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"].startswith("attachment;")


async def test_a_place_comes_with_a_map_and_a_contact_with_a_number(telegram: Shop) -> None:
    number = await waiting(telegram)
    venue = {"venue": {"title": "Bryggen", "address": "Bryggen 1"}}
    contact = {"contact": {"name": "Ola", "phone": "+4790000000"}}
    await telegram.sends(kind="location", location=Location(60.397076, 5.324383), details=venue)
    await telegram.sends(kind="contact", details=contact)

    place, person = await line(telegram, number, -2), await line(telegram, number)

    assert place["location"] == {
        "lat": 60.397076,
        "lon": 5.324383,
        "map": "https://www.openstreetmap.org/?mlat=60.397076&mlon=5.324383#map=16/60.397076/5.324383",
    }
    assert place["venue"]["title"] == "Bryggen"
    assert (person["kind"], person["contact"]) == ("contact", contact["contact"])


async def test_a_quote_a_forwarded_line_and_an_unknown_kind_are_named(telegram: Shop) -> None:
    number = await waiting(telegram)
    first = await telegram.sends(text="the hat, not the shoes", external_id="4242:7")
    await telegram.sends(
        text="this I meant", quotes="4242:7", details={"quoted": "the hat", "forwarded": True}
    )
    await telegram.sends(kind="dice")

    lines = (await opened(await telegram.agent("Kari"), number))["lines"]

    meant = next(line for line in lines if line["seq"] == first.seq)
    assert (lines[-2]["quotes"], lines[-2]["quoted"], lines[-2]["forwarded"]) == (
        meant["id"],
        "the hat",
        True,
    )
    assert (lines[-1]["kind"], lines[-1]["text"]) == ("dice", "")
    assert meant["kind"] is None


async def test_a_changed_line_names_the_line_it_changes(telegram: Shop) -> None:
    number = await waiting(telegram)
    await telegram.sends(text="order 10442", external_id="4242:7")
    await telegram.sends(text="order 10443", external_id="4242:7:edit", corrects="4242:7")

    before, after = await line(telegram, number, -2), await line(telegram, number)

    assert (after["corrects"], after["withdrawn"], after["text"]) == (before["id"], False, "order 10443")
    assert before["text"] == "order 10442"


async def test_what_happened_comes_as_a_sentence(telegram: Shop) -> None:
    number = await waiting(telegram)
    kari = Agent("web:kari", "Kari")
    until = telegram.clock.now.replace(hour=15)
    await telegram.desk.claim(number, kari)
    await telegram.desk.snooze(number, kari, until)
    await telegram.desk.assign(number, kari, OLA)
    await telegram.desk.pass_on(number, OLA, "C2")

    lines = (await opened(await telegram.agent("Kari"), number))["lines"]

    events = [(line["event"], line["text"], line["until"]) for line in lines if line["by"] == "event"]
    assert events == [
        ("snoozed", "Kari put this conversation aside for now.", until.isoformat()),
        ("assigned", "Kari handed this conversation over to Ola.", None),
        ("passed_on", "Ola sent this conversation to another place of the desk.", None),
    ]


async def test_what_came_of_it_can_be_said_when_closing_and_need_not(shop: Shop) -> None:
    first = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, first, "claim")
    seen = (await opened(kari, first))["lines"][-1]["seq"]
    said = {"seen": seen, "resolution": {"verdict": "solved", "cause": "delivery"}}
    assert (await act(kari, first, "close", said)).status_code == 200
    second = await shop.asks_about_order()
    await act(kari, second, "claim")
    seen = (await opened(kari, second))["lines"][-1]["seq"]
    assert (await act(kari, second, "close", {"seen": seen})).status_code == 200

    resolutions = [(await shop.store.handoffs(number))[-1].resolution for number in (first, second)]

    assert resolutions == [Resolution(Verdict.SOLVED, Cause.DELIVERY), None]
    shown = (await opened(kari, first))["handoffs"][-1]["resolution"]
    assert shown == {"verdict": "solved", "cause": "delivery"}


@pytest.mark.parametrize(
    "resolution", [{"verdict": "solved"}, {"verdict": "x", "cause": "wait"}, "solved", 1]
)
async def test_an_outcome_that_makes_no_sense_is_refused_and_nothing_closed(
    shop: Shop, resolution: object
) -> None:
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, number, "claim")

    refused = await act(kari, number, "close", {"seen": 99, "resolution": resolution})

    assert refused.status_code == 422
    assert (await shop.store.conversation(number)).handling == "human"


async def test_visitors_of_the_website_are_not_looked_up_one_by_one(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.asks_about_order()
    kari = await shop.agent("Kari")

    async def never(*_: str) -> Customer:
        raise AssertionError

    monkeypatch.setattr(type(shop.store), "customer", never)

    assert (await kari.get("/desk/api/queue")).status_code == 200


async def test_an_agent_sees_no_card_or_national_number_anywhere_and_the_address_to_answer_to(
    shop: Shop,
) -> None:
    said = "kari@example.no paid with 4111 1111 1111 1111, id 131052-308T"
    shop.open_desk()
    await shop.says(said)
    shop.dialogue.ready.append(Answer((), handoff=HandoffRequest("asked", "payment", said, {"said": said})))
    number = (await shop.says("a person please")).conversation_id
    kari = await shop.agent("Kari")

    read = await opened(kari, number)
    queue = (await kari.get("/desk/api/queue")).text

    for shown in (str(read), queue):
        assert "4111" not in shown
        assert "308T" not in shown
        assert "kari@example.no paid with [card], id [national number]" in shown
