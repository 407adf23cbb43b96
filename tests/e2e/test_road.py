"""The main job, as people do it: a real browser for the shopper and the agent, the whole product behind."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.started import Started, listening_beyond_loopback

CHROMIUM = os.environ.get("SHOPDESK_CHROMIUM", "/usr/bin/chromium")
ANSWER_SECONDS = 15
DESKTOP = {"width": 1180, "height": 760}

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """PICTURES=docs/images keeps what the run shows for the documents."""
    return Path(os.environ.get("PICTURES", tmp_path))


def lines(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("shopdesk-widget .log .bubble").all_inner_texts()]


def say(page: Page, text: str) -> None:
    page.locator("shopdesk-widget textarea").fill(text)
    page.locator("shopdesk-widget textarea").press("Enter")


def ask(page: Page, text: str, answer: str) -> str:
    """Say it and wait for a line after it in which the pattern is found."""
    before = len(lines(page))
    say(page, text)
    return wait_for(page, answer, before + 1)


def wait_for(page: Page, answer: str, after: int = 0) -> str:
    pattern = re.compile(answer, re.IGNORECASE | re.DOTALL)
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        for line in lines(page)[after:]:
            if pattern.search(line):
                return line
        page.wait_for_timeout(50)
    raise AssertionError(f"nothing new says {answer!r}: {lines(page)[-4:]}")


def take_picture(page: Page, path: Path) -> None:
    page.wait_for_timeout(600)  # nothing moves any more
    page.screenshot(path=path)


def test_a_shopper_is_helped_by_the_bot_then_by_a_person_then_by_the_bot_again(
    product: Started, browser: Browser, pictures: Path
) -> None:
    shopper = browser.new_page(viewport=DESKTOP)
    shopper.goto(product.url)
    shopper.locator("shopdesk-widget .launcher").click()
    ask(shopper, "what's your return policy for shoes?", r"shoes.*\d+ days")
    take_picture(shopper, pictures / "shop.png")
    ask(shopper, "is there a store in Bergen", "Torgallmenningen")
    ask(shopper, "and is it open on sunday?", "closed")

    ask(shopper, "where is my order 10001", "e-?mail")
    refused = ask(shopper, "somebody.else@example.no", "can't find|cannot find")
    assert "Posten" not in refused
    ask(shopper, "kari@example.no", "10001.*Posten")

    ask(shopper, "I want to talk to a person", r"number 1 .*about \d+ min")
    agent = browser.new_page(viewport=DESKTOP)
    agent.goto(product.desk_link)
    agent.get_by_label("Your name").fill("Kari")
    agent.get_by_role("button", name="Sign in").click()
    agent.locator("#queue a.item").first.click()
    expect(agent.get_by_role("log")).to_contain_text("I want to talk to a person")
    expect(agent.locator("#card")).to_contain_text(re.compile("waiting|asked", re.IGNORECASE))
    agent.get_by_role("button", name="Claim").click()
    wait_for(shopper, "Kari has joined")
    agent.get_by_text("You answer this customer").wait_for()
    agent.locator("#text").fill("Hi, I have your order in front of me. It will come tomorrow.")
    agent.locator("#text").press("Enter")
    wait_for(shopper, "It will come tomorrow")
    say(shopper, "thank you so much")
    expect(agent.get_by_role("log")).to_contain_text("thank you so much")
    take_picture(agent, pictures / "desk.png")

    before = lines(shopper)
    shopper.reload()
    wait_for(shopper, "It will come tomorrow")
    assert lines(shopper) == before

    agent.get_by_role("button", name="Hand back").click()
    wait_for(shopper, "back to the assistant")
    ask(shopper, "what does delivery to Norway cost?", r"€|EUR")


def test_nothing_but_the_gateway_can_be_reached_from_other_machines(product: Started) -> None:
    """Fails when Rasa or the action server binds to 0.0.0.0. (The gateway binds to loopback by default too.)"""
    environment = Path(f"/proc/{product.pid('rasa')}/environ").read_text(encoding="utf-8").split("\0")
    ports = {
        name: value for name, _, value in (line.partition("=") for line in environment) if "_PORT" in name
    }
    for port in (ports["SHOPDESK_RASA_PORT"], ports["SHOPDESK_ACTIONS_PORT"]):
        assert not listening_beyond_loopback(int(port))
