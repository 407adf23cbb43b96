"""The fake as a program: prints one JSON line with its port when it is ready, and runs until it is told to stop."""

import argparse
import asyncio
import json
import signal

from tests.fakes.telegram.server import fake_telegram
from tests.fakes.telegram.world import TOKEN


async def run(port: int, token: str) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with fake_telegram(token, port) as running:
        print(json.dumps({"port": running.port, "control_port": running.control_port}), flush=True)
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="for bots; a free one for 0")
    parser.add_argument("--token", default=TOKEN, help="the one token that is let in")
    options = parser.parse_args()
    asyncio.run(run(options.port, options.token))


if __name__ == "__main__":
    main()
