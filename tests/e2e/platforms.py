"""Telegram and Slack, simulated by programs of their own, and the product that talks to them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.started import ROOT, Started, started
from tests.fakes.slack.identities import APP_TOKEN, BOT_TOKEN
from tests.fakes.telegram.world import TOKEN


@dataclass(frozen=True)
class World:
    """`telegram` and `slack` are the addresses of their control APIs."""

    product: Started
    telegram: str
    slack: str


@contextmanager
def simulated(name: str) -> Iterator[dict[str, int]]:
    """Run `tests.fakes.NAME` inside the block; gives what it prints when it is ready: its ports."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.fakes.{name}", "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@contextmanager
def world(folder: Path, **settings: str) -> Iterator[World]:
    with ExitStack() as stack:
        telegram = stack.enter_context(simulated("telegram"))
        slack = stack.enter_context(simulated("slack"))
        slack_url = f"http://127.0.0.1:{slack['port']}"
        platforms = {
            "telegram_token": TOKEN,
            "telegram_api": f"http://127.0.0.1:{telegram['port']}",
            "slack_bot_token": BOT_TOKEN,
            "slack_app_token": APP_TOKEN,
            "slack_api": f"{slack_url}/api",
        }
        product = stack.enter_context(started(folder, **(platforms | settings)))
        yield World(product, f"http://127.0.0.1:{telegram['control_port']}", slack_url)
