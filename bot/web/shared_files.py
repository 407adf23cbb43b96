"""Serves the files of conversations under signed links."""

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


class StoredFiles(Protocol):
    async def file(self, key: str) -> tuple[File, bytes | None, str | None] | None: ...


def files_route(links: FileLinks, store: StoredFiles) -> Route:
    async def endpoint(request: Request) -> Response:
        key = links.key(request.path_params["token"])
        found = await store.file(key) if key else None
        if found is None or found[1] is None:
            raise HTTPException(404, "There is no such file, or its link is too old: load the page again.")
        file, content, _ = found
        shown = file.media_type in SHOWN
        how = "inline" if shown else "attachment"
        return Response(
            content,
            media_type=file.media_type if shown else "application/octet-stream",
            headers={
                "Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.name, safe='')}",
                "Cache-Control": "private, max-age=86400",
                "Cross-Origin-Resource-Policy": "cross-origin",  # the widget stands on the shop's own site
            },
        )

    return Route(f"{PATH}/{{token}}", endpoint, methods=["GET"])
