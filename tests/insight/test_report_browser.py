"""The report's page in a real browser: its charts, for everybody, by keyboard, on a phone and on paper."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.desk.badges import agent_named
from bot.storage.store import open_store
from bot.web.desk_entry import COOKIE
from bot.web.server import serving
from tests.insight.conftest import report_of
from tests.insight.test_report_page import BADGES, app_of

CHROMIUM = os.environ.get("SHOPDESK_CHROMIUM", "/usr/bin/chromium")
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CHARTS = 9


@dataclass
class Site:
    url: str
    chromium: Browser
    said: list[str] = field(default_factory=list)  # what the browser complained about

    async def open(self, width: int = 1280, **options: Any) -> Page:
        context = await self.chromium.new_context(viewport={"width": width, "height": 900}, **options)
        badge = BADGES.issue(agent_named("Kari"))
        await context.add_cookies([{"name": COOKIE, "value": badge, "url": f"{self.url}/report"}])
        page = await context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        await page.goto(f"{self.url}/report?from=2025-01-01&until=2025-12-31")
        if options.get("java_script_enabled", True):
            await expect(page.locator("[data-chart] .main-svg").last).to_be_attached(timeout=30_000)
        return page


@pytest.fixture
async def site(sqlite_year: str) -> AsyncIterator[Site]:
    async with (
        open_store(sqlite_year) as store,
        serving(app_of(report_of(store)), "127.0.0.1", 0) as port,
        async_playwright() as playwright,
    ):
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Site(f"http://127.0.0.1:{port}", chromium)
        await chromium.close()


async def test_every_chart_is_drawn_and_the_browser_has_nothing_to_complain_about(site: Site) -> None:
    """Mutation: a style that Plotly writes into the page, which the policy refuses."""
    page = await site.open()

    for number in range(CHARTS):
        await expect(page.locator("[data-chart]").nth(number).locator(".main-svg").first).to_be_attached()
    assert await page.locator("[data-chart]").count() == CHARTS
    assert site.said == []


async def test_a_chart_draws_what_its_table_says(site: Site) -> None:
    page = await site.open()

    drawn = await page.evaluate("document.querySelector('[data-figure=topics]').data[0].x")
    cells = await page.locator("[data-table=topics] tbody tr td:nth-child(2)").evaluate_all(
        "cells => cells.map((cell) => Number(cell.dataset.v))"
    )

    assert drawn == cells
    assert len(cells) > 10


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
async def test_axe_finds_nothing(site: Site, scheme: str, width: int) -> None:
    """Mutation: a lighter --soft; a table without a name."""
    page = await site.open(width, color_scheme=scheme)
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    found = (await Axe().run(page, options=STANDARD)).response["violations"]

    assert not found, [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found]


async def test_it_is_whole_without_its_script(site: Site) -> None:
    page = await site.open(java_script_enabled=False)

    await expect(page.get_by_role("heading", name="At a glance")).to_be_visible()
    await page.locator("[data-figure=topics] + details > summary").click()
    await expect(page.locator("[data-table=topics]")).to_contain_text("Order status")


async def test_a_meaning_is_one_press_away_with_the_keyboard(site: Site) -> None:
    page = await site.open()
    meaning = page.locator(".tiles li").nth(3).locator("details p")
    await expect(meaning).to_be_hidden()

    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the figures")).to_be_focused()
    await page.keyboard.press("Enter")
    for _ in range(4):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(meaning).to_contain_text("72 hours")


async def test_what_was_chosen_is_shown_and_kept(site: Site) -> None:
    page = await site.open()

    await page.locator("#language").select_option("ur-Latn")
    await page.get_by_role("button", name="Show").click()

    await expect(page.locator(".under")).to_contain_text("Roman Urdu")
    await expect(page.locator("#language")).to_have_value("ur-Latn")
    await expect(page.locator("#from")).to_have_value("2025-01-01")
    assert "language=ur-Latn" in str(await page.locator("a.csv").first.get_attribute("href"))


async def test_nothing_is_wider_than_the_screen(site: Site) -> None:
    page = await site.open(1920)

    for width in (1920, 768, 390, 320):
        await page.set_viewport_size({"width": width, "height": 900})
        async with asyncio.timeout(10):  # charts follow a moment later
            while await page.evaluate("document.documentElement.scrollWidth") > width:
                await asyncio.sleep(0.1)


async def test_on_paper_it_is_light_and_charts_stay_in_their_place(site: Site) -> None:
    """Mutation: charts of the dark page printed on white."""
    page = await site.open(720, color_scheme="dark")
    await page.emulate_media(media="print")

    await page.evaluate("dispatchEvent(new Event('beforeprint'))")

    ink = await page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(28, 35, 48)"
    assert (
        await page.evaluate("document.querySelector('[data-figure=topics]').layout.legend.font.color")
        == "#1c2330"
    )
    spills = await page.locator("[data-chart]").evaluate_all(
        "charts => charts.filter((chart) => chart.querySelector('.main-svg').getBoundingClientRect().bottom"
        " > chart.parentElement.getBoundingClientRect().bottom + 1).map((chart) => chart.dataset.figure)"
    )
    assert spills == []
    assert await page.get_by_role("button", name="Show").is_hidden()
