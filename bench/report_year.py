"""How soon the report of a year opens: `python -m bench.report_year [--lines N] [URL of an empty database]`."""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import sqlalchemy as sa
from playwright.async_api import async_playwright

from bench.year import Year
from bench.year_store import store_year
from bot.desk.badges import Badges, agent_named
from bot.desk.door import Door
from bot.insight.counting import Counting
from bot.insight.report import Report
from bot.storage.store import SqlStore, open_store
from bot.storage.tables import messages
from bot.web.app import build_web_app
from bot.web.clients import Clients
from bot.web.desk_entry import COOKIE
from bot.web.report import report_routes
from bot.web.server import serving

ZONE = ZoneInfo("Europe/Oslo")
BADGES = Badges("a secret of more than thirty-two characters", None)
PATH = "/report?from=2025-01-01&until=2025-12-31"
TIMES = 7
CHROMIUM = os.environ.get("SHOPDESK_CHROMIUM", "/usr/bin/chromium")
READABLE = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
DRAWN = "[data-figure=equality-channel] .main-svg"


def now() -> datetime:
    return datetime.now(UTC)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def make(store: SqlStore, lines: int, counting: Counting) -> None:
    began = time.perf_counter()
    if (
        await store.database.scan(lambda connection: connection.scalar(sa.select(messages.c.id).limit(1)))
        is None
    ):
        written = await store_year(store.database, Year(lines).talks())
        say(f"{written} lines made and written in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    await counting.catch_up()
    say(f"counted in {time.perf_counter() - began:.0f} s")


@asynccontextmanager
async def served(store: SqlStore, counting: Counting) -> AsyncIterator[str]:
    report = Report(store.database, counting, ZONE, timedelta(minutes=5), now)
    app = build_web_app(report_routes(report, now, BADGES, Door(None, now), Clients(())))
    async with serving(app, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


async def answers(url: str) -> list[float]:
    """Seconds from asking for the page to its last byte."""
    cookies = {COOKIE: BADGES.issue(agent_named("Kari"))}
    seconds = []
    async with httpx.AsyncClient(cookies=cookies, timeout=60) as client:
        for _ in range(TIMES):
            began = time.perf_counter()
            (await client.get(url + PATH)).raise_for_status()
            seconds.append(time.perf_counter() - began)
    return seconds


async def in_browser(url: str) -> tuple[list[float], list[float]]:
    """Seconds until the figures can be read, and until the last chart is drawn; each in a fresh browser window."""
    readable, drawn = [], []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(TIMES):
            context = await chromium.new_context(viewport={"width": 1280, "height": 900})
            badge = BADGES.issue(agent_named("Kari"))
            await context.add_cookies([{"name": COOKIE, "value": badge, "url": f"{url}/report"}])
            page = await context.new_page()
            began = time.perf_counter()
            await page.goto(url + PATH)
            await page.locator(DRAWN).first.wait_for(state="attached")
            drawn.append(time.perf_counter() - began)
            readable.append(await page.evaluate(READABLE))
            await context.close()
        await chromium.close()
    return readable, drawn


async def main(url: str, lines: int) -> None:
    async with open_store(url) as store:
        counting = Counting(store.database, ZONE, now, batch=5000)
        await make(store, lines, counting)
        async with served(store, counting) as address:
            page = await answers(address)
            readable, drawn = await in_browser(address)
    say(f"\nload average {os.getloadavg()[0]:.1f}\n\n| | median s | slowest s |\n|---|---|---|")
    for name, seconds in (
        ("the page is answered", page),
        ("its figures can be read", readable),
        ("its last chart is drawn", drawn),
    ):
        say(f"| {name} | {statistics.median(seconds):.2f} | {max(seconds):.2f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.report_year", description=__doc__)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--lines", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(arguments.url or f"sqlite:///{folder}/log.db", arguments.lines))
