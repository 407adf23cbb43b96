"""Static files, read and compressed once at start."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

HERE = Path(__file__).parent / "static"


class StaticFile:
    def __init__(self, path: Path, headers: Mapping[str, str] | None = None) -> None:
        self._plain = path.read_bytes()
        self._packed = gzip.compress(self._plain, 9, mtime=0)
        self._type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._tag = f'"{hashlib.sha256(self._plain).hexdigest()[:20]}"'
        self._headers = {"Cache-Control": "no-cache", **(headers or {})}

    async def __call__(self, request: Request) -> Response:
        headers = {**self._headers, "ETag": self._tag, "Vary": "Accept-Encoding"}
        if self._tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                self._packed, media_type=self._type, headers={**headers, "Content-Encoding": "gzip"}
            )
        return Response(self._plain, media_type=self._type, headers=headers)


def file_route(path: str, name: str, headers: Mapping[str, str] | None = None) -> Route:
    """Serve bot/web/static/`name` at `path`."""
    return Route(path, StaticFile(HERE / name, headers).__call__, methods=["GET"])
