"""The main errands in every language but English, in the widget and in Telegram."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, async_playwright

from actions.demo_shop.adapter import DemoShop
from actions.wording import Wording, phrases
from tests.e2e.chats import WINDOW, Chat, TelegramChat, WidgetChat, ask, first_reply, press, widget_chat
from tests.e2e.platforms import World, world
from tests.e2e.speakers import SPEAKERS, Bought, Speaker
from tests.e2e.spoken import ARABIC, bot_says, first_button, in_script, plain, shop_line, shop_says
from tests.e2e.started import ROOT
from tests.e2e.test_road import CHROMIUM
from tests.fakes.telegram.control import Control

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.asyncio(loop_scope="module")]

LABEL = re.compile(r"\bVR-[0-9A-F]{8}\b")
SOMEBODY_ELSE = "somebody.else@example.no"
CHANNELS = ("widget", "telegram")
BY_CODE = {it.code: it for it in SPEAKERS}
both = pytest.mark.parametrize("channel", CHANNELS)
everyone = pytest.mark.parametrize("speaker", SPEAKERS, ids=lambda it: it.code)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    limits = {f"{what}_per_minute": "100000" for what in ("messages", "connections", "sessions")}
    with world(tmp_path_factory.mktemp("languages"), **limits) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram(shop: World) -> AsyncIterator[Control]:
    async with Control(shop.telegram) as control:
        yield control


@pytest_asyncio.fixture(loop_scope="module")
async def widget(shop: World, browser: Browser) -> AsyncIterator[WidgetChat]:
    async with widget_chat(browser, shop.product.url) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def chat(
    shop: World, browser: Browser, telegram: Control, speaker: Speaker, channel: str
) -> AsyncIterator[Chat]:
    """Nothing was said yet. The widget stands on an English page; Telegram tells the phone's language."""
    if channel == "telegram":
        yield TelegramChat(await telegram.new_customer(language_code=speaker.phone))
        return
    async with widget_chat(browser, shop.product.url) as opened:
        yield opened


@pytest.fixture
def bought(speaker: Speaker, channel: str) -> Bought:
    return speaker.orders[CHANNELS.index(channel)]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """PICTURES=docs/images keeps what the run shows for the documents."""
    return Path(os.environ.get("PICTURES", tmp_path))


@everyone
@both
async def test_a_store_tells_its_hours_on_sunday(chat: Chat, speaker: Speaker, tmp_path: Path) -> None:
    files = DemoShop(ROOT / "data/shop", tmp_path / "shop.db", lambda: datetime.now(UTC))
    sunday = await files.store_hours(speaker.store, weekday="sunday")
    words = Wording(speaker.code)
    facts = {"store": sunday.store.name, "day": words.day(sunday.day)}
    if sunday.spans:
        expected = bot_says(speaker.code, "utter_hours_day", hours=words.hours(sunday), **facts)
    else:
        expected = bot_says(speaker.code, "utter_hours_day_closed", **facts)

    answer = await ask(chat, speaker.hours, expected)

    assert in_script(speaker.code, answer), answer


@everyone
@both
async def test_an_order_is_shown_to_its_customer_and_to_nobody_else(
    chat: Chat, speaker: Speaker, bought: Bought
) -> None:
    code, number = speaker.code, bought.number
    asked = await ask(chat, speaker.order.format(number=number), bot_says(code, "utter_ask_proof"))
    refused = await ask(chat, SOMEBODY_ELSE, bot_says(code, "utter_order_not_found", order_number=number))
    shown = await ask(chat, bought.postcode, re.compile(number))

    for reply in (asked, refused, shown):
        assert in_script(code, reply), reply
    assert shows(code, bought, shown), shown


@everyone
@both
async def test_a_return_is_started_up_to_the_parcels_label(
    chat: Chat, speaker: Speaker, bought: Bought
) -> None:
    code, number = speaker.code, bought.number
    reason = phrases(code)["utter_name_reason_wrong_size"][0]
    replies = [
        await ask(chat, speaker.returning.format(number=number), bot_says(code, "utter_ask_proof")),
        await ask(chat, bought.email, bot_says(code, "utter_ask_return_reason")),
        await ask(
            chat,
            speaker.reason,
            bot_says(code, "utter_confirm_return", order_number=number, return_reason=reason),
        ),
    ]
    started = await press(
        chat, first_button(code, "utter_confirm_return"), bot_says(code, "utter_return_started")
    )

    for reply in (*replies, started):
        assert in_script(code, reply), reply
    assert LABEL.search(plain(started)), started


