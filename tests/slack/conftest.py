"""What tests of the Slack desk share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack.in_world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


@pytest.fixture
async def anna(world: World) -> str:
    return await world.control.add_person("Anna")


@pytest.fixture
async def ola(world: World) -> str:
    return await world.control.add_person("Ola")
