"""What a child says to the operator: a pipe for its standard output, sorted into notices and log lines."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def pipe() -> Iterator[tuple[BinaryIO, int]]:
    """The reading end, and the writing end to hand to a child; ours is closed at the end of the block.

    Not asyncio's own pipe: with that, waiting for a process waits for all who inherited its output too.
    """
    reading, writing = os.pipe()
    try:
        yield os.fdopen(reading, "rb", buffering=0), writing
    finally:
        os.close(writing)


async def sort_lines(output: BinaryIO, notice: str, say: Callable[[str], None], log: Path) -> None:
    """Until the end of the output: lines that start with `notice` are said without it, the others logged."""
    reader = asyncio.StreamReader(limit=1_000_000)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), output)
    try:
        with log.open("ab", buffering=0) as rest:
            async for line in reader:
                text = line.decode(errors="replace").strip()
                if text.startswith(notice):
                    say(text.removeprefix(notice))
                else:
                    rest.write(line)
    finally:
        transport.close()
