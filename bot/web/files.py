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
    def __init__(self, content: bytes, media_type: str, headers: Mapping[str, str]) -> None:
        self._plain = content
        self._packed = gzip.compress(content, 9, mtime=0)
        self._type = media_type
        tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
        self._headers = {"Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept-Encoding", **headers}

    def answer(self, request: Request) -> Response:
        if self._headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=self._headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            packed = {**self._headers, "Content-Encoding": "gzip"}
            return Response(self._packed, media_type=self._type, headers=packed)
        return Response(self._plain, media_type=self._type, headers=self._headers)


def content_route(
    path: str, content: bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> Route:
    return Route(path, StaticFile(content, media_type, headers or {}).answer, methods=["GET"])


def file_route(path: str, name: str) -> Route:
    """Serve bot/web/static/`name` at `path`."""
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return content_route(path, (HERE / name).read_bytes(), media_type)
