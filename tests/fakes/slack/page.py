"""The page at `/`: the workspace in a browser, for a person who plays the staff."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from tests.fakes.slack.simulation import Simulation

PAGE = Path(__file__).with_name("page.html")


def page(slack: Simulation) -> list[Route]:
    async def show(request: Request) -> Response:
        return FileResponse(PAGE)

    return [Route("/", show)]
