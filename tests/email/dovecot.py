"""A Dovecot of our own, in a temporary folder, on a free port of this machine."""

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "a-password-of-the-tests"
# Our end of the pipe closes even when the tests are killed.
UNTIL_WE_END = '"$@" & read _; kill -TERM $!; wait'

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""


class NoDovecot(Exception):
    """The program is not installed."""


class Dovecot:
    """Every user exists and has the one password."""

    def __init__(self, folder: Path) -> None:
        self.port, self.tls_port = free_port(), free_port()
        self.host = "127.0.0.1"
        self.certificate, self.key = folder / "cert.pem", folder / "key.pem"

    def url(self, user: str, folder: str = "", *, password: str = PASSWORD, tls: bool = False) -> str:
        quoted = user.replace("@", "%40")
        scheme, port = ("imaps", self.tls_port) if tls else ("imap", self.port)
        return f"{scheme}://{quoted}:{password}@{self.host}:{port}/{folder}"

    @contextmanager
    def mailbox(self, user: str) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(self.host, self.port, timeout=20) as line:
            line.login(user, PASSWORD)
            line.select("INBOX")
            yield line

    def deliver(self, user: str, mail: bytes) -> None:
        """As a server would that took the mail for the user."""
        with self.mailbox(user) as line:
            said, told = line.append("INBOX", "", "", mail)
            assert said == "OK", told

    def mails(self, user: str) -> list[bytes]:
        with self.mailbox(user) as line:
            numbers = line.search(None, "ALL")[1][0].split()
            return [line.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]

    def unread(self, user: str) -> int:
        return self._count(user, "UNSEEN")

    def flagged(self, user: str) -> int:
        return self._count(user, "FLAGGED")

    def _count(self, user: str, what: str) -> int:
        with self.mailbox(user) as line:
            return len(line.search(None, what)[1][0].split())


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    if not Path(program).exists():
        raise NoDovecot("Dovecot was not found: install it (Debian: apt-get install dovecot-imapd).")
    with tempfile.TemporaryDirectory(prefix="shopdesk-dovecot-") as made:
        folder = Path(made)
        server = Dovecot(folder)
        _make_certificate(server)
        as_user, user, group = _unprivileged(folder)
        for name in ("run", "mail"):
            (folder / name).mkdir()
            if as_user:
                os.chown(folder / name, int(as_user["user"]), int(as_user["group"]))
        config = folder / "dovecot.conf"
        config.write_text(
            CONFIG.format(
                folder=folder,
                user=user,
                group=group,
                password=PASSWORD,
                port=server.port,
                tls_port=server.tls_port,
            )
        )
        process = subprocess.Popen(
            ["sh", "-c", UNTIL_WE_END, "sh", program, "-F", "-c", config],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd=folder,
            **as_user,
        )
        try:
            _wait_until_ready(folder, server, process)
            yield server
        finally:
            process.communicate(timeout=30)


def _make_certificate(server: Dovecot) -> None:
    """For this machine, signed by itself."""
    subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", str(server.key), "-out", str(server.certificate))
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    server.key.chmod(0o644)  # Dovecot runs as somebody else


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _unprivileged(folder: Path) -> tuple[dict[str, object], str, str]:
    """Dovecot keeps mail of no root."""
    import grp

    if os.geteuid() != 0:
        own = pwd.getpwuid(os.geteuid())
        return {}, own.pw_name, grp.getgrgid(os.getegid()).gr_name
    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return as_user, "nobody", grp.getgrgid(user.pw_gid).gr_name


def _wait_until_ready(folder: Path, server: Dovecot, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(400):
        try:
            with server.mailbox("someone@shop.example"):
                return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    log = folder / "dovecot.log"
    raise RuntimeError("Dovecot did not start:\n" + (log.read_text() if log.exists() else ""))
