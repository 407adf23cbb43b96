"""Child processes: started in a folder of their own, waited for, and stopped whatever happens."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
ENGINE_PYTHON = str(ROOT / "engine/.venv/bin/python")
START_SECONDS = 240  # on a clean machine the model is trained first
STOP_SECONDS = 20


class NeverReady(Exception):
    """A program ended or did not answer; the message holds the end of what it printed."""


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@asynccontextmanager
async def started(log: Path, health: str, *command: str, **environment: str) -> AsyncIterator[None]:
    """Runs the program inside the block, once `health` answers 200. Raises NeverReady."""
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env=child_environment(environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        await _ready(process, health, log)
        yield
    finally:
        await stop(process)


def child_environment(more: Mapping[str, str]) -> dict[str, str]:
    """Without the settings of whoever started us: they would make two runs differ."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOPDESK_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


async def stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _ready(process: asyncio.subprocess.Process, health: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    async with httpx.AsyncClient(trust_env=False, timeout=3) as client:
        while not await _answers(client, health):
            if process.returncode is not None or time.monotonic() > deadline:
                raise NeverReady(f"{health} does not answer:\n{log.read_text(errors='replace')[-2000:]}")
            await asyncio.sleep(0.2)


async def _answers(client: httpx.AsyncClient, health: str) -> bool:
    try:
        return (await client.get(health)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
