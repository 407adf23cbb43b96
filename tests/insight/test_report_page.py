"""The report's page and files over the real routes: for staff, whole without its script, and safe."""

import csv
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bench.year import Said, Talk
from bench.year_store import store_year
from bot.desk.badges import Badges, agent_named
from bot.desk.door import Door
from bot.insight.definitions import HANDOVER_SHARES, TALK_SHARES, TIMES
from bot.insight.report import Report
from bot.storage.store import SqlStore, open_store
from bot.web.app import build_web_app
from bot.web.clients import Clients
from bot.web.desk_entry import COOKIE
from bot.web.report import report_routes
from tests.insight.conftest import ALL_YEAR, NOW, now, report_of

BADGES = Badges("a secret of more than thirty-two characters", None)
HERE = "http://localhost:8080"
YEAR = {"from": "2025-01-01", "until": "2025-12-31"}


def app_of(report: Report) -> Any:
    return build_web_app(report_routes(report, now, BADGES, Door(None, now), Clients(())))


def browser(app: Any, *, peer: str = "127.0.0.1", badge: str | None = None) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(peer, 50123), raise_app_exceptions=False)
    cookies = {COOKIE: badge} if badge else {}
    return httpx.AsyncClient(transport=transport, base_url=HERE, cookies=cookies)


@pytest.fixture
async def app(sqlite_year: str) -> AsyncIterator[Any]:
    async with open_store(sqlite_year) as store:
        yield app_of(report_of(store))


@pytest.fixture
def manager(app: Any) -> httpx.AsyncClient:
    return browser(app, badge=BADGES.issue(agent_named("Kari")))


async def test_strangers_are_sent_to_the_desk_and_see_no_figure(app: Any) -> None:
    """Mutation: a route without `signed_in`."""
    for path in ("/report", "/report/topics.csv"):
        answer = await browser(app).get(path, params=YEAR)

        assert answer.status_code == 401
        assert "/desk" in answer.text
        assert "order_status" not in answer.text
        assert "Containment" not in answer.text


async def test_without_a_password_the_report_answers_on_its_own_machine_only(app: Any) -> None:
    """Mutation: the mount without the guard."""
    badge = BADGES.issue(agent_named("Kari"))

    for path in ("/report", "/report/topics.csv", "/report/plotly.js"):
        assert (await browser(app, peer="203.0.113.9", badge=badge).get(path)).status_code == 403


async def test_the_page_holds_every_figure_with_its_meaning_and_its_file(
    manager: httpx.AsyncClient, sqlite_year: str
) -> None:
    page = (await manager.get("/report", params=YEAR)).text

    async with open_store(sqlite_year) as store:
        figures = (await report_of(store).read(ALL_YEAR)).figures
    for figure in (each for each in figures if each.rows):
        assert f"/report/{figure.key}.csv?from=2025-01-01&amp;until=2025-12-31" in page, figure.key
        assert figure.meaning.replace("'", "&#x27;") in page, figure.key
    for measure in (*TALK_SHARES, *HANDOVER_SHARES, *TIMES):
        assert measure.title in page
    assert page.count("What this is") >= len(figures)


async def test_a_file_says_what_the_figure_says(manager: httpx.AsyncClient, sqlite_year: str) -> None:
    asked = YEAR | {"channel": "telegram"}
    answer = await manager.get("/report/equality.csv", params=asked)

    assert answer.headers["content-type"].startswith("text/csv")
    assert "shopdesk-equality-2025-01-01-2025-12-31.csv" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    head, *rows = list(csv.reader(answer.text.splitlines()))
    assert head[:5] == ["by", "group", "measure", "unit", "value"]
    assert {row[0] for row in rows} == {"language"}  # one channel has nobody to be compared with
    assert all(0 <= float(row[4]) <= 1 for row in rows if row[3] == "share")


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "yesterday"},
        {"from": "2025-02-01", "until": "2025-01-01"},
        {"from": "1066-10-14"},
        {"until": "9999-12-31"},
    ],
)
async def test_days_that_cannot_be_are_refused(manager: httpx.AsyncClient, asked: dict[str, str]) -> None:
    for path in ("/report", "/report/days.csv"):
        assert (await manager.get(path, params=asked)).status_code == 400


async def test_there_is_no_file_of_an_unknown_figure(manager: httpx.AsyncClient) -> None:
    assert (await manager.get("/report/secrets.csv")).status_code == 404


async def test_days_without_anybody_say_so(manager: httpx.AsyncClient) -> None:
    page = (await manager.get("/report", params={"from": "2020-01-01", "until": "2020-01-31"})).text

    assert "Nobody wrote in these days" in page
    assert "<table" not in page


async def test_what_the_log_holds_cannot_write_into_the_page(store: SqlStore) -> None:
    """Mutation: a text given to `Markup` unescaped."""
    bad = '<script>alert("1")</script>'
    said = (
        Said(NOW, "customer"),
        Said(NOW, "bot", "ask", bad, None),
        Said(NOW, "bot", "answer", bad, (bad, bad)),
    )
    await store_year(store.database, [Talk(bad, "kari", bad, bad, said, outcome="done")])
    manager = browser(app_of(report_of(store)), badge=BADGES.issue(agent_named("Kari")))

    page = (await manager.get("/report", params={"language": bad})).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


async def test_a_conversation_of_a_minute_ago_is_in_it(store: SqlStore) -> None:
    """Mutation: a report that waits for the background to count."""
    await store_year(
        store.database, [Talk("widget", "kari", "nb", "invoice", (Said(NOW, "customer"),), outcome="done")]
    )
    manager = browser(app_of(report_of(store)), badge=BADGES.issue(agent_named("Kari")))

    answer = await manager.get("/report/topics.csv")

    assert answer.text.splitlines()[1].startswith("invoice,1,1,")


def test_the_page_loads_nothing_from_elsewhere_and_makes_no_markup_from_text() -> None:
    parts = list(Path("bot/web/static/report").iterdir())

    assert len(parts) == 5
    for part in parts:
        text = part.read_text(encoding="utf-8")
        assert "http://" not in text
        assert "https://" not in text
        assert "innerHTML" not in text
