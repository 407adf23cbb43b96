"""One shop in a folder: a second one would write into the first one's databases."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FolderTaken(Exception):
    """Another shop runs in the folder; the message says which setting chooses another."""


@contextmanager
def only_shop_in(var: Path) -> Iterator[None]:
    """Hold the folder within the block; the lock ends with the process, however that dies."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "running").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderTaken(
                f"Another Shopdesk runs in {var}. Stop it, or give this one its own: SHOPDESK_VAR=FOLDER"
            ) from None
        yield
