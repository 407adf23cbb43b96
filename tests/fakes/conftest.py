"""Our fake of Telegram, running for one test, with the real library's bot and a customer."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.fakes.telegram.control import Control, CustomerControl
from tests.fakes.telegram.server import Running, fake_telegram


@pytest.fixture
async def telegram(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns wherever it counts seconds
    async with fake_telegram() as running:
        yield running


@pytest.fixture
async def bot(telegram: Running) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url, base_file_url=telegram.base_file_url) as bot:
        yield bot


@pytest.fixture
async def control(telegram: Running) -> AsyncIterator[Control]:
    async with Control(telegram.control_url) as control:
        yield control


@pytest.fixture
async def kari(control: Control) -> CustomerControl:
    """Has the chat open, so that the bot may write."""
    return await control.new_customer(name="Kari", started=True)
