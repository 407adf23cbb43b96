"""How it was, in the widget: a few buttons below the last line, gone as soon as something else is said."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.conversations.answers import Answer, Outcome, Reply
from bot.conversations.model import Agent
from tests.widget.test_browser import WCAG, bubbles, hears, open_chat, say, settled

KARI = Agent("kari", "Kari")
HOW = "How was the help you just got from the assistant?"
STEPS = ["Very good", "Good", "All right", "Poor", "Very poor"]


@pytest.fixture(autouse=True)
def helpful(shop) -> None:
    shop.bot.answers |= {
        "open?": Answer((Reply("Until six."),), outcomes=(Outcome("store_hours", "answered"),)),
        "thanks": Answer((Reply("You're welcome."),), parse={"intent": {"name": "thank"}}),
    }


async def is_helped(page: Page, question: str = HOW) -> None:
    await open_chat(page)
    await say(page, "open?")
    await hears(page, "Until six.")
    await say(page, "thanks")
    await hears(page, question)


async def test_a_shopper_rates_the_bot_and_writes_a_line_and_the_bot_hears_neither(shop, visit):
    page = await visit()
    await is_helped(page)
    assert await page.locator(".choices button").all_text_contents() == STEPS
    await page.get_by_role("group", name=HOW).get_by_role("button", name="Poor", exact=True).click()
    await hears(page, "What could be better?")
    await page.get_by_role("button", name="Write a line").click()
    await hears(page, "next message")
    await say(page, "you could open earlier")
    await hears(page, "Your comment is with the shop.")

    [rating] = await shop.store.ratings(1)
    assert rating.score == 2
    assert rating.words_id is not None
    assert [question.text for question in shop.bot.asked] == ["open?", "thanks"]
    await expect(page.locator(".choices")).to_have_count(0)


async def test_who_ignores_the_question_is_served_and_the_buttons_go(shop, visit):
    page = await visit()
    await is_helped(page)
    await say(page, "and my order?")
    await hears(page, "You said: and my order?")

    await expect(page.locator(".choices")).to_have_count(0)
    assert (await bubbles(page)).count(HOW) == 1


async def test_after_a_person_has_closed_the_person_is_rated_in_the_same_conversation(shop, visit):
    page = await visit()
    await open_chat(page)
    await say(page, "person")
    await hears(page, "number 1 in the queue")
    await shop.desk.claim(1, KARI)
    await shop.desk.reply(1, KARI, "It comes tomorrow.", "r1")
    await hears(page, "It comes tomorrow.")
    await shop.desk.close(1, KARI)
    await hears(page, "How was the help you got from Kari?")
    await page.get_by_role("button", name="Very good").click()
    await hears(page, "Thank you!")
    await page.reload()
    await hears(page, "Thank you!")

    [rating] = await shop.store.ratings(1)
    assert (rating.score, rating.agent) == (5, KARI)
    assert (await bubbles(page)).count("Very good") == 1


async def test_a_closed_widget_does_not_count_the_question_as_unread(shop, visit):
    """Fails when a question that may be ignored calls the customer back."""
    page = await visit()
    await open_chat(page)
    await say(page, "person")
    await hears(page, "number 1 in the queue")
    await shop.desk.claim(1, KARI)
    await shop.desk.reply(1, KARI, "It comes tomorrow.", "r1")
    await hears(page, "It comes tomorrow.")
    await page.keyboard.press("Escape")
    await shop.desk.close(1, KARI)

    await expect(page.locator(".badge")).to_have_text("1")  # that Kari has ended it
    await page.locator(".launcher").click()
    await hears(page, "How was the help you got from Kari?")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_stands_in_the_way_of_anyone_who_rates(shop, visit, scheme):
    page = await visit(color_scheme=scheme)
    await is_helped(page)
    await settled(page)
    report = await Axe().run(page, options=WCAG)

    assert report.violations_count == 0, report.generate_report()


async def test_in_urdu_the_steps_are_read_from_the_right_and_fit_the_panel(shop, visit):
    page = await visit("/?lang=ur", viewport={"width": 360, "height": 640})
    await is_helped(page, "اسسٹنٹ سے ابھی جو مدد ملی، وہ کیسی رہی؟")

    boxes = [await button.bounding_box() for button in await page.locator(".choices button").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
    assert all(box["height"] >= 44 for box in boxes)
    assert boxes[0]["x"] > boxes[1]["x"]
