"""One started product for the tests that only use it; those that harm it start their own."""

from collections.abc import Iterator

import pytest

from tests.e2e.started import Started, started


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    limits = {f"{what}_per_minute": "100000" for what in ("messages", "connections", "sessions")}
    with started(tmp_path_factory.mktemp("product"), **limits) as running:
        yield running
