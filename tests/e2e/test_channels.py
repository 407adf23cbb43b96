"""Telegram and Slack as people use them: a customer, two agents and a shopper, the whole product between them."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from playwright.async_api import async_playwright

from bot.desk.slack import names
from tests.e2e.platforms import World, world
from tests.e2e.test_road import CHROMIUM, DESKTOP
from tests.fakes.slack.control import SlackControl
from tests.fakes.telegram.control import Control, CustomerControl

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

PATIENCE = 20  # seconds for anything to arrive
# Telegram makes every photo a JPEG; this one has a head and no picture.
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("channels")) as running:
        yield running


@pytest.fixture
async def telegram(shop: World) -> AsyncIterator[Control]:
    async with Control(shop.telegram) as control:
        yield control


@pytest.fixture
async def slack(shop: World) -> AsyncIterator[SlackControl]:
    async with SlackControl(shop.slack) as control:
        yield control


async def wait_for(look: Callable[[], Awaitable[Any]], fits: Callable[[Any], bool], what: str) -> Any:
    deadline = time.monotonic() + PATIENCE
    while True:
        seen = await look()
        if fits(seen):
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come; there is {seen}")
        await asyncio.sleep(0.1)


async def hears(customer: CustomerControl, words: str) -> str:
    """The text of a message to the customer in which the pattern is found, as it reads now."""
    pattern = re.compile(words, re.IGNORECASE | re.DOTALL)

    async def texts() -> list[str]:
        return [message.text for message in await customer.got() if pattern.search(message.text)]

    return (await wait_for(texts, bool, f"{words!r} for the customer"))[-1]


async def card(slack: SlackControl, words: str) -> dict[str, Any]:
    """The newest card in the desk's channel that holds the words."""

    async def cards() -> list[dict[str, Any]]:
        top = [it for it in await slack.messages("shopdesk") if it.get("thread_ts") in (None, it["ts"])]
        return [it for it in top if it.get("blocks") and words in str(it["blocks"])]

    return (await wait_for(cards, bool, f"a card with {words!r}"))[-1]


async def thread_has(slack: SlackControl, ts: str, words: str) -> dict[str, Any]:
    async def lines() -> list[dict[str, Any]]:
        return [it for it in (await slack.messages("shopdesk", ts))[1:] if words in str(it)]

    return (await wait_for(lines, bool, f"{words!r} in the thread"))[-1]


async def test_a_telegram_customer_is_helped_by_the_bot_and_then_by_an_agent_in_slack(
    telegram: Control, slack: SlackControl
) -> None:
    agent = await slack.add_person("Ingrid")
    await slack.join(agent, "shopdesk")
    kari = await telegram.new_customer(name="Kari")

    # The bot: a question, a button, a picture, a place.
    await kari.says("/start")
    await hears(kari, "assistant")
    await kari.says("can i return things?")
    await hears(kari, "shoes|kind|what")
    await kari.presses_titled("Electronics")
    await hears(kari, r"electronics.*\d+ days")
    await kari.sends("photo", JPEG, caption="")
    await hears(kari, "picture|photo")
    await kari.sends_location(60.3913, 5.3221)
    near = await hears(kari, "nearest")
    assert "openstreetmap.org" in near
    assert "Torgallmenningen" in near

    # A person: the card, the thread.
    await kari.says("I want to talk to a person, my shoes came broken")
    await hears(kari, "number 1 in the queue")
    ticket = (await card(slack, "Kari"))["ts"]
    await kari.says("are you there? <!channel> <@U1234567> *now*")
    asked = await thread_has(slack, ticket, "are you there?")
    parsed = await slack.parsed("shopdesk", asked["ts"])
    assert not parsed["pings"]
    assert not parsed["links"]

    await slack.press(agent, "shopdesk", ticket, names.TAKE)
    await hears(kari, "Ingrid has joined")
    await kari.sends("photo", JPEG, caption="this is how they came")
    await thread_has(slack, ticket, "this is how they came")
    [picture] = await wait_for(slack.files, bool, "the customer's picture in Slack")
    assert await slack.file_content(picture["id"]) == JPEG
    said = await slack.post(agent, "shopdesk", "I am so sorry. A new pair is on its way.", ticket)
    await hears(kari, "a new pair is on its way")
    await slack.upload(
        agent, "shopdesk", "label.pdf", PDF, media_type="application/pdf", text="Your label", thread=ticket
    )

    async def files() -> list[Any]:
        return [message.file for message in await kari.got() if message.file]

    await wait_for(files, bool, "the agent's file")

    await slack.edit(
        agent, "shopdesk", said.ts, "I am so sorry. A new pair is on its way; it comes on Friday."
    )
    await hears(kari, "it comes on Friday")
    assert not [it for it in await kari.got() if it.text.endswith("on its way.")]  # edited, not sent again

    await slack.post(agent, "shopdesk", "note: third broken pair this week", ticket)
    colleague = await slack.add_person("Omar")
    await slack.join(colleague, "shopdesk")
    await slack.post(colleague, "shopdesk", "we should stop selling those", ticket)
    await slack.post(agent, "shopdesk", "Is there anything else?", ticket)
    await hears(kari, "is there anything else")
    everything = " ".join(message.text for message in await kari.got())
    assert "third broken pair" not in everything
    assert "stop selling" not in everything

    async def reactions() -> list[str]:
        line = next(it for it in await slack.messages("shopdesk", ticket) if it["ts"] == said.ts)
        return [reaction["name"] for reaction in line.get("reactions", [])]

    await wait_for(reactions, lambda found: "white_check_mark" in found, "the sign that it was delivered")

    # Back to the bot, and once more to a person, to the end.
    await slack.press(agent, "shopdesk", ticket, names.HAND_BACK)
    await hears(kari, "back to the assistant")
    await kari.says("what does delivery to Norway cost?")
    await hears(kari, "€|EUR")
    await kari.says("a human please")
    again = await card(slack, names.TAKE)
    assert again["ts"] != ticket
    await slack.post(agent, "shopdesk", "Here I am again", again["ts"])  # a reply takes it
    await hears(kari, "Here I am again")
    await slack.press(agent, "shopdesk", again["ts"], names.RESOLVE)
    await wait_for(lambda: slack.modals(agent), bool, "the question how it ended")
    done = await slack.submit(agent, {names.VERDICT: "solved", names.CAUSE: "product"})
    assert not done.errors
    await hears(kari, "ended this conversation")

    assert telegram_tokens_in(await slack.messages("shopdesk")) == []


