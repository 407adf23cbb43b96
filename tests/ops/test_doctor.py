"""`shopdesk doctor` finds what is wrong, says how to mend it, and fails when something cannot work."""

import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import shopdesk
from bot.settings import BadSettings


@pytest.fixture
def ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Free ports of the three programs, and an empty var folder."""
    probes = {name: socket.create_server(("127.0.0.1", 0)) for name in ("PORT", "RASA_PORT", "ACTIONS_PORT")}
    chosen = {name: probe.getsockname()[1] for name, probe in probes.items()}
    for name, probe in probes.items():
        probe.close()
        monkeypatch.setenv(f"SHOPDESK_{name}", str(chosen[name]))
    monkeypatch.setenv("SHOPDESK_VAR", str(tmp_path))
    return chosen


@pytest.fixture
def answering() -> Iterator[type]:
    """Starts servers that answer every request with one status."""
    servers: list[http.server.HTTPServer] = []

    class Servers:
        @staticmethod
        def start(port: int, status: int) -> None:
            class Answer(http.server.BaseHTTPRequestHandler):
                def do_GET(self) -> None:
                    self.send_response(status)
                    self.end_headers()

                def log_message(self, *_: object) -> None:
                    """Quiet."""

            servers.append(http.server.HTTPServer(("127.0.0.1", port), Answer))
            threading.Thread(target=servers[-1].serve_forever, daemon=True).start()

    yield Servers
    for server in servers:
        server.shutdown()
        server.server_close()


def doctor() -> Result:
    return CliRunner().invoke(shopdesk, ["doctor"])


def line(result: Result, about: str) -> str:
    lines = result.output.splitlines()
    at = next(number for number, text in enumerate(lines) if text[5:].startswith(about))
    return " ".join(lines[at : at + 2])


def test_a_fresh_project_is_well_and_told_what_is_not_running(ports: dict[str, int]) -> None:
    result = doctor()

    assert result.exit_code == 0, result.output
    assert "ok   database  still empty" in result.output
    assert "warn" in line(result, "gateway   not running")
    assert "make run" in line(result, "gateway   not running")


def test_looking_does_not_make_a_database(ports: dict[str, int], tmp_path: Path) -> None:
    doctor()

    assert list(tmp_path.iterdir()) == []


def test_a_program_that_answers_is_well(ports: dict[str, int], answering: type) -> None:
    answering.start(ports["RASA_PORT"], 200)

    assert line(doctor(), "rasa").startswith("ok")


def test_a_program_that_is_ill_fails_and_its_log_is_named(ports: dict[str, int], answering: type) -> None:
    answering.start(ports["PORT"], 503)

    result = doctor()

    assert result.exit_code == 1
    assert "/health/ready says 503" in result.output
    assert "gateway.log" in result.output


def hang_up(server: socket.socket) -> None:
    server.accept()[0].close()


def test_a_port_that_somebody_else_uses_fails_and_the_setting_is_named(ports: dict[str, int]) -> None:
    with socket.create_server(("127.0.0.1", ports["ACTIONS_PORT"]), backlog=0) as other:
        threading.Thread(target=hang_up, args=[other], daemon=True).start()

        result = doctor()

    assert result.exit_code == 1
    assert "SHOPDESK_ACTIONS_PORT=" in result.output


def test_a_database_that_cannot_be_reached_fails_without_showing_the_password(
    ports: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_DATABASE_URL", "postgresql://shop:hunter2@127.0.0.1:1/shop")

    result = doctor()

    assert result.exit_code == 1
    assert "fail database" in result.output
    assert "hunter2" not in result.output


def test_a_misspelt_variable_is_a_warning(ports: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_DESK_HOUR", "24/7")

    result = doctor()

    assert result.exit_code == 0
    assert "did you mean SHOPDESK_DESK_HOURS?" in result.output


def test_faulty_settings_are_the_first_and_only_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_PORT", "no")

    result = doctor()

    assert result.exit_code == 1
    assert "SHOPDESK_PORT is 'no'" in result.output
    assert "database" not in result.output


def test_other_commands_stop_at_faulty_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_PORT", "no")

    result = CliRunner().invoke(shopdesk, ["run"])

    assert isinstance(result.exception, BadSettings)
