"""Ends the supervised processes when the supervisor is gone: a pipe from it closes, however it died."""

import contextlib
import os
import signal
import sys
import time

GRACE = 10.0


def watch() -> None:
    """Reads lines `+GROUP` and `-GROUP` until the end of standard input, then stops the groups still named."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        change = groups.add if line.startswith("+") else groups.discard
        change(int(line[1:]))
    _stop(groups)


def _stop(groups: set[int]) -> None:
    end = time.monotonic() + GRACE
    for group in groups:
        _send(group, signal.SIGTERM)
    while any(_send(group, 0) for group in groups) and time.monotonic() < end:
        time.sleep(0.05)
    for group in groups:
        _send(group, signal.SIGKILL)


def _send(group: int, number: int) -> bool:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False


if __name__ == "__main__":
    watch()
