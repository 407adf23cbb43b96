"""The action server as a process: quick to start, alone on its port, and safe from kill -9."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
RETURNS = """
import asyncio, sys
from pathlib import Path
from actions.demo_shop.adapter import DemoShop
from actions.demo_shop.files import load
from actions.shop import NotAllowed, Proof, ReturnReason

async def main(data, database):
    shop = await DemoShop.open(data, database)
    for row in load(data).orders:
        try:
            made = await shop.start_return(
                row.number, Proof(email=row.email), (), ReturnReason.CHANGED_MIND, f"key-{row.number}"
            )
        except NotAllowed:
            continue
        print(row.number, made.number, made.label, flush=True)
    print("end", flush=True)

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    started = []

    def begin(port: int) -> subprocess.Popen[str]:
        environment = {**os.environ, "SHOPDESK_ACTIONS_PORT": str(port), "SHOPDESK_VAR": str(tmp_path)}
        process = subprocess.Popen(
            [sys.executable, "-m", "actions"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def wait_until_ready(port: int, process: subprocess.Popen[str]) -> float:
    began = time.monotonic()
    while time.monotonic() - began < 30 and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/health", timeout=1).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return time.monotonic() - began
    pytest.fail(f"not ready: {process.communicate()[1]}")


def test_it_starts_serves_on_loopback_only_and_stops_on_sigterm(start):
    port = free_port()
    process = start(port)
    seconds = wait_until_ready(port, process)

    process.send_signal(signal.SIGTERM)
    log = process.communicate(timeout=10)[1]

    assert seconds < 60  # 1 s on an idle machine; tests share theirs
    assert process.returncode in {0, -signal.SIGTERM}
    assert json.loads(log.splitlines()[0])["event"] == "action_server_ready"
    assert "Traceback" not in log


def test_a_taken_port_is_a_clear_error_naming_it(start):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = start(port).communicate(timeout=30)[1]

    assert f"Port {port} is taken; set SHOPDESK_ACTIONS_PORT" in said
    assert "Traceback" not in said


def test_after_kill_9_every_return_that_was_confirmed_is_there_once(tmp_path):
    """Mutation: commit after printing, or drop the claim on the key, and a label differs or a return is doubled."""
    database = tmp_path / "shop.db"
    command = [sys.executable, "-c", RETURNS, str(ROOT / "data" / "shop"), str(database)]
    confirmed: dict[str, list[str]] = {}
    for kill_after in (1, 4, 9, None):
        told = set()  # in this run
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for count, line in enumerate(process.stdout, start=1):
            if line.startswith("end"):
                break
            number, *made = line.split()
            assert confirmed.setdefault(number, made) == made
            told.add(number)
            if count == kill_after:
                process.kill()
                break
        process.communicate()

    assert told == set(confirmed)  # what was confirmed before is told again, not refused
    with sqlite3.connect(database) as db:
        (returns,) = db.execute("SELECT count(*) FROM returns").fetchone()
        (orders,) = db.execute("SELECT count(DISTINCT subject) FROM done WHERE errand = 'return'").fetchone()
    db.close()
    assert returns == orders == len(confirmed) > 20


def test_answers_on_a_kept_connection_do_not_wait_for_the_client_s_acknowledgement(start):
    """Fails when the listening socket does not name its protocol: Nagle's algorithm then adds 40 ms to each."""
    port = free_port()
    wait_until_ready(port, start(port))
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        times = sorted(_timed(client) for _ in range(15))

    assert times[7] < 0.03


def _timed(client: httpx.Client) -> float:
    began = time.perf_counter()
    client.get("/health").raise_for_status()
    return time.perf_counter() - began
