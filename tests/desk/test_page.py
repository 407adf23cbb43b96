"""The desk's page in a real browser, over the real routes, core and log."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, WebSocketRoute, expect

from bot.conversations.answers import Answer, HandoffRequest, Reply
from bot.conversations.live import Hint, address_key
from bot.conversations.messages import Button
from tests.desk.conftest import PARSE, Opened, Shop

STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CARD = "About this conversation"


def log(page: Page) -> Any:
    return page.get_by_role("log")


async def open_first(page: Page) -> None:
    await page.locator("#queue a.item").first.click()
    await log(page).get_by_text("a person please").wait_for()


async def claim_first(page: Page) -> None:
    await open_first(page)
    await page.get_by_role("button", name="Claim").click()
    await page.get_by_text("You answer this customer").wait_for()


async def write(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
    await log(page).locator(".text", has_text=text).last.wait_for()


class BreakableLine:
    """Stands between a page and its live socket."""

    def __init__(self) -> None:
        self.down = False
        self._routes: list[WebSocketRoute] = []

    async def __call__(self, route: WebSocketRoute) -> None:
        if self.down:
            await route.close(code=4000)
            return
        self._routes.append(route)
        route.connect_to_server()

    async def cut(self) -> None:
        self.down = True
        for route in self._routes:
            await route.close(code=4000)


async def test_a_newcomer_is_told_what_to_do(site: Opened) -> None:
    page = await site.agent("Kari")

    await expect(page.get_by_role("heading", name="Nobody needs you right now")).to_be_visible()
    await expect(page.get_by_text("Ask for a person.")).to_be_visible()
    await expect(page.get_by_role("link", name="shop page")).to_have_attribute("href", "/")
    assert "key=" not in page.url


async def test_a_waiting_customer_appears_by_itself_and_the_title_counts(site: Opened) -> None:
    """Mutation: a socket that sends no hint; the page then stays empty until the next beat."""
    page = await site.agent("Kari")
    await page.get_by_text("Nobody is waiting.").wait_for()

    await site.shop.asks_about_order()

    await expect(page.locator("#queue a.item")).to_contain_text("Order status", timeout=3000)
    await expect(page).to_have_title("(1) Shopdesk desk")
    await expect(page.locator("#notice")).to_have_text("A customer is waiting.")


async def test_the_waiting_time_runs(site: Opened) -> None:
    await site.shop.asks_about_order()
    page = await site.agent("Kari")
    waited = page.locator("#queue .since")
    before = await waited.inner_text()

    await expect(waited).not_to_have_text(before, timeout=3000)


async def test_an_agent_sees_what_was_said_understood_and_asked(site: Opened) -> None:
    await site.shop.asks_about_order()
    page = await site.agent("Kari")

    await open_first(page)

    asked = page.locator("article.customer").first
    await expect(asked).to_contain_text("is 10442 on its way?")
    await expect(asked).to_contain_text("order status")
    await expect(asked).to_contain_text("62 %")
    await expect(asked).to_contain_text("not sure, asked back")
    await expect(asked.locator(".entities")).to_contain_text("order number: 10442")
    await asked.locator("summary").click()
    await expect(asked.locator("ol li")).to_have_text(
        ["order status 62 %", "cancel order 20 %", "invoice 10 %"]
    )
    card = page.get_by_role("complementary", name=CARD)
    for words in (
        "Asked for a person",
        "Order status",
        "Asks where order 10442 is.",
        "kari@example.no",
        "English",
    ):
        await expect(card).to_contain_text(words)


async def test_a_claimed_customer_gets_the_reply_and_never_the_note(site: Opened) -> None:
    """Mutation: a composer that sends notes to /reply puts the note into the customer's history."""
    await site.shop.asks_about_order()
    page = await site.agent("Kari")
    await claim_first(page)

    await write(page, "It left this morning.")
    await page.get_by_label("Internal note").check()
    await write(page, "The carrier is slow again.")

    await expect(page.locator("article.agent")).to_contain_text("Kari (you)")
    await expect(page.locator("article.note")).to_contain_text("Not shown to the customer")
    assert "It left this morning." in await site.shop.texts()
    assert "The carrier is slow again." not in await site.shop.texts()


async def test_what_the_customer_writes_appears_by_itself(site: Opened) -> None:
    await site.shop.asks_about_order()
    page = await site.agent("Kari")
    await claim_first(page)

    await site.shop.says("and when will it be here?")

    await expect(log(page)).to_contain_text("and when will it be here?", timeout=3000)


async def test_handed_back_the_bot_answers_and_the_agent_cannot(site: Opened) -> None:
    await site.shop.asks_about_order()
    page = await site.agent("Kari")
    await claim_first(page)

    await page.get_by_role("button", name="Hand back").click()
    await page.get_by_text("The assistant answers this customer.").wait_for()
    await site.shop.says("where are you?")

    await expect(log(page)).to_contain_text("bot: where are you?")
    await expect(page.get_by_label("Reply to the customer").first).to_be_disabled()
    await expect(page.locator("#queue")).to_contain_text("Opened lately")


