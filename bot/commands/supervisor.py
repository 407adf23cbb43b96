"""Keeps child processes running: starts them together, restarts what dies, stops all of it cleanly."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from bot.commands.logfile import keep_short, last_lines
from bot.commands.notices import pipe, sort_lines
from bot.commands.programs import Program
from bot.settings import ROOT


@dataclass(frozen=True)
class Patience:
    """How long the supervisor waits for what; seconds."""

    first_delay: float = 1.0
    longest_delay: float = 5.0  # customers wait meanwhile
    steady: float = 60.0  # who lived this long starts again without delay
    grace: float = 15.0  # between SIGTERM and SIGKILL
    poll: float = 0.2
    tries: int = 3  # deaths before a program was ever ready


class NeverReady(Exception):
    """A program died again and again before it was ready; the message has its last lines."""


class Supervisor:
    def __init__(
        self, programs: Sequence[Program], say: Callable[[str], None], patience: Patience | None = None
    ) -> None:
        self._programs = programs
        self._say = say
        self._patience = patience or Patience()
        self._running: dict[str, Process] = {}
        self._was_ready = {program.name: asyncio.Event() for program in programs}
        self._tasks: list[asyncio.Task[None]] = []
        self._warden: Process | None = None
        self._stopping = asyncio.Event()

    @property
    def waiting_for(self) -> tuple[str, ...]:
        return tuple(name for name, ready in self._was_ready.items() if not ready.is_set())

    async def start(self) -> None:
        """Start all and return when each has said that it is ready. Raises `NeverReady`."""
        self._warden = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.commands.warden", stdin=PIPE, cwd=ROOT, start_new_session=True
        )
        self._tasks = [asyncio.create_task(self._keep(program)) for program in self._programs]
        await self._first_of(asyncio.create_task(self._all_ready()), *self._tasks)

    async def watch(self) -> None:
        """Keep them running until cancelled."""
        await self._first_of(*self._tasks)

    async def stop(self) -> None:
        """The last started first: what takes messages in stops before what answers them."""
        self._stopping.set()
        for name in [program.name for program in reversed(self._programs) if program.name in self._running]:
            await self._end(self._running[name])
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._warden and self._warden.stdin:
            self._warden.stdin.close()
            await self._warden.wait()

    @staticmethod
    async def _first_of(*tasks: asyncio.Task[None]) -> None:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def _all_ready(self) -> None:
        for ready in self._was_ready.values():
            await ready.wait()

    async def _keep(self, program: Program) -> None:
        patience, deaths, delay = self._patience, 0, self._patience.first_delay
        while True:
            began = time.monotonic()
            code = await self._live(program)
            if self._stopping.is_set():
                return
            if time.monotonic() - began >= patience.steady:
                deaths, delay = 0, patience.first_delay
            deaths += 1
            if deaths >= patience.tries and program.name in self.waiting_for:
                why = f"{program.name} {_how(code)}, {deaths} times before it was ready"
                raise NeverReady(f"{why}.\n{last_lines(program.log)}")
            explained = f"\n{last_lines(program.log)}" if deaths > 1 else ""
            self._say(f"{program.name} {_how(code)}; starting it again in {delay:g} s{explained}")
            if await self._stopped_within(delay):
                return
            delay = min(delay * 2, patience.longest_delay)

    async def _live(self, program: Program) -> int:
        """One life of one process; its exit code."""
        program.log.parent.mkdir(parents=True, exist_ok=True)
        if program.before and (code := await self._run(program, program.before)):
            return code
        companions = [
            asyncio.create_task(self._announce_ready(program)),
            asyncio.create_task(keep_short(program.log)),
        ]
        try:
            return await self._run(program, program.command, program.notice)
        finally:
            for companion in companions:
                companion.cancel()

    async def _run(self, program: Program, command: Sequence[str], notice: str | None = None) -> int:
        with program.log.open("ab") as log, pipe() as (output, into_pipe):
            process = await asyncio.create_subprocess_exec(
                *command, env=dict(program.environment), cwd=ROOT, start_new_session=True,
                stdin=DEVNULL, stdout=into_pipe if notice else log, stderr=log,
            )  # fmt: skip
        self._running[program.name] = process
        self._tell_warden(f"+{process.pid}")
        reading = asyncio.create_task(sort_lines(output, notice or "", self._say, program.log))
        if self._stopping.is_set():
            await self._end(process)
        code = await process.wait()
        _kill_group(process.pid)  # workers it may have left behind, which would hold its port
        await reading
        self._tell_warden(f"-{process.pid}")
        del self._running[program.name]
        return code

    async def _stopped_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self._stopping.wait(), seconds)
        return False

    async def _announce_ready(self, program: Program) -> None:
        began = time.monotonic()
        async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
            while program.health and not await _healthy(client, program.health):  # noqa: ASYNC110
                await asyncio.sleep(self._patience.poll)
        self._was_ready[program.name].set()
        self._say(f"{program.name} is ready after {time.monotonic() - began:.1f} s")

    async def _end(self, process: Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), self._patience.grace)
        _kill_group(process.pid)
        await process.wait()

    def _tell_warden(self, line: str) -> None:
        if self._warden and self._warden.stdin:
            self._warden.stdin.write(f"{line}\n".encode())


async def _healthy(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == 200
    except httpx.HTTPError:
        return False


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _how(code: int) -> str:
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
