"""`python -m bench [--quick]`: starts the three systems, measures them, prints the table and writes it."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from bench.plan import FULL, QUICK, Plan, measure
from bench.programs import NeverReady
from bench.report import report, write
from bench.systems import systems


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two minutes for a first look; writes nothing")
    quick = parser.parse_args().quick
    try:
        text = asyncio.run(
            _run(QUICK if quick else FULL, "python -m bench --quick" if quick else "make bench")
        )
    except NeverReady as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stdout.write(text + "\n")
    if not quick:
        write(text)
    return 0


async def _run(plan: Plan, command: str) -> str:
    began = time.monotonic()

    def say(line: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began:4.0f} s  {line}\n")

    with tempfile.TemporaryDirectory(prefix="shopdesk-bench-") as folder:
        say("starting the gateway and stock Rasa twice")
        async with systems(Path(folder)) as drivers:
            before = os.getloadavg()[0]
            measured = await measure(plan, drivers, say)
            return report(plan, measured, command, (before, os.getloadavg()[0]))


if __name__ == "__main__":
    sys.exit(main())
