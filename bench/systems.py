"""The three that are compared, each started anew in an empty folder, side by side; one is driven at a time."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx

from bench.programs import ENGINE_PYTHON, PYTHON, ROOT, free_ports, started
from bench.rest_driver import RestDriver
from bench.socketio_driver import SocketIODriver
from bench.turn import Driver
from bench.widget_driver import WidgetDriver

OURS, REST, SOCKETIO = "Shopdesk, widget", "stock Rasa, REST", "stock Rasa, Socket.IO"
NO_LIMITS = {f"SHOPDESK_{what}_PER_MINUTE": "1000000" for what in ("MESSAGES", "SESSIONS", "CONNECTIONS")}


@asynccontextmanager
async def systems(folder: Path) -> AsyncIterator[Mapping[str, Driver]]:
    """By name; ready to answer inside the block. Ours first: it trains the model and names it."""
    async with AsyncExitStack() as running:
        ours, model = await running.enter_async_context(_shopdesk(folder / "ours"))
        rest = await running.enter_async_context(_stock(folder / "rest", model, "rest"))
        other = await running.enter_async_context(_stock(folder / "socketio", model, "socketio"))
        socketio = await running.enter_async_context(SocketIODriver(other))
        yield {OURS: WidgetDriver(ours), REST: RestDriver(rest), SOCKETIO: socketio}


@asynccontextmanager
async def _shopdesk(folder: Path) -> AsyncIterator[tuple[int, str]]:
    """As `shopdesk run` starts it; gives the gateway's port and the model's name."""
    folder.mkdir()
    port, rasa, actions = free_ports(3)
    ports = {
        "SHOPDESK_PORT": str(port),
        "SHOPDESK_RASA_PORT": str(rasa),
        "SHOPDESK_ACTIONS_PORT": str(actions),
        "SHOPDESK_VAR": str(folder),
    }
    command = (str(Path(PYTHON).with_name("shopdesk")), "run")
    health = f"http://127.0.0.1:{port}/health/ready"
    async with started(folder / "screen.txt", health, *command, **ports, **NO_LIMITS):
        async with httpx.AsyncClient(trust_env=False) as client:
            served = await client.get(f"http://127.0.0.1:{rasa}/webhooks/shopdesk/health")
        yield port, served.json()["model"]


@asynccontextmanager
async def _stock(folder: Path, model: str, channel: str) -> AsyncIterator[int]:
    """`rasa run` with its own defaults and an action server of its own; gives its port."""
    folder.mkdir()
    port, actions = free_ports(2)
    environment = {
        "SHOPDESK_ACTIONS_PORT": str(actions),
        "SHOPDESK_VAR": str(folder),
        "SHOPDESK_ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    rasa = (
        *(ENGINE_PYTHON, "-m", "rasa", "run", "--quiet"),
        *("--interface", "127.0.0.1", "--port", str(port)),
        *("--model", str(ROOT / f"models/{model}.tar.gz")),
        *("--endpoints", str(ROOT / "bench/endpoints.yml")),
        *("--credentials", str(ROOT / f"bench/credentials-{channel}.yml")),
    )
    serving = (PYTHON, "-m", "bench.plain_actions")
    health = f"http://127.0.0.1:{actions}/health"
    async with (
        started(folder / "actions.log", health, *serving, **environment),
        started(folder / "rasa.log", f"http://127.0.0.1:{port}/", *rasa, **environment),
    ):
        yield port
