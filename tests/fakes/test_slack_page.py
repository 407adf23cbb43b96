"""The fake's page in a real browser: a person plays a colleague, presses, submits, writes."""

import os
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.fakes.slack.apps import bolt_app, connected, web_client
from tests.fakes.slack.server import FakeSlack, fake_slack

pytestmark = pytest.mark.e2e

CARD = [
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Order* 10442 &lt;late&gt; <script>alert(1)</script>"},
    },
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Take it"}}
        ],
    },
]
FORM = {
    "type": "modal",
    "callback_id": "why",
    "title": {"type": "plain_text", "text": "Resolve"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why?"},
            "element": {"type": "plain_text_input", "action_id": "reason"},
        }
    ],
}


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as running:
        yield running


@pytest.fixture
async def page(slack: FakeSlack) -> AsyncIterator[Page]:
    chromium = os.environ.get("SHOPDESK_CHROMIUM", "/usr/bin/chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page()
        problems = []
        page.on("pageerror", lambda error: problems.append(error))  # noqa: PLW0108  (the library cannot take the bare method)
        yield page
        await browser.close()
    assert problems == []


async def test_a_person_takes_a_card_answers_in_its_thread_and_fills_in_a_form(slack, page):
    app, submitted = bolt_app(slack), []

    @app.event("message")
    async def message():
        pass

    @app.action("claim")
    async def claim(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("why")
    async def why(ack, view):
        submitted.append(view["state"]["values"]["why"]["reason"]["value"])
        await ack()

    kari = await slack.control.add_person("Kari")
    desk = await slack.control.add_channel("desk", members=[kari])
    async with connected(app, slack):
        card = await web_client(slack).chat_postMessage(channel=desk, text="Card", blocks=CARD)
        await web_client(slack).chat_postMessage(
            channel=desk, text="hello?", username="Ola", thread_ts=card["ts"]
        )
        await page.goto(f"{slack.url}/#as={kari}&channel={desk}")
        await expect(page.locator("main article")).to_contain_text(
            "Order 10442 <late> <script>alert(1)</script>"
        )
        await page.get_by_role("button", name="Take it").click()
        await page.get_by_label("Why?").fill("a refund")
        await page.get_by_role("button", name="Save").click()
        await expect(page.locator("dialog")).not_to_be_visible()
        await page.get_by_role("button", name="1 reply").click()
        await page.get_by_label("Reply").fill("on its way")
        await page.get_by_label("Reply").press("Enter")
        await expect(page.locator("aside article")).to_have_count(3)

    assert submitted == ["a refund"]
    said = (await slack.control.messages(desk, card["ts"]))[-1]
    assert (said["user"], said["text"]) == (kari, "on its way")


async def test_a_person_sees_their_home_and_gives_a_command(slack, page):
    app, given = bolt_app(slack), []

    @app.event("app_home_opened")
    async def opened(event, client):
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": CARD[:1]})

    @app.command("/shopdesk")
    async def shopdesk(ack, command):
        given.append(command["text"])
        await ack("nobody waits")

    kari = await slack.control.add_person("Kari")
    desk = await slack.control.add_channel("desk", members=[kari])
    async with connected(app, slack):
        await page.goto(f"{slack.url}/#as={kari}&home=1")
        await expect(page.locator("main")).to_contain_text("Order 10442")
        await page.get_by_text("# desk").click()
        await page.get_by_label("Message").fill("/shopdesk queue")
        await page.get_by_label("Message").press("Enter")
        await expect(page.locator("main .whisper")).to_contain_text("nobody waits")

    assert given == ["queue"]
    assert await slack.control.messages(desk) == []


async def test_a_file_is_sent_from_the_page(slack, page):
    kari = await slack.control.add_person("Kari")
    desk = await slack.control.add_channel("desk", members=[kari])
    await page.goto(f"{slack.url}/#as={kari}&channel={desk}")

    await page.locator("main input[type=file]").set_input_files(
        {"name": "label.txt", "mimeType": "text/plain", "buffer": b"to: Ola"}
    )
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("main article")).to_contain_text("label.txt")

    (file,) = await slack.control.files()
    assert await slack.control.file_content(file["id"]) == b"to: Ola"
