"""`python -m tests.fakes.slack --port 0` runs the fake; when ready it prints {"port": N} on one line."""

import argparse
import asyncio
import json
import signal

from tests.fakes.slack.server import fake_slack


async def run(port: int) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with fake_slack(port) as slack:
        print(json.dumps({"port": int(slack.url.rpartition(":")[2])}), flush=True)
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A Slack workspace simulated on this machine.")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    asyncio.run(run(parser.parse_args().port))


if __name__ == "__main__":
    main()
