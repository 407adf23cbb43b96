"""A customer of the really started system; one system for all tests of the folder.

TEST_ENGINE names a running engine to talk to instead, while writing tests.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.demo_shop.adapter import DemoShop

from .system import PROJECT, Customer, system


@pytest.fixture(scope="session")
def engine_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if address := os.environ.get("TEST_ENGINE"):
        yield address
        return
    with system(tmp_path_factory.mktemp("var")) as address:
        yield address


@pytest.fixture
def customer(engine_address: str) -> Customer:
    return Customer(engine_address)


@pytest.fixture
async def shop(tmp_path: Path) -> DemoShop:
    """The demo shop with files of its own, on Sunday, 22 November 2026."""
    folder = Path(shutil.copytree(PROJECT / "data" / "shop", tmp_path / "shop"))
    now = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    return await DemoShop.open(folder, tmp_path / "shop.db", lambda: now)
