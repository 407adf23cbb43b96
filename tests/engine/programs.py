"""Starts the engine, a stand-in for the action server, and questions to the engine's own Python."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ENGINE_PYTHON = ROOT / "engine" / ".venv" / "bin" / "python"
START_LIMIT = 90  # seconds, on a busy machine

Json = dict[str, Any]


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOPDESK_")}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ENGINE_PYTHON, "-m", "engine", command],
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=250, check=False,
    )  # fmt: skip


class EnginePython:
    """Calls functions under the engine's own Python, in one process: Rasa takes seconds to import."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("wb")
        self._process = subprocess.Popen(
            [ENGINE_PYTHON, Path(__file__).parent / "in_engine.py"],
            env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
        )  # fmt: skip

    def __call__(self, calls: list[Json]) -> list[Any]:
        """Each call's result."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(calls) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, Path(self._log.name).read_text()
        results: list[Any] = json.loads(line)
        return results

    def close(self) -> None:
        self._process.communicate(timeout=20)
        self._log.close()


class Engine:
    """The really started engine; `say` and `press` are turns of the current session."""

    def __init__(self, project: Path, var: Path, actions: Actions) -> None:
        self._project, self.var, self._actions = project, var, actions
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self.session, self._count = "1.0", 0

    def __enter__(self) -> Engine:  # noqa: PYI034 - Self is of 3.11
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGTERM)

    def start(self) -> None:
        settings = {
            "SHOPDESK_VAR": str(self.var),
            "SHOPDESK_RASA_PORT": str(self.port),
            "SHOPDESK_ACTIONS_URL": self._actions.url,
        }
        with (self.var / "engine.log").open("ab") as log:
            self._process = subprocess.Popen(
                [ENGINE_PYTHON, "-m", "engine", "serve"],
                cwd=self._project, env=environment(**settings), stdout=log, stderr=log,
            )  # fmt: skip
        give_up = time.monotonic() + START_LIMIT
        while not self._healthy():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < give_up, self.log()
            time.sleep(0.1)

    def stop(self, how: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.wait(20)

    def log(self) -> str:
        return (self.var / "engine.log").read_text()

    def new_session(self) -> None:
        self._count += 1
        self.session = f"{self._count}.0"

    def say(self, text: str, **fields: Any) -> Json:
        return self.turn(text=text, **fields)

    def press(self, payload: str, **fields: Any) -> Json:
        return self.turn(payload=payload, **fields)

    def turn(self, **fields: Any) -> Json:
        status, body = self.post("turn", self.body(**fields))
        assert status == 200, body
        return body

    def body(self, **fields: Any) -> Json:
        self._count += 1
        plain = {"text": None, "payload": None, "channel": "widget", "language": "en", "slots": None}
        return {**plain, "session": self.session, "message_id": str(self._count), **fields}

    def post(self, route: str, body: Json | bytes) -> tuple[int, Json]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.get(f"/webhooks/shopdesk/{route}", data)

    def get(self, path: str, data: bytes | None = None) -> tuple[int, Json]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def _healthy(self) -> bool:
        try:
            return self.get("/webhooks/shopdesk/health")[0] == 200
        except OSError:
            return False


class Actions:
    """Answers like an action server; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Json] = []
        self.hold = threading.Event()
        self.hold.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Actions:  # noqa: PYI034
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hold.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: Json) -> tuple[int, Json]:
        self.asked.append(request)
        self.hold.wait(30)
        name = request["next_action"]
        if name == "action_break":
            return 500, {"error": "broken", "action_name": name}
        if name == "action_hand_over":
            handoff = {"reason": "asked", "topic": None, "summary": "", "slots": {}}
            outcome = {"topic": "talk", "outcome": "handed_over"}
            return 200, {
                "events": [],
                "responses": [{"custom": {"handoff": handoff}}, {"custom": {"outcome": outcome}}],
            }
        if name == "action_nonsense":
            return 200, {"events": [{"event": "nonsense"}], "responses": []}
        if name == "action_status":
            return 200, {"events": [], "responses": [{"text": f"Status {len(self.asked)}"}]}
        return 200, {"events": [], "responses": []}


def _handler(actions: Actions) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = actions.answer(request)
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Nothing: pytest shows what matters."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True  # the engine was killed on purpose

    return Handler


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
