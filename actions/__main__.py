"""Starts the action server on loopback; reads the environment, opens the shop, serves until a signal."""

import asyncio
import logging
import os
import socket
import sys
from pathlib import Path

import structlog
import uvicorn

import actions
from actions.demo_shop.adapter import DemoShop
from actions.demo_shop.reading import FilesFaulty
from actions.registry import executor_for
from actions.server import DEADLINE, create_app
from actions.shop import ShopUnavailable

HOST = "127.0.0.1"  # Rasa is the only caller
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    _configure_log()
    port = os.environ.get("SHOPDESK_ACTIONS_PORT", "5055")
    var = ROOT / os.environ.get("SHOPDESK_VAR", "var")
    try:
        asyncio.run(_serve(port, var / "shop.db"))
    except (FilesFaulty, ShopUnavailable, OSError, ValueError) as error:
        sys.stderr.write(f"The action server cannot start. {error}\n")
        return 1
    except KeyboardInterrupt:
        pass  # the server has already finished what it had begun
    return 0


async def _serve(port: str, database: Path) -> None:
    if not port.isdigit():
        raise ValueError(f"SHOPDESK_ACTIONS_PORT is {port!r}; it must be a number")
    shop = await DemoShop.open(ROOT / "data" / "shop", database)
    executor = executor_for(actions, shop)
    try:
        listening = _listen(int(port))
    except OSError as error:
        raise OSError(f"Port {port} is taken; set SHOPDESK_ACTIONS_PORT to another.") from error
    with listening:
        structlog.get_logger().info(
            "action_server_ready", port=listening.getsockname()[1], actions=len(executor.actions)
        )
        await uvicorn.Server(
            uvicorn.Config(
                create_app(executor),
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=int(DEADLINE) + 1,
            )
        ).serve(sockets=[listening])


def _configure_log() -> None:
    """One JSON object a line on standard error; of the libraries, only warnings."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _listen(port: int) -> socket.socket:
    """Raises OSError when the port is taken."""
    # asyncio turns Nagle's algorithm off only where the protocol is named; else every answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


if __name__ == "__main__":
    sys.exit(main())
