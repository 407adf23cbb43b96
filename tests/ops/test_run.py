"""`shopdesk run` from a terminal: the one screen, and what Ctrl-C does. Rasa and the action server are stand-ins."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.settings import ROOT

SECONDS = 60


class Well(BaseHTTPRequestHandler):
    """Answers every question after its health with yes."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Well)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def run(folder: Path, elsewhere: str, port: int) -> "subprocess.Popen[bytes]":
    own = {name: value for name, value in os.environ.items() if not name.startswith("SHOPDESK_")}
    settings = {
        "SHOPDESK_VAR": str(folder / "var"),
        "SHOPDESK_PORT": str(port),
        "SHOPDESK_RASA_URLS": elsewhere,
        "SHOPDESK_ACTIONS_URL": elsewhere,
    }
    with (folder / "screen.txt").open("wb") as screen:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=own | settings,
            stdin=subprocess.DEVNULL,
            stdout=screen,
            stderr=screen,
        )


def shows(folder: Path, words: str) -> str:
    end = time.monotonic() + SECONDS
    while words not in (text := (folder / "screen.txt").read_text(encoding="utf-8")):
        assert time.monotonic() < end, text
        time.sleep(0.05)
    return text


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_one_screen_tells_where_all_is_and_a_stop_leaves_nothing_running(
    tmp_path: Path, elsewhere: str, stop: signal.Signals
) -> None:
    """Fails when a channel is missing on the screen, and when the signal ends the supervisor alone."""
    port = free_port()
    process = run(tmp_path, elsewhere, port)
    try:
        screen = shows(tmp_path, "Ctrl-C")
        up = answers(port)
        process.send_signal(stop)
        code = process.wait(SECONDS)
    finally:
        process.kill()

    for line in (
        f"Shop page  http://127.0.0.1:{port}/",
        f"Desk       http://127.0.0.1:{port}/desk/enter?key=",
        "Widget     on",
        "Telegram   off: SHOPDESK_TELEGRAM_TOKEN is not set",
        "Slack      off: SHOPDESK_SLACK_BOT_TOKEN is not set",
    ):
        assert line in screen
    assert up
    assert code == 0
    assert shows(tmp_path, "Stopping").rstrip().endswith("Stopped.")
    assert not answers(port)
