"""The really started engine and action server, and a customer who talks to them over the turn contract."""

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

PROJECT = Path(__file__).parents[2]
ENGINE = PROJECT / "engine" / ".venv" / "bin" / "python"
PATIENCE = 180  # seconds for Rasa to load on a busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], health: str, env: dict[str, str], log: Path) -> Iterator[None]:
    """A program from its first healthy answer until it is stopped."""
    with log.open("wb") as output:
        program = subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | env, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_healthy(program, health, log)
            yield
        finally:
            program.terminate()
            program.wait(30)


def _wait_until_healthy(program: subprocess.Popen[bytes], health: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if program.poll() is not None:
            break
        try:
            if httpx.get(health, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"not healthy: {program.args}\n{log.read_text()[-4000:]}")


@contextmanager
def system(var: Path) -> Iterator[str]:
    """Both servers with an empty store; gives the engine's address."""
    rasa, actions = free_port(), free_port()
    env = {
        "SHOPDESK_VAR": str(var),
        "SHOPDESK_RASA_PORT": str(rasa),
        "SHOPDESK_ACTIONS_PORT": str(actions),
        "SHOPDESK_ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "PYTHONPATH": str(PROJECT),
    }
    subprocess.run([ENGINE, "-m", "engine", "train"], cwd=PROJECT, env=os.environ | env, check=True)
    address = f"http://127.0.0.1:{rasa}/webhooks/shopdesk"
    own, rasas = [sys.executable, "-m", "actions"], [str(ENGINE), "-m", "engine", "serve"]
    with (
        running(own, f"http://127.0.0.1:{actions}/health", env, var / "actions.log"),
        running(rasas, f"{address}/health", env, var / "engine.log"),
    ):
        yield address


@dataclass(frozen=True)
class Answer:
    """What came back for one message."""

    body: dict[str, Any]

    @property
    def text(self) -> str:
        return "\n".join(reply["text"] for reply in self.body["replies"])

    @property
    def buttons(self) -> dict[str, str]:
        """Titles to payloads."""
        return {it["title"]: it["payload"] for reply in self.body["replies"] for it in reply["buttons"]}

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        return [(it["topic"], it["outcome"]) for it in self.body["outcomes"]]

    @property
    def handoff(self) -> dict[str, Any] | None:
        return self.body["handoff"]

    @property
    def busy(self) -> bool:
        return bool(self.body["busy"])

    @property
    def intent(self) -> str:
        return str(self.body["parse"]["intent"]["name"])

    @property
    def slots(self) -> dict[str, Any]:
        return self.body["slots"]


_sessions = itertools.count(1)


@dataclass
class Customer:
    """Types and presses buttons; a button that was not offered cannot be pressed."""

    address: str
    language: str = "en"
    channel: str = "widget"
    session: str = field(default_factory=lambda: f"test-{os.getpid()}-{next(_sessions)}")
    said: int = 0
    offered: dict[str, str] = field(default_factory=dict)

    def says(self, text: str) -> Answer:
        return self._send(text=text, payload=None)

    def presses(self, title: str) -> Answer:
        return self._send(text=None, payload=self.offered[title])

    def sends_payload(self, payload: str) -> Answer:
        """What only the gateway can do, for a button that was shown earlier."""
        return self._send(text=None, payload=payload)

    def sends_photo(self, name: str, text: str | None = None) -> Answer:
        """As the gateway tells of one that was asked for."""
        photo = {"key": f"{self.session}.{name}", "name": name}
        return self._send(text=text, payload=None if text else "/share_photo", photos=[photo])

    def is_handed_back(self, before: Answer) -> Answer:
        """People give the conversation back: a new session, with what was carried from the last answer."""
        self.session += "+"
        return self._send(text=None, payload="/go_on", slots=before.slots)

    def repeats(self) -> Answer:
        """The gateway asks again for the last message, as after a crash."""
        return self._post(self._last)

    def _send(self, **what: Any) -> Answer:
        self.said += 1
        self._last = {
            "session": self.session,
            "message_id": f"{self.session}.{self.said}",
            "channel": self.channel,
            "language": self.language,
            "slots": None,
            **what,
        }
        return self._post(self._last)

    def _post(self, body: dict[str, Any]) -> Answer:
        response = httpx.post(f"{self.address}/turn", json=body, timeout=20)
        assert response.status_code == 200, response.text
        answer = Answer(response.json())
        self.offered |= answer.buttons
        return answer
