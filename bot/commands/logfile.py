"""The children's log files: kept short, and quoted when one dies."""

import asyncio
import os
import shutil
from pathlib import Path

LIMIT = 20_000_000  # bytes; then the log starts anew and what it held is kept as .1


async def keep_short(log: Path, *, limit: int = LIMIT, every: float = 60) -> None:
    """Look again every so many seconds, for ever. Its writers must append."""
    while True:
        if log.exists() and log.stat().st_size > limit:
            shutil.copyfile(log, log.with_suffix(log.suffix + ".1"))
            os.truncate(log, 0)
        await asyncio.sleep(every)


def last_lines(log: Path, count: int = 12) -> str:
    lines = log.read_text(errors="replace").splitlines()[-count:] if log.exists() else []
    return "\n".join([f"  the last lines of {log}:", *(f"  | {line}" for line in lines)])
