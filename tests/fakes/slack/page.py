"""The page at `/`: the workspace in a browser, for a person who plays the staff."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.fakes.slack.page_state import seen_by
from tests.fakes.slack.simulation import Simulation

PAGE = Path(__file__).with_name("page.html")
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def page(slack: Simulation) -> list[Route]:
    async def show(request: Request) -> Response:
        return FileResponse(PAGE)

    async def state(request: Request) -> Response:
        query = request.query_params
        return JSONResponse(seen_by(slack, query.get("as", ""), query.get("channel", "")))

    async def file(request: Request) -> Response:
        """A file as people's own Slack shows it; unlike the app they need no token."""
        stored = slack.workspace.files.get(request.path_params["file"])
        if stored is None or stored.content is None:
            return PlainTextResponse("not found", 404)
        kind = stored.meta["mimetype"]
        shown = kind in PICTURES
        return Response(
            stored.content,
            media_type=kind if shown else "application/octet-stream",
            headers={"Content-Disposition": "inline" if shown else "attachment"},
        )

    return [Route("/", show), Route("/_page/state", state), Route("/_page/file/{file}", file)]