@everyone
@both
async def test_a_customer_is_handed_over_to_a_person_and_comes_back(chat: Chat, speaker: Speaker) -> None:
    queued = await ask(chat, speaker.person, shop_says(speaker.code, "queued"))
    back = await press(chat, shop_line(speaker.code, "back_button"), shop_says(speaker.code, "back_with_bot"))

    assert in_script(speaker.code, queued), queued
    assert in_script(speaker.code, back), back


async def test_an_errand_goes_on_in_the_language_the_customer_changes_to(widget: WidgetChat) -> None:
    bought = BY_CODE["nb"].orders[0]

    await ask(widget, f"Where is my order {bought.number}?", bot_says("en", "utter_ask_proof"))
    answer = await ask(widget, f"e-postadressen min er {bought.email}, takk", re.compile(bought.number))

    assert shows("nb", bought, answer), answer


async def test_the_customers_wish_for_a_language_is_followed_until_they_write_another(
    telegram: Control,
) -> None:
    chat = TelegramChat(await telegram.new_customer(language_code="it"))
    italian, finnish = BY_CODE["it"], BY_CODE["fi"]

    await ask(chat, italian.person, shop_says("it", "queued"))
    await press(chat, shop_line("it", "back_button"), shop_says("it", "back_with_bot"))
    await ask(chat, "Can we speak English, please?", bot_says("en", "utter_language_switched"))
    await ask(chat, italian.orders[0].number, bot_says("en", "utter_value_order_number"))
    await ask(chat, finnish.order.format(number=finnish.orders[0].number), bot_says("fi", "utter_ask_proof"))


async def test_urdu_reads_from_right_to_left_for_the_customer_and_at_the_desk(
    shop: World, browser: Browser, widget: WidgetChat, pictures: Path, tmp_path: Path
) -> None:
    urdu = BY_CODE["ur"]
    await widget.page.locator("#language").select_option("ur")
    await ask(widget, urdu.hours, re.compile("11"))
    await ask(widget, urdu.order.format(number=urdu.orders[0].number), bot_says("ur", "utter_ask_proof"))
    await ask(widget, urdu.orders[0].email, re.compile(urdu.orders[0].number))
    await widget.page.wait_for_timeout(600)  # nothing moves any more
    await widget.widget.locator("#panel").screenshot(path=pictures / "urdu.png")
    assert await widget.widget.get_attribute("dir") == "rtl"
    assert await _directions(widget.widget.locator(".log .bubble")) == {"rtl"}

    await ask(widget, urdu.person, shop_says("ur", "queued"))
    agent = await browser.new_page(viewport=WINDOW)
    await agent.goto(shop.product.desk_link)
    await agent.get_by_label("Your name").fill("Ayesha")
    await agent.get_by_role("button", name="Sign in").click()
    await agent.locator("#queue a.item").first.click()
    said = agent.get_by_role("log").locator("p.text")
    await said.filter(has_text=urdu.person).wait_for()
    assert await _directions(said) == {"rtl"}
    before = len(await widget.replies())
    await agent.get_by_role("button", name="Claim").click()
    joined = await first_reply(widget, before, shop_says("ur", "agent_joined", name="Ayesha"))
    await agent.screenshot(path=tmp_path / "desk.png")
    assert in_script("ur", joined), joined
    await agent.close()


def shows(code: str, bought: Bought, reply: str) -> bool:
    """Whether the order's state is told; another test may have started its return."""
    states = ("utter_order_delivered", "utter_order_returning")
    return any(bot_says(code, it, order_number=bought.number).search(plain(reply)) for it in states)


async def _directions(found: Locator) -> set[str]:
    """In which the lines in Urdu read; an e-mail address goes its own way."""
    urdu = found.filter(has_text=ARABIC)
    return set(await urdu.evaluate_all("all => all.map(it => getComputedStyle(it).direction)"))
