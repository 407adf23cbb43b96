"""The really started product: `shopdesk run` in a process of its own, on free ports, in an empty folder."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
START_SECONDS = 240  # a clean machine trains the model first
PROGRAMS = {"gateway": "-m bot serve", "rasa": "-m engine serve", "actions": "-m actions"}


class Started:
    """One running product. `var` is its folder, `screen` what it printed so far."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, var: Path, screen: Path) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.socket_url = f"ws://127.0.0.1:{port}/widget/socket"
        self.var = var
        self._screen = screen

    @property
    def screen(self) -> str:
        return self._screen.read_text(encoding="utf-8")

    @property
    def desk_link(self) -> str:
        """The newest one-time link on the screen; long lines are not broken there."""
        return re.findall(r"http://\S+/desk/enter\?key=[\w-]+", self.screen)[-1]

    def pid(self, program: str) -> int:
        """The process id of one of the three programs. Raises LookupError while it is down."""
        wanted = PROGRAMS[program]
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (folder / "environ").read_bytes()
            except OSError:
                continue
            ours = f"SHOPDESK_VAR={self.var}\0".encode() in environment
            if ours and wanted in command and "shopdesk run" not in command:
                return int(folder.name)
        raise LookupError(f"{program} is not running")

    def kill(self, program: str) -> None:
        """kill -9, and nothing else."""
        os.kill(self.pid(program), signal.SIGKILL)

    @contextmanager
    def suspended(self, program: str) -> Iterator[None]:
        """Meanwhile the program does nothing, and is not gone either."""
        process = self.pid(program)
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    async def ready(self, within: float = 60) -> None:
        """Wait until customers can be answered again."""
        deadline = time.monotonic() + within
        async with httpx.AsyncClient(trust_env=False) as client:
            while time.monotonic() < deadline:
                try:
                    if (await client.get(f"{self.url}/health/ready", timeout=3)).status_code == 200:
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(0.1)
        raise TimeoutError(f"not ready within {within:g} s:\n{self.screen[-2000:]}")


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


@contextmanager
def started(folder: Path, **settings: str) -> Iterator[Started]:
    """Run the product inside the block; `settings` without their prefix."""
    port, rasa, actions = free_ports(3)
    var, screen = folder / "var", folder / "screen.txt"
    environment = {
        **os.environ,
        "SHOPDESK_PORT": str(port),
        "SHOPDESK_RASA_PORT": str(rasa),
        "SHOPDESK_ACTIONS_PORT": str(actions),
        "SHOPDESK_VAR": str(var),
        **{f"SHOPDESK_{name.upper()}": value for name, value in settings.items()},
    }
    with screen.open("wb") as out:
        process = subprocess.Popen(
            [Path(sys.prefix) / "bin/shopdesk", "run"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    product = Started(process, port, var, screen)
    try:
        _wait_for_screen(product)
        yield product
    finally:
        process.terminate()
        process.wait(30)


def _wait_for_screen(product: Started) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "is ready after" not in product.screen.partition("Shopdesk ")[2]:
        if product.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"shopdesk run did not get ready:\n{product.screen}")
        time.sleep(0.2)


def listening_beyond_loopback(port: int) -> bool:
    """Whether anything answers on the port on another address of this machine."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        probe.connect(("192.0.2.1", 9))  # no packet is sent: it only chooses an interface
        address = probe.getsockname()[0]
    if address.startswith("127."):
        return False
    with closing(socket.socket()) as client:
        client.settimeout(1)
        return client.connect_ex((address, port)) == 0