def telegram_tokens_in(messages: list[dict[str, Any]]) -> list[str]:
    """A file's address at Telegram holds the bot's token."""
    return re.findall(r"/file/bot\S+", str(messages))


async def test_a_shopper_carries_on_in_telegram(shop: World, telegram: Control, slack: SlackControl) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport=DESKTOP)
        await page.goto(shop.product.url)
        widget = page.locator("shopdesk-widget")
        await widget.locator(".launcher").click()
        box = widget.locator("textarea")
        for text, answer in (
            ("where is my order 10001", "mail"),
            ("kari@example.no", "Posten"),
        ):
            await box.fill(text)
            await box.press("Enter")
            await widget.locator(".log .bubble", has_text=answer).last.wait_for()
        await widget.get_by_role("button", name="Continue on Telegram").click()
        link = await widget.locator(".notice a").get_attribute("href")
        assert link
        found = re.fullmatch(r"https://t\.me/\w+\?start=([\w-]{20,64})", link)
        assert found, link

        kari = await telegram.new_customer(name="Kari")
        await kari.says(f"/start {found[1]}")
        recap = await hears(kari, "Posten")
        assert "10001" in recap
        await widget.locator(".log .bubble", has_text="Telegram").wait_for()
        before = len(await kari.got())
        await kari.says("cancel order 10001 please")  # proof of identity came along: nobody asks for it again
        answer = (await wait_for(kari.got, lambda got: len(got) > before, "an answer"))[-1].text
        assert "10001" in answer
        assert "e-mail" not in answer

        thief = await telegram.new_customer(name="Mallory")
        await thief.says(f"/start {found[1]}")
        await hears(thief, "link")
        assert "10001" not in " ".join(message.text for message in await thief.got())
        await browser.close()


async def test_staff_ask_the_bot_themselves_see_its_source_and_mark_a_wrong_answer(
    shop: World, slack: SlackControl
) -> None:
    ola = await slack.add_person("Ola")
    await slack.say_to_app(ola, "what is the return window for electronics?")

    async def answers() -> list[dict[str, Any]]:
        direct = [it for it in await slack.channels() if it["kind"] == "im" and ola in it["members"]]
        found = [line for it in direct for line in await slack.messages(it["id"]) if line.get("bot_id")]
        return [line | {"channel": it["id"]} for it in direct for line in found]

    answer = (await wait_for(answers, bool, "the bot's answer"))[-1]
    told = str(answer["blocks"])
    assert re.search(r"\d+ days", told)
    assert "policies.yml" in told
    await slack.press(ola, answer["channel"], answer["ts"], names.WRONG)

    async def noted() -> list[dict[str, Any]]:
        return await slack.ephemerals(ola) + await slack.modals(ola)

    await wait_for(noted, bool, "a sign that the mark was taken")
    queue = await slack.command(ola, "shopdesk", "/shopdesk stats")
    assert queue.acknowledged
