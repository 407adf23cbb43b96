"""PyPI's mockpost as a program: a Telegram that somebody else wrote, to hold our channel against."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

PORTS = ("HTTP", "SMTP", "FTP", "FTPS", "FTPS_IMPLICIT", "SFTP")  # it opens them all
PATIENCE = 60.0


class Mockpost:
    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self.api = f"{url}/telegram"
        self._http = http

    async def webhooks(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self._http.get("/api/webhooks")).json()
        return found

    async def brings(self, update: dict[str, Any]) -> int:
        """An update to the webhook; the status that came back."""
        (hook,) = await self.webhooks()
        body = {"event_type": "update", "payload": update}
        answer = await self._http.post(f"/api/webhooks/{hook['id']}/trigger", json=body)
        return int(answer.json()["response_code"])

    async def sent(self) -> list[str]:
        """What the bot wrote, oldest first; with buttons it is JSON. A correction stands there too."""
        return [it["body"] for it in await self._messages()]

    async def corrections(self) -> list[str]:
        return [it["body"] for it in await self._messages() if "message_id" in json.loads(it["raw_payload"])]

    async def _messages(self) -> list[dict[str, Any]]:
        found = (await self._http.get("/api/messages", params={"channel": "telegram", "limit": 500})).json()
        return [it for it in reversed(found) if it["direction"] == "outbound"]


@asynccontextmanager
async def mockpost(folder: Path) -> AsyncIterator[Mockpost]:
    """Running inside the block; what it keeps goes to the folder."""
    ports = _free_ports(len(PORTS))
    own = {f"MOCKPOST_{name}_PORT": str(port) for name, port in zip(PORTS, ports, strict=True)}
    own |= {"MOCKPOST_DB_PATH": str(folder / "mockpost.db"), "MOCKPOST_LOG_LEVEL": "warning"}
    async with AsyncExitStack() as stack:
        log = stack.enter_context((folder / "mockpost.log").open("wb"))
        command = sys.executable, "-m", "mockpost.cli"
        program = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env=os.environ | own, stdout=log, stderr=log
        )
        stack.push_async_callback(_stop, program)
        url = f"http://127.0.0.1:{ports[0]}"
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=url, verify=False, trust_env=False))
        await _until_healthy(http, program)
        yield Mockpost(url, http)


async def _until_healthy(http: httpx.AsyncClient, program: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(PATIENCE):
        while program.returncode is None:
            try:
                if (await http.get("/health")).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise RuntimeError("mockpost did not start; mockpost.log says why")


async def _stop(program: asyncio.subprocess.Process) -> None:
    if program.returncode is None:
        program.kill()  # asked politely it takes five seconds, and it holds nothing worth keeping
    await program.wait()


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
