"""The report's page and its figures as CSV, for managers who are signed in at the desk."""

import asyncio
import importlib.util
from collections.abc import Awaitable, Callable
from datetime import date
from functools import cache, wraps
from pathlib import Path
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.conversations.ports import Clock
from bot.desk.badges import Badges
from bot.desk.door import Door
from bot.insight.report import Report
from bot.insight.span import USUAL, Span
from bot.web.clients import Clients
from bot.web.desk_entry import COOKIE
from bot.web.desk_guard import DeskGuard
from bot.web.files import StaticFile, content_route, file_route
from bot.web.report_page import page, sign_in_page
from bot.web.scripts import report_script

MOST_DAYS = 5 * 366

Endpoint = Callable[[Request], Awaitable[Response]]


def report_routes(
    report: Report, clock: Clock, badges: Badges, door: Door, clients: Clients
) -> list[BaseRoute]:
    guard = [Middleware(DeskGuard, door=door, clients=clients)]
    pages = ReportPages(report, clock)
    signed_in = _for_staff(badges)
    below: list[BaseRoute] = [
        file_route("/report.css", "report/report.css"),
        content_route("/report.js", report_script(), "text/javascript"),
        Route("/plotly.js", _plotly, methods=["GET"]),
        Route("/{figure}.csv", signed_in(pages.csv), methods=["GET"]),
    ]
    return [
        Route("/report", signed_in(pages.page), methods=["GET"], middleware=guard),
        Mount("/report", routes=below, middleware=guard),
    ]


class ReportPages:
    def __init__(self, report: Report, clock: Clock) -> None:
        self._report = report
        self._clock = clock

    async def page(self, request: Request) -> Response:
        span = self._span(request)
        return HTMLResponse(page(await self._report.read(span), _query(span), self._clock()))

    async def csv(self, request: Request) -> Response:
        span, key = self._span(request), request.path_params["figure"]
        figure = (await self._report.read(span)).figure(key)
        if figure is None:
            raise HTTPException(404, "There is no such figure.")
        name = f"shopdesk-{key}-{span.first}-{span.last}.csv"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(figure.as_csv(), media_type="text/csv", headers=disposition)

    def _span(self, request: Request) -> Span:
        """Raises HTTPException with 400."""
        asked, zone = request.query_params, self._report.zone
        last = _day(asked.get("until")) or self._clock().astimezone(zone).date()
        first = _day(asked.get("from")) or last - USUAL
        span = Span(first, last, zone, asked.get("channel") or None, asked.get("language") or None)
        if not 1 <= span.days <= MOST_DAYS or first.year < 2000 or last.year > 2099:
            raise HTTPException(400, "The report is of at least a day, and at most five years.")
        return span


def _day(written: str | None) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise HTTPException(400, "A day is written like 2026-03-31.") from None


def _query(span: Span) -> str:
    asked = {"from": span.first, "until": span.last, "channel": span.channel, "language": span.language}
    return urlencode({name: value for name, value in asked.items() if value})


def _for_staff(badges: Badges) -> Callable[[Endpoint], Endpoint]:
    def guarded(endpoint: Endpoint) -> Endpoint:
        @wraps(endpoint)
        async def answer(request: Request) -> Response:
            if badges.read(request.cookies.get(COOKIE)) is None:
                response: Response = HTMLResponse(sign_in_page(), 401)
            else:
                response = await endpoint(request)
            response.headers["cache-control"] = "no-store"
            return response

        return answer

    return guarded


async def _plotly(request: Request) -> Response:
    return (await asyncio.to_thread(_plotly_file)).answer(request)


@cache
def _plotly_file() -> StaticFile:
    """Read and packed when the first report is opened: 5 MB are no reason for a slow start."""
    found = importlib.util.find_spec("plotly")  # its JavaScript; its Python is never imported
    if found is None or found.origin is None:
        raise HTTPException(404, "The charts' library is not installed.")
    script = Path(found.origin).parent / "package_data" / "plotly.min.js"
    return StaticFile(script.read_bytes(), "text/javascript", {"Cache-Control": "private, max-age=86400"})
