"""A demo shop of its own for every test: copied files, a new database, a clock that stands still."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.demo_shop.adapter import DemoShop

DATA = Path(__file__).resolve().parents[2] / "data" / "shop"


class Clock:
    """Sunday, 22 November 2026, 16:00 in Oslo, until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Folder:
    """The shop's files, to be changed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}: the test would change nothing"
        (self.path / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, row: str) -> None:
        with (self.path / file).open("a", encoding="utf-8") as out:
            out.write(row + "\n")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(DATA, tmp_path / "shop")))


@pytest.fixture
def open_shop(folder: Folder, clock: Clock, tmp_path: Path) -> Callable[[], Awaitable[DemoShop]]:
    """Opens it again, as a restart does."""
    return lambda: DemoShop.open(folder.path, tmp_path / "shop.db", clock)


@pytest.fixture
async def shop(open_shop: Callable[[], Awaitable[DemoShop]]) -> DemoShop:
    return await open_shop()
