"""Serves the files of conversations: to customers under signed links, to staff by the desk's own route."""

import asyncio
from typing import Protocol
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.file_links import PATH, FileLinks
from bot.conversations.messages import File

# Shown in the page; whatever could run there is offered for saving.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PATIENCE = 10.0  # seconds for a file that is not here yet: its line is seen before it was fetched
LOOK = 0.25  # seconds between two looks


class StoredFiles(Protocol):
    async def file(self, key: str) -> tuple[File, bytes | None, str | None] | None: ...


def files_route(links: FileLinks, store: StoredFiles, patience: float = PATIENCE) -> Route:
    async def endpoint(request: Request) -> Response:
        key = links.key(request.path_params["token"])
        if key is None:
            raise HTTPException(404, "There is no such file, or its link is too old: load the page again.")
        response = await stored_file(store, key, patience)
        response.headers["Cache-Control"] = "private, max-age=86400"
        # The widget stands on the shop's own site.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return Route(f"{PATH}/{{token}}", endpoint, methods=["GET"])


async def stored_file(store: StoredFiles, key: str, patience: float = PATIENCE) -> Response:
    """Raises HTTPException: 404 for what is not there and never will be, 503 for what is still on its way."""
    looks = int(patience / LOOK)
    for look in range(looks + 1):
        found = await store.file(key)
        if found is None or found[2] is not None:
            raise HTTPException(404, "There is no such file.")
        if found[1] is not None:
            return _response(found[0], found[1])
        if look < looks:
            await asyncio.sleep(LOOK)
    raise HTTPException(503, "The file is still on its way. Try again in a moment.", {"Retry-After": "5"})


def _response(file: File, content: bytes) -> Response:
    shown = file.media_type in SHOWN
    how = "inline" if shown else "attachment"
    return Response(
        content,
        media_type=file.media_type if shown else "application/octet-stream",
        headers={"Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.name, safe='')}"},
    )
