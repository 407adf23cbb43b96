"""What every test gets: nothing of the developer's own settings."""

import os

import pytest


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SHOPDESK_") and name != "SHOPDESK_CHROMIUM"]:
        monkeypatch.delenv(name)