async def test_a_conversation_is_closed_only_after_a_second_thought(site: Opened) -> None:
    number = await site.shop.asks_about_order()
    page = await site.agent("Kari")
    await claim_first(page)

    await page.get_by_role("button", name="Close").click()
    await page.get_by_role("button", name="Keep open").click()
    still = (await site.shop.store.conversation(number)).handling
    await page.get_by_role("button", name="Close").click()
    await page.get_by_role("button", name="Close it").click()

    await expect(page.locator("#talk-state")).to_have_text("Closed.")
    assert still == "human"
    assert (await site.shop.store.conversation(number)).handling == "closed"


async def test_a_colleague_sees_who_has_it_and_can_only_leave_a_note(site: Opened) -> None:
    """Mutation: `allowed` without the owner's id lets the colleague write a reply."""
    await site.shop.asks_about_order()
    kari, ola = await site.agent("Kari"), await site.agent("Ola")
    await open_first(ola)

    await claim_first(kari)

    await expect(ola.locator("#talk-state")).to_have_text("Kari answers this customer.")
    await expect(ola.get_by_role("button", name="Claim")).to_be_hidden()
    await expect(ola.locator('input[value="reply"]')).to_be_disabled()
    await write(ola, "He called us yesterday.")
    assert "He called us yesterday." not in await site.shop.texts()


async def test_the_slower_of_two_who_claim_is_told_who_was_faster(site: Opened) -> None:
    await site.shop.asks_about_order()
    kari, ola = await site.agent("Kari"), await site.agent("Ola")
    await open_first(kari)
    await open_first(ola)
    held = asyncio.Event()

    async def hold(route: Any) -> None:
        await held.wait()
        await route.continue_()

    await ola.route("**/claim", hold)
    await ola.get_by_role("button", name="Claim").click()
    await kari.get_by_role("button", name="Claim").click()
    await kari.get_by_text("You answer this customer").wait_for()
    held.set()

    await expect(ola.locator("#alarm")).to_have_text("Kari was faster and has this conversation.")


async def test_a_double_click_on_send_and_a_lost_answer_are_one_message(site: Opened) -> None:
    """Mutation: a new id at each sending doubles the reply."""
    await site.shop.asks_about_order()
    page = await site.agent("Kari")
    await claim_first(page)
    lost: list[str] = []

    async def lose_the_answer(route: Any) -> None:
        if lost:
            await route.continue_()
            return
        lost.append(route.request.post_data)
        await route.fetch()  # it arrives, but its answer does not
        await route.abort()

    await page.route("**/reply", lose_the_answer)
    await page.locator("#text").fill("It is on its way.")
    await page.get_by_role("button", name="Send").dblclick()

    await expect(page.locator("#text")).to_have_value("", timeout=6000)
    assert lost
    assert (await site.shop.texts()).count("It is on its way.") == 1


async def test_all_of_it_works_with_the_keyboard_alone(site: Opened) -> None:
    await site.shop.asks_about_order()
    page = await site.agent("Kari")
    keys = page.keyboard
    await page.locator("#queue a.item").wait_for()

    await keys.press("Alt+j")
    await log(page).get_by_text("a person please").wait_for()
    await keys.press("Alt+c")
    await page.get_by_text("You answer this customer").wait_for()
    await expect(page.locator("#text")).to_be_focused()
    await keys.type("Hello")
    await keys.press("Shift+Enter")
    await keys.type("there")
    await keys.press("Enter")
    await log(page).get_by_text("Hello").wait_for()
    await keys.press("Alt+n")
    await keys.type("a note")
    await keys.press("Enter")
    await page.locator("article.note").wait_for()
    await keys.press("Alt+x")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator("#talk-state")).to_have_text("Closed.")

    said = await site.shop.texts()
    assert "Hello\nthere" in said
    assert "a note" not in said


async def test_markup_of_a_customer_stays_text(site: Opened) -> None:
    """Mutation: innerHTML anywhere on the way of a message, a summary or a slot."""
    bad = "<img src=x onerror=\"document.title='owned'\"><b>hi</b>"
    shop = site.shop
    shop.dialogue.ready.append(
        Answer(
            (Reply(bad, (Button(bad, "/x"),)),), parse={**PARSE, "entities": [{"entity": bad, "value": bad}]}
        )
    )
    await shop.says(bad)
    shop.dialogue.ready.append(Answer((), handoff=HandoffRequest(bad, bad, bad, {bad: bad})))
    await shop.says("a person please")
    page = await site.agent("<b>Kari</b>")

    await claim_first(page)
    await write(page, bad)

    assert await page.locator("#desk img, #desk b b, #log .text b, #card b").count() == 0
    await expect(page.locator("article.customer .text").first).to_have_text(bad)
    assert "owned" not in await page.title()


