"""A PostgreSQL server of our own, in a temporary folder, on a socket in it."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("initdb", "postgres", "createdb", "pg_isready")
USER = "shopdesk"
# Our end of the pipe closes even when the tests are killed. SIGINT cuts off the sessions that are left.
UNTIL_WE_END = '"$@" & read _; kill -INT $!; wait'


class NoPostgres(Exception):
    """The programs are not installed."""


class Server:
    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._made = 0

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self._folder}"

    def new_database(self, template: str = "template0") -> str:
        self._made += 1
        name = f"log{self._made}"
        self.call("createdb", "-T", template, name)
        return name

    def call(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, "-h", self._folder, "-U", USER, *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=60)


@contextmanager
def running_server() -> Iterator[Server]:
    """Not durable against a power cut (fsync is off): nothing here cuts the power."""
    programs = find_programs()
    with tempfile.TemporaryDirectory(prefix="shopdesk-pg-") as made:
        folder = Path(made)
        as_user = _unprivileged(folder)
        data = folder / "data"
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                USER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            timeout=120,
            **as_user,
        )
        options = (
            "listen_addresses=",
            f"unix_socket_directories={folder}",
            "fsync=off",
            "max_connections=200",
        )
        settings = [part for option in options for part in ("-c", option)]
        with (folder / "server.log").open("wb") as log:
            process = subprocess.Popen(
                ["sh", "-c", UNTIL_WE_END, "sh", programs / "postgres", "-D", data, *settings],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=folder,
                **as_user,
            )
        try:
            _wait_until_ready(programs, folder, process)
            yield Server(programs, folder)
        finally:
            process.communicate(timeout=60)


def find_programs() -> Path:
    """The newest server's folder. Debian keeps them out of PATH."""
    folders = [Path(found).parent for found in [shutil.which("initdb")] if found]
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -float(folder.parent.name)
    )
    for folder in folders:
        resolved = (folder / "initdb").resolve().parent
        if all((resolved / program).exists() for program in PROGRAMS):
            return resolved
    raise NoPostgres(
        f"No folder with {', '.join(PROGRAMS)} found in PATH or /usr/lib/postgresql/*/bin: install PostgreSQL's server "
        "(Debian: apt-get install postgresql)."
    )


def _unprivileged(folder: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_until_ready(programs: Path, folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        asked = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False, timeout=10)
        if asked.returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start:\n" + (folder / "server.log").read_text())
