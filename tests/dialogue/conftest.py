"""A customer of the really started system; one system for all tests of the folder.

TEST_ENGINE names a running engine to talk to instead, while writing tests.
"""

import os
from collections.abc import Iterator

import pytest

from .system import Customer, system


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
