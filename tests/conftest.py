"""What every test gets: nothing of the developer's own settings, and an end that says where it waited."""

import asyncio
import functools
import inspect
import os
from collections.abc import Awaitable, Callable

import pytest

SOONER = 10.0  # seconds before pytest-timeout's own end, which cannot tell what a coroutine waited for


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SHOPDESK_") and name != "SHOPDESK_CHROMIUM"]:
        monkeypatch.delenv(name)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    everyone = float(config.getini("timeout"))
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            own = item.get_closest_marker("timeout")
            item.obj = _ended(item.obj, (float(own.args[0]) if own else everyone) - SOONER)


def _ended(test: Callable[..., Awaitable[None]], seconds: float) -> Callable[..., Awaitable[None]]:
    """The test, cancelled where it waits: the traceback names the line."""

    @functools.wraps(test)
    async def wrapped(*args: object, **kwargs: object) -> None:
        async with asyncio.timeout(seconds):
            await test(*args, **kwargs)

    return wrapped
