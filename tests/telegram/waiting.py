"""Waiting for something to become true."""

import asyncio
from collections.abc import Callable
from inspect import isawaitable
from typing import Any


async def until(true: Callable[[], Any], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while True:
            found = true()
            if await found if isawaitable(found) else found:
                return
            await asyncio.sleep(0.01)