async def test_an_urdu_message_runs_from_right_to_left(site: Opened) -> None:
    shop = site.shop
    shop.language = "ur"
    shop.dialogue.ready.append(Answer((Reply("Varde پر خوش آمدید"),), parse=PARSE))
    await shop.says("میرا order 10442 کہاں ہے؟")
    shop.dialogue.ready.append(Answer((), handoff=HandoffRequest("asked", "order_status", "")))
    await shop.says("a person please")
    page = await site.agent("Kari")
    await open_first(page)

    directions = await page.evaluate(
        "[...document.querySelectorAll('#log .text')].map((text) => [getComputedStyle(text).direction, text.lang])"
    )

    assert directions[:3] == [["rtl", "ur"], ["rtl", "ur"], ["ltr", "ur"]]


async def test_the_customer_sees_that_the_agent_types_and_a_strangers_typing_not(site: Opened) -> None:
    """Mutation: passing typing on without looking at the owner."""
    shop = site.shop
    await shop.asks_about_order()
    kari, ola = await site.agent("Kari"), await site.agent("Ola")
    await claim_first(kari)
    await shop.settle()
    number = (await shop.conversation()).id
    with shop.live.watch(address_key("widget", shop.address)) as watch:
        await ola.evaluate(
            """(id) => new Promise((done) => {
              const socket = new WebSocket(location.origin.replace("http", "ws") + "/desk/live");
              socket.onopen = () => {
                socket.send(JSON.stringify({conversation: id, typing: true}));
                setTimeout(done, 400);
              };
            })""",
            number,
        )
        stranger = list(watch._hints)
        await kari.locator("#text").press_sequentially("He")
        hints = await asyncio.wait_for(watch.next(), 3)

    assert Hint.TYPING not in stranger
    assert Hint.TYPING in hints


async def test_a_lost_line_is_told_and_mended_without_a_gap(site: Opened) -> None:
    """Mutation: no reading after the socket is open again leaves the message unseen until the next hint."""
    await site.shop.asks_about_order()
    line = BreakableLine()
    page = await site.agent("Kari", line)
    await claim_first(page)

    await line.cut()
    await expect(page.locator("#line-state")).to_have_text("Connection lost. Trying again…")
    await site.shop.says("are you still there?")
    line.down = False

    await expect(log(page)).to_contain_text("are you still there?", timeout=12_000)
    await expect(page.locator("#line-state")).to_have_text("")


async def test_after_a_reload_the_same_conversation_is_open(site: Opened) -> None:
    await site.shop.asks_about_order()
    page = await site.agent("Kari")
    await claim_first(page)

    await page.reload()

    await expect(page.locator("#talk-state")).to_have_text("You answer this customer.")
    await expect(log(page)).to_contain_text("a person please")


async def test_who_is_signed_out_elsewhere_is_asked_to_sign_in(site: Opened) -> None:
    page = await site.agent("Kari")
    await page.context.clear_cookies()

    await site.shop.asks_about_order()

    await expect(page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()


async def test_a_used_link_says_so(site: Opened) -> None:
    path = site.shop.links.mint()
    site.shop.links.use(path.partition("key=")[2])
    page = await site.chromium.new_page()

    await page.goto(site.url + path)

    await expect(page.locator("#entry-why")).to_contain_text("used before")


async def test_a_customer_of_two_conversations_has_both(site: Opened) -> None:
    number = await site.shop.asks_about_order()
    page = await site.agent("Kari")
    await claim_first(page)
    await page.get_by_role("button", name="Close").click()
    await page.get_by_role("button", name="Close it").click()
    await expect(page.locator("#talk-state")).to_have_text("Closed.")
    await site.shop.asks_about_order()

    await page.locator("#queue section").first.locator("a.item").click()
    await page.get_by_role("complementary", name=CARD).get_by_role("link", name=f"no. {number}").click()

    await expect(page.locator("#talk-state")).to_have_text("Closed.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 400])
async def test_axe_finds_nothing(site: Opened, scheme: str, width: int) -> None:
    """Mutation: a lighter --soft, or a text box without its label."""
    shop: Shop = site.shop
    await shop.asks_about_order()
    page = await site.agent("Kari", color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 850})
    await check(page, "the queue")

    await claim_first(page)
    await write(page, "A reply")
    await page.get_by_label("Internal note").check()
    await write(page, "A note")
    await page.locator("summary").first.click()
    await check(page, "a conversation")

    await page.get_by_role("button", name="Close").click()
    await check(page, "the question before closing")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_at_the_entrance(site: Opened, scheme: str) -> None:
    page = await (await site.chromium.new_context(color_scheme=scheme)).new_page()
    await page.goto(site.url + site.shop.links.mint())
    await page.get_by_label("Your name").wait_for()

    await check(page, "the entrance")


async def check(page: Page, what: str) -> None:
    found = (await Axe().run(page, options=STANDARD)).response["violations"]
    assert not found, (
        what + ": " + str([(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found])
    )


def test_the_page_loads_nothing_from_elsewhere_and_makes_no_markup_from_text() -> None:
    parts = list(Path("bot/web/static/desk").iterdir())

    assert len(parts) > 10
    for part in parts:
        text = part.read_text(encoding="utf-8")
        assert "http://" not in text
        assert "https://" not in text
        assert not any(
            word in text for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
        )
