"""The supervisor with tiny child programs: restarts, clean stop, no orphans."""

import asyncio
import os
import signal
import socket
import sys
import textwrap
import time
from pathlib import Path

import pytest

from bot.commands.programs import Program
from bot.commands.supervisor import NeverReady, Patience, Supervisor
from bot.settings import ROOT

QUICK = Patience(first_delay=0.1, longest_delay=0.4, steady=60, grace=1, poll=0.02)

HEALTHY = """
    import http.server, os, pathlib, sys
    class Ready(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
        def log_message(self, *a): pass
    pathlib.Path(sys.argv[2]).open("a").write(f"{os.getpid()}\\n")
    print("desk-link: http://shop/desk?once=1", flush=True)
    print("a line for the log", flush=True)
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""
DYING = "import sys; sys.exit('no model here')"
DEAF = """
    import os, pathlib, signal, sys, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pathlib.Path(sys.argv[2]).write_text(str(os.getpid()))
    while True: time.sleep(1)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stage:
    """Makes programs, notes what the supervisor said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []

    def program(self, code: str, *, name: str = "gateway", checked: bool = True, before=()) -> Program:
        port = free_port()
        command = (sys.executable, "-c", textwrap.dedent(code), str(port), str(self.folder / f"{name}.pids"))
        health = f"http://127.0.0.1:{port}/" if checked else None
        environment = {"PATH": os.environ["PATH"]}
        log = self.folder / f"{name}.log"
        return Program(name, command, log, health, before, environment, notice="desk-link: ")

    def supervise(self, *programs: Program) -> Supervisor:
        return Supervisor(programs, self.said.append, QUICK)

    def pids(self, name: str = "gateway") -> list[int]:
        path = self.folder / f"{name}.pids"
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    async def until(self, words: str, times: int = 1) -> None:
        async with asyncio.timeout(20):
            while sum(words in line for line in self.said) < times:
                await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def gone_within(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def test_start_returns_when_every_program_is_ready_and_passes_notices_on(stage: Stage) -> None:
    supervisor = stage.supervise(stage.program(HEALTHY), stage.program(HEALTHY, name="rasa"))

    await supervisor.start()
    await stage.until("http://shop/desk?once=1", times=2)
    await supervisor.stop()

    assert supervisor.waiting_for == ()
    assert "a line for the log" in (stage.folder / "gateway.log").read_text()
    assert "desk-link" not in (stage.folder / "gateway.log").read_text()


async def test_a_program_that_dies_is_started_again_and_said_so(stage: Stage) -> None:
    supervisor = stage.supervise(stage.program(HEALTHY))
    await supervisor.start()
    os.kill(stage.pids()[0], signal.SIGKILL)

    await stage.until("gateway is ready", times=2)
    await supervisor.stop()

    assert "gateway was killed by SIGKILL; starting it again in 0.1 s" in stage.said
    assert len(stage.pids()) == 2


async def test_the_pause_before_a_restart_grows_and_the_last_lines_of_the_log_explain_why(
    stage: Stage,
) -> None:
    healthy_once = f"""
    import pathlib, sys
    if pathlib.Path(sys.argv[2]).exists(): sys.exit('the disk is full')
    {textwrap.indent(textwrap.dedent(HEALTHY), "    ").strip()}
    """
    supervisor = stage.supervise(stage.program(healthy_once))
    await supervisor.start()
    os.kill(stage.pids()[0], signal.SIGKILL)

    await stage.until("starting it again", times=4)
    await supervisor.stop()

    pauses = [line.split(" in ")[1].split()[0] for line in stage.said if "starting it again" in line]
    assert pauses[:4] == ["0.1", "0.2", "0.4", "0.4"]
    assert any("| the disk is full" in line for line in stage.said)


async def test_what_must_come_before_a_program_comes_before_each_of_its_lives(stage: Stage) -> None:
    before = (sys.executable, "-c", "print('trained')")
    supervisor = stage.supervise(stage.program(HEALTHY, before=before))
    await supervisor.start()
    os.kill(stage.pids()[0], signal.SIGKILL)

    await stage.until("gateway is ready", times=2)
    await supervisor.stop()

    assert (stage.folder / "gateway.log").read_text().count("trained") == 2


async def test_a_program_does_not_start_when_what_must_come_before_fails(stage: Stage) -> None:
    supervisor = stage.supervise(stage.program(HEALTHY, before=(sys.executable, "-c", DYING)))

    with pytest.raises(NeverReady, match=r"(?s)gateway ended with exit code 1, 3 times.*no model here"):
        await supervisor.start()
    await supervisor.stop()

    assert stage.pids() == []


async def test_a_program_that_never_becomes_ready_is_given_up_with_its_last_lines(stage: Stage) -> None:
    supervisor = stage.supervise(stage.program(DYING))

    with pytest.raises(NeverReady, match=r"(?s)gateway ended with exit code 1, 3 times.*no model here"):
        await supervisor.start()
    await supervisor.stop()


async def test_stop_ends_all_programs_even_one_that_ignores_the_signal(stage: Stage) -> None:
    supervisor = stage.supervise(stage.program(HEALTHY), stage.program(DEAF, name="rasa", checked=False))
    await supervisor.start()
    while not stage.pids("rasa"):
        await asyncio.sleep(0.02)

    await supervisor.stop()

    assert not any(alive(pid) for pid in stage.pids() + stage.pids("rasa"))


async def test_workers_left_by_a_dead_program_are_ended_before_it_starts_again(stage: Stage) -> None:
    forking = f"""
    import os, sys
    if os.fork() == 0:
        sys.argv[2] = sys.argv[2].replace("gateway", "worker")
        import pathlib, time
        pathlib.Path(sys.argv[2]).open("a").write(f"{{os.getpid()}}\\n")
        time.sleep(600)
    {textwrap.indent(textwrap.dedent(HEALTHY), "    ").strip()}
    """
    supervisor = stage.supervise(stage.program(forking))
    await supervisor.start()
    orphan = stage.pids("worker")[0]
    os.kill(stage.pids()[0], signal.SIGKILL)

    await stage.until("gateway is ready", times=2)
    await supervisor.stop()

    assert not alive(orphan)


async def test_nothing_outlives_a_supervisor_that_is_killed(stage: Stage) -> None:
    script = f"""
    import asyncio
    from pathlib import Path
    from bot.commands.programs import Program
    from bot.commands.supervisor import Supervisor
    program = {stage.program(HEALTHY)!r}
    async def main():
        supervisor = Supervisor([program], print)
        await supervisor.start()
        await supervisor.watch()
    asyncio.run(main())
    """
    script = script.replace("PosixPath", "Path")
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", textwrap.dedent(script), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    while b"ready" not in await parent.stdout.readline():
        pass
    child = stage.pids()[0]
    was_alive = alive(child)

    parent.kill()
    await parent.wait()

    assert was_alive
    assert await asyncio.to_thread(gone_within, child, 5)
