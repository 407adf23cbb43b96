"""The widget in a real Chromium, against the real core, log and server; only the bot's words are scripted."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.conversations.answers import Answer, Reply
from bot.conversations.model import Agent
from bot.web.scripts import STATIC, widget_script

KARI = Agent("kari", "Kari")
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
EVIL = [
    "<img src=x onerror=document.title='stolen'>",
    "<script>document.title='stolen'</script>",
    "javascript:document.title='stolen'",
    "https://shop.example/\"onmouseover=\"document.title='stolen'",
    "</div></template><svg onload=document.title='stolen'>",
]


async def open_chat(page: Page) -> None:
    if not await page.locator("#panel").is_visible():
        await page.locator(".launcher").click()
    await expect(page.locator("#panel")).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.locator("textarea").fill(text)
    await page.keyboard.press("Enter")


async def hears(page: Page, text: str) -> None:
    await expect(page.locator(".log .bubble", has_text=text).last).to_be_visible()


async def bubbles(page: Page) -> list[str]:
    return await page.locator(".log .bubble").all_text_contents()


async def settled(page: Page) -> None:
    """Wait until nothing moves: colours in mid-animation are not what anyone reads."""
    await page.evaluate(
        "() => Promise.all(document.querySelector('shopdesk-widget').shadowRoot.getAnimations()"
        ".filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished))"
    )


def test_the_whole_widget_with_all_its_languages_is_at_most_15_kb_gzipped():
    assert len(gzip.compress(widget_script(), 9)) <= 15 * 1024


async def test_a_page_loads_one_script_and_nothing_else_until_the_chat_is_opened(shop, visit):
    sockets: list[str] = []
    page = await visit()
    page.on("websocket", lambda socket: sockets.append(socket.url))
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    await page.reload()
    await page.locator(".launcher").wait_for()
    await page.wait_for_load_state("networkidle")

    assert sockets == []
    assert [url for url in loaded if "widget" in url] == [shop.url + "/widget.js"]
    await open_chat(page)
    await _until(lambda: sockets)


async def _until(true: Callable[[], object], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.05)


async def test_a_shopper_asks_and_is_answered_and_sees_it_delivered(shop, visit):
    shop.bot.thinking = 0.3
    page = await visit()
    await open_chat(page)
    await say(page, "hello")
    await expect(page.locator(".typing")).to_be_visible()
    await hears(page, "You said: hello")

    assert await bubbles(page) == ["hello", "You said: hello"]
    await expect(page.locator(".typing")).to_be_hidden()
    await expect(page.locator(".customer .state")).to_have_text("Delivered")
    await expect(page.locator(".bot .name")).to_have_text("Assistant")
    await expect(page.locator(".day")).to_have_text("Today")


async def test_a_reload_keeps_the_conversation(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "hello")
    await hears(page, "You said: hello")
    await page.reload()
    await expect(page.locator("#panel")).to_be_visible()  # open stays open, from page to page
    await hears(page, "You said: hello")
    await say(page, "again")
    await hears(page, "You said: again")

    assert await bubbles(page) == ["hello", "You said: hello", "again", "You said: again"]


async def test_what_is_written_offline_goes_out_once_and_in_order_when_the_server_is_back(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "zero")
    await hears(page, "You said: zero")
    await shop.stop()
    for text in ("one", "two", "three"):
        await say(page, text)
    await expect(page.locator(".notice")).to_contain_text("Trying again")
    await expect(page.locator(".way .state")).to_have_text(["Sending…"] * 3)
    await shop.start()
    await page.reload()
    await open_chat(page)
    await hears(page, "You said: three")

    texts = ["zero", "one", "two", "three"]
    shown = await bubbles(page)
    assert [line for line in shown if line in texts] == texts
    assert [line for line in shown if line not in texts] == [f"You said: {text}" for text in texts]
    assert [question.text for question in shop.bot.asked] == texts


async def test_a_lost_acknowledgement_doubles_nothing(shop, visit, monkeypatch):
    page = await visit()
    await open_chat(page)
    await say(page, "zero")
    await hears(page, "You said: zero")
    intake = shop.intake
    receive, received = intake.receive, []

    async def store_and_break(inbound):
        received.append(inbound.external_id)
        receipt = await receive(inbound)
        if len(received) == 1:
            raise ConnectionError("broken after the commit, before the acknowledgement")
        return receipt

    monkeypatch.setattr(intake, "receive", store_and_break)
    await say(page, "one")
    await hears(page, "You said: one")
    await _until(lambda: len(received) >= 1)
    await say(page, "two")
    await hears(page, "You said: two")

    assert (await bubbles(page)).count("one") == 1
    assert [question.text for question in shop.bot.asked] == ["zero", "one", "two"]


async def test_a_gap_is_filled_after_the_line_was_dead(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "person")
    await expect(page.locator(".under")).to_have_text("Waiting for a colleague")
    [(conversation, _)] = await shop.store.queue()
    await page.context.set_offline(True)
    await expect(page.locator(".notice")).to_contain_text("You are offline")
    await shop.desk.claim(conversation.id, KARI)
    for n in range(5):
        await shop.desk.reply(conversation.id, KARI, f"line {n}", f"reply-{n}")
    await page.context.set_offline(False)
    await hears(page, "line 4")

    assert (await bubbles(page))[-5:] == [f"line {n}" for n in range(5)]
    await expect(page.locator(".notice")).to_be_empty()


async def test_a_person_s_name_is_seen_and_after_the_hand_back_the_assistant_s(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "person")
    await expect(page.locator(".choices button")).to_have_text("Back to the assistant")
    [(conversation, _)] = await shop.store.queue()
    await shop.desk.claim(conversation.id, KARI)
    await shop.desk.reply(conversation.id, KARI, "I am here", "reply-1")
    await hears(page, "I am here")

    await expect(page.locator(".agent .name")).to_have_text("Kari")
    await expect(page.locator(".under")).to_contain_text("You are talking with a person")
    await expect(page.locator(".choices")).to_have_count(0)
    await shop.desk.hand_back(conversation.id, KARI)
    await expect(page.locator(".under")).to_contain_text("Assistant")


async def test_quick_replies_are_pressed_once_and_go_away(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "choose")
    await page.get_by_role("button", name="Shirts").click()
    await hears(page, "You said: /shirts")

    await expect(page.locator(".choices")).to_have_count(0)
    assert "Shirts" in await bubbles(page)
    assert [question.payload for question in shop.bot.asked] == [None, "/shirts"]


async def test_the_keyboard_alone_is_enough(shop, visit):
    page = await visit()
    await page.locator(".launcher").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.type("choose")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Shirts").wait_for()
    for _ in range(2):
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await hears(page, "You said: /shoes")
    await page.keyboard.type("two")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("lines")
    await page.keyboard.press("Enter")
    await hears(page, "You said: two\nlines")
    await page.keyboard.press("Escape")

    await expect(page.locator("#panel")).to_be_hidden()
    focused = "document.activeElement.shadowRoot.activeElement.className"
    assert await page.evaluate(focused) == "launcher"
    await expect(page.locator(".launcher")).to_have_attribute("aria-expanded", "false")


async def test_unread_lines_are_counted_on_the_launcher_and_in_the_title(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "person")
    await expect(page.locator(".under")).to_have_text("Waiting for a colleague")
    [(conversation, _)] = await shop.store.queue()
    await page.keyboard.press("Escape")
    await shop.desk.claim(conversation.id, KARI)
    await shop.desk.reply(conversation.id, KARI, "I am here", "reply-1")

    await expect(page.locator(".badge")).to_have_text("2")
    await expect(page).to_have_title("(2) Varde – things that last")
    await expect(page.locator(".launcher")).to_have_attribute("aria-label", "Open chat, 2 new messages")
    await page.reload()
    await expect(page.locator(".badge")).to_have_text("2")
    await open_chat(page)
    await expect(page.locator(".badge")).to_be_hidden()
    await expect(page).to_have_title("Varde – things that last")


@pytest.mark.parametrize("evil", EVIL)
async def test_markup_from_anyone_is_shown_as_text(shop, visit, evil):
    shop.bot.answers[evil] = Answer((Reply(f"bot: {evil}"),))
    page = await visit()
    await open_chat(page)
    await say(page, evil)
    await expect(page.locator(".log .bubble")).to_have_count(2)

    shown = [text.replace(" (opens in a new tab)", "") for text in await bubbles(page)]
    assert shown == [evil, f"bot: {evil}"]
    assert await page.locator(".scroll").locator("img, script").count() == 0
    assert not await page.locator("a[onmouseover], a[href^='javascript']").count()
    assert await page.title() == "Varde – things that last"


async def test_only_web_addresses_become_links_and_sentences_keep_their_full_stops(shop, visit):
    text = "See https://varde.example/a?b=1&c=2. Or (http://varde.example), not ftp://x.example or data:text/html,x"
    shop.bot.answers["links"] = Answer((Reply(text),))
    page = await visit()
    await open_chat(page)
    await say(page, "links")
    await hears(page, "See https")
    links = page.locator(".bot a")

    hrefs = await links.evaluate_all("links => links.map((link) => [link.getAttribute('href'), link.rel])")
    assert hrefs == [["https://varde.example/a?b=1&c=2", "noopener"], ["http://varde.example", "noopener"]]


async def test_commands_given_before_the_script_has_come_are_kept(shop, visit, browser):
    page = await (await browser.new_context()).new_page()
    early = "window.shopdesk = (...c) => (shopdesk.q ||= []).push(c); shopdesk('open'); shopdesk('setLocale', 'it')"
    await page.add_init_script(early)
    await page.goto(shop.url)

    await expect(page.locator("#panel")).to_be_visible()


async def test_after_shutdown_nothing_of_the_visitor_is_left(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "hello")
    await hears(page, "You said: hello")
    await page.evaluate("shopdesk('shutdown')")

    assert await page.locator("shopdesk-widget").count() == 0
    assert await page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == []
    await page.evaluate("shopdesk('open')")
    await expect(page.locator(".intro")).to_be_visible()
    assert await bubbles(page) == []


async def test_a_tab_that_finds_another_visitor_kept_becomes_that_visitor(shop, visit):
    """Two new tabs may both believe to be the first: the one whose token was kept last is who both are."""
    page = await visit()
    await page.evaluate("shopdesk('open')")
    await say(page, "from one")
    await hears(page, "You said: from one")
    async with shop.visit() as other:
        await other.say("from the other", "12345678")
        await other.hears("You said: from the other")
        token = other.token
    tab = await page.context.new_page()
    await tab.goto(f"{shop.url}/widget.js")  # the same origin, without a widget of its own
    await tab.evaluate("token => localStorage.setItem('shopdesk:token', JSON.stringify(token))", token)

    await hears(page, "You said: from the other")
    assert "from one" not in await bubbles(page)


async def test_two_tabs_opened_at_once_are_one_visitor_and_show_the_same(shop, visit, monkeypatch):
    recent = shop.store.recent

    async def slowly(*where, **limit):
        await asyncio.sleep(1)  # both have said hello before either is welcomed
        return await recent(*where, **limit)

    monkeypatch.setattr(shop.store, "recent", slowly)
    page = await visit()
    other = await page.context.new_page()
    await other.goto(shop.url)
    for tab in (page, other):
        await tab.evaluate("shopdesk('open')")
    await asyncio.sleep(2.5)
    await say(page, "from one")
    await hears(page, "You said: from one")
    await hears(other, "You said: from one")
    await say(other, "from two")
    await hears(page, "You said: from two")

    assert await bubbles(page) == await bubbles(other)


async def test_who_writes_too_fast_is_told_and_everything_arrives_in_order(shop, visit):
    shop.messages._step, shop.messages._burst = 1.0, 2.0
    page = await visit()
    await open_chat(page)
    texts = [f"text {n}" for n in range(5)]
    for text in texts:
        await say(page, text)
    await expect(page.locator(".notice")).to_contain_text("Your message is kept")
    await hears(page, "You said: text 4")

    assert [question.text for question in shop.bot.asked] == texts
    await expect(page.locator(".notice")).to_be_empty()


async def test_changing_the_language_turns_the_widget_and_keeps_what_was_said(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "hello")
    await hears(page, "You said: hello")
    await page.locator("#language").select_option("ur")

    await expect(page.locator("shopdesk-widget")).to_have_attribute("dir", "rtl")
    await expect(page.locator("h1", has_text="کسٹمر سروس")).to_be_visible()
    assert await bubbles(page) == ["hello", "You said: hello"]
    box = await page.locator(".launcher").bounding_box()
    assert box is not None
    assert box["x"] < 100
    await say(page, "سلام")
    await hears(page, "You said: سلام")
    assert shop.bot.asked[-1].language == "ur"


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [("nn-NO", "nb"), ("ur-PK", "ur"), ("ur-latn-PK", "ur-Latn"), ("de", "en")],
)
async def test_the_widget_speaks_what_the_tag_of_the_page_names_else_english(shop, visit, tag, spoken):
    """Mutation: reading a tag's first part only."""
    page = await visit()
    await open_chat(page)
    await page.evaluate("tag => window.shopdesk('setLocale', tag)", tag)
    words = json.loads((STATIC / f"widget/words/{spoken}.json").read_text("utf-8"))

    await expect(page.locator("shopdesk-widget")).to_have_attribute("lang", spoken)
    await expect(page.get_by_placeholder(words["placeholder"])).to_be_visible()


