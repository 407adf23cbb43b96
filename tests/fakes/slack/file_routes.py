"""The addresses that files are uploaded to and downloaded from."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from tests.fakes.slack.identities import BOT_TOKEN
from tests.fakes.slack.simulation import Simulation


async def upload(slack: Simulation, request: Request) -> Response:
    """The bytes themselves, as slack_sdk sends them, to the address that files.getUploadURLExternal gave."""
    stored = slack.workspace.files.get(request.path_params["file"])
    if stored is None or stored.meta.get("upload_key") != request.path_params["key"]:
        return PlainTextResponse("no such upload", 404)
    content = await request.body()
    if len(content) != stored.length:
        return PlainTextResponse(f"expected {stored.length} bytes, got {len(content)}", 400)
    stored.content = content
    return PlainTextResponse(f"OK - {len(content)}")


async def download(slack: Simulation, request: Request) -> Response:
    """Without the app's token and the scope Slack sends to its sign-in page, with 200: not to the file."""
    stored = slack.workspace.files.get(request.path_params["file"])
    allowed = request.headers.get("authorization") == f"Bearer {BOT_TOKEN}"
    if not allowed or "files:read" not in slack.workspace.installation.scopes:
        return RedirectResponse("/signin", 302)
    if stored is None or stored.content is None:
        return PlainTextResponse("not found", 404)
    name = quote(stored.meta["name"])
    disposition = f"attachment; filename*=UTF-8''{name}"
    return Response(
        stored.content, media_type=stored.meta["mimetype"], headers={"Content-Disposition": disposition}
    )
