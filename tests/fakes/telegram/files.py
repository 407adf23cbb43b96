"""Files that were sent: their names for Telegram, where they are fetched, their bytes."""

import itertools
import secrets
from dataclasses import dataclass
from pathlib import PurePath

from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shapes import JSON

DOWNLOAD_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    file_id: str
    unique_id: str
    path: str
    name: str
    media_type: str
    size: int
    data: bytes | None = None  # None: so many zeros, for the large ones

    def names(self) -> JSON:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}

    def content(self) -> bytes:
        return bytes(self.size) if self.data is None else self.data


class Files:
    def __init__(self) -> None:
        self._stored: dict[str, Stored] = {}
        self._numbers = itertools.count()

    def keep(self, folder: str, name: str, media_type: str, data: bytes | None, size: int = 0) -> Stored:
        path = f"{folder}/file_{next(self._numbers)}{PurePath(name).suffix}"
        size = size if data is None else len(data)
        file_id = "AgACAgQAAx" + secrets.token_urlsafe(40)
        stored = Stored(file_id, secrets.token_urlsafe(11), path, name, media_type, size, data)
        self._stored[stored.file_id] = stored
        return stored

    def find(self, file_id: str) -> Stored | None:
        return self._stored.get(file_id)

    def offered(self, file_id: str) -> JSON:
        """getFile's answer. Raises Refused for what bots cannot fetch."""
        stored = self.find(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if stored.size > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return stored.names() | {"file_path": stored.path}

    def at(self, path: str) -> Stored | None:
        return next((it for it in self._stored.values() if it.path == path), None)