async def test_dates_in_roman_urdu_are_in_latin_letters(shop, visit):
    page = await visit()
    await open_chat(page)
    await page.evaluate("window.shopdesk('setLocale', 'ur-Latn')")
    await say(page, "salam")
    await hears(page, "You said: salam")

    times = await page.locator("shopdesk-widget").locator(".meta, .day").all_inner_texts()
    assert times
    assert "".join(times).replace("·", "").replace("\u202f", " ").isascii(), times


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/?lang=ur"])
@pytest.mark.parametrize("opened", [False, True])
async def test_axe_finds_nothing_at_wcag_2_2_aa(shop, visit, theme, path, opened):
    page = await visit(path, color_scheme=theme)
    if opened:
        await open_chat(page)
        await axe(page)
        await say(page, "choose")
        await page.get_by_role("button", name="Shirts").wait_for()
        await page.mouse.move(0, 0)
    await axe(page)


async def axe(page: Page) -> None:
    await settled(page)
    found = await Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


async def test_on_a_phone_the_chat_fills_the_screen_and_everything_is_a_thumb_wide(shop, visit):
    page = await visit(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    await open_chat(page)
    await settled(page)
    frame = await page.locator("#panel").bounding_box()
    assert frame is not None
    assert (frame["width"], frame["height"]) == (360, 640)
    await _thumb_wide(page, 5)  # closing, three suggestions, sending
    await say(page, "choose")
    await page.get_by_role("button", name="Shirts").wait_for()
    await settled(page)
    await _thumb_wide(page, 6)  # the way to Telegram, saving, closing, two choices, sending


async def _thumb_wide(page: Page, buttons: int) -> None:
    shown = await page.locator("#panel button:visible").all()
    assert len(shown) == buttons
    for button in shown:
        box = await button.bounding_box()
        assert box is not None
        assert box["width"] >= 44
        assert box["height"] >= 44


async def test_who_wants_no_motion_gets_none_and_forced_colours_stay_usable(shop, visit):
    page = await visit(reduced_motion="reduce", forced_colors="active")
    await open_chat(page)
    await say(page, "hello")
    await hears(page, "You said: hello")

    running = "document.querySelector('shopdesk-widget').shadowRoot.getAnimations().length"
    assert await page.evaluate(running) == 0
    border = "bubble => getComputedStyle(bubble).borderTopWidth"
    assert await page.locator(".bubble").first.evaluate(border) == "1px"


async def test_an_accent_of_the_shop_s_own_stays_readable(shop, visit):
    page = await visit()
    for accent, ink in (("#ffd400", "#000"), ("#5b2a86", "#fff")):
        await page.evaluate("accent => shopdesk('setAccent', accent)", accent)
        found = "document.querySelector('shopdesk-widget').style.getPropertyValue('--shopdesk-on-accent')"
        assert await page.evaluate(found) == ink


@asynccontextmanager
async def elsewhere(shop, folder: Path) -> AsyncIterator[str]:
    """A page of another origin with nothing but the script tag."""
    page = folder / "page.html"
    page.write_text(
        f'<!doctype html><title>x</title><body><script src="{shop.url}/widget.js" async></script>'
    )
    server = await asyncio.start_server(lambda r, w: _answer(r, w, page.read_bytes()), "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _answer(reader, writer, body: bytes) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + body)
    await writer.drain()
    writer.close()


async def test_another_site_can_show_the_widget_only_when_it_is_allowed(shop, browser, tmp_path):
    async with elsewhere(shop, tmp_path) as origin:
        page = await browser.new_page()
        await page.goto(origin)
        await open_chat(page)
        await say(page, "let me in")
        await expect(page.locator(".notice")).to_contain_text("Trying again")
        assert shop.bot.asked == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
async def test_a_visitor_saves_the_conversation_as_a_page_in_their_direction(
    shop, visit, language, direction
):
    page = await visit()
    await page.evaluate("(language) => shopdesk('setLocale', language)", language)
    await open_chat(page)
    await expect(page.locator(".quiet .i-file")).to_be_hidden()  # there is nothing to save yet
    await say(page, EVIL[0])
    await hears(page, "You said")

    async with page.context.expect_page() as opening:
        await page.locator("button", has=page.locator(".i-file")).click()
    copy = await opening.value
    await copy.wait_for_load_state()

    assert "token" not in copy.url
    assert await copy.locator("html").get_attribute("dir") == direction
    assert await copy.locator("li.customer .said").text_content() == EVIL[0]
    assert (await Axe().run(copy, options=WCAG)).response["violations"] == []
