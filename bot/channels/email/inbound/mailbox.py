"""One IMAP mailbox, asked step by step in a thread: the standard library's client waits."""

import imaplib
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, TypeVar

from bot.channels.email.inbound.reading import Mail
from bot.channels.email.servers import Server

SECONDS = 30.0
DAYS = 14  # older unread mail is left to people
MOST = 20  # mails of one look
BYTES = 30 * 1024 * 1024  # of one mail: files of 20 MB, as they are written in mails

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Found = TypeVar("Found")


class MailboxAway(Exception):
    """The server cannot be reached, or hung up; the text holds no password."""


class MailboxRefused(Exception):
    """The server does not take us, or has no such folder: somebody has to mend that."""


class Mailbox:
    """Every method waits for the server, at most `seconds` for each answer."""

    def __init__(self, server: Server, seconds: float = SECONDS) -> None:
        self._server = server
        self._seconds = seconds
        self._line: imaplib.IMAP4 | None = None
        self._validity = ""

    def unread(self, today: date) -> list[int]:
        """UIDs, oldest first. Raises MailboxAway, MailboxRefused."""
        since = _day(today - timedelta(days=DAYS))
        _, found = self._ask(lambda line: line.uid("SEARCH", "UNSEEN", "UNDELETED", "SINCE", since))
        numbers = found[0].split() if found and found[0] else []
        return sorted(int(number) for number in numbers)[:MOST]

    def fetch(self, uid: int) -> Mail | None:
        """None when it is gone."""
        place = f"{self._validity}:{uid}"
        _, told = self._ask(lambda line: line.uid("FETCH", str(uid), "(RFC822.SIZE)"))
        size = _SIZE.search(_first(told))
        if size is None:
            return None
        whole = int(size[1]) <= BYTES
        section = "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])"
        _, parts = self._ask(lambda line: line.uid("FETCH", str(uid), section))
        raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
        return Mail(raw, place, whole) if raw is not None else None

    def fetch_at(self, place: str) -> Mail | None:
        """The mail at a place told earlier; None when it is gone, or the mailbox was made anew."""
        validity, _, uid = place.partition(":")
        self._opened()
        return self.fetch(int(uid)) if validity == self._validity and uid.isdecimal() else None

    def mark(self, uid: int, *, flagged: bool = False) -> None:
        flags = r"(\Seen \Flagged)" if flagged else r"(\Seen)"
        self._ask(lambda line: line.uid("STORE", str(uid), "+FLAGS.SILENT", flags))

    def check(self) -> None:
        self._ask(lambda line: line.noop())

    def close(self) -> None:
        """At once, whoever may be waiting for an answer."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):  # it hung up first
                line.sock.shutdown(socket.SHUT_RDWR)
            line.shutdown()

    def _ask(self, question: Callable[[imaplib.IMAP4], tuple[str, Any]]) -> tuple[str, Any]:
        try:
            said, answer = question(self._opened())
        except (imaplib.IMAP4.abort, OSError) as error:
            self.close()
            raise MailboxAway(f"the connection broke ({type(error).__name__})") from error
        except imaplib.IMAP4.error as error:
            self.close()
            raise MailboxRefused(_in_words(error)) from error
        if said != "OK":
            self.close()
            raise MailboxRefused(f"the server says {said}")
        return said, answer

    def _opened(self) -> imaplib.IMAP4:
        if self._line is None:
            try:
                self._line = self._open()
            except (imaplib.IMAP4.abort, OSError) as error:
                raise MailboxAway(f"the server cannot be reached ({type(error).__name__})") from error
        return self._line

    def _open(self) -> imaplib.IMAP4:
        server = self._server
        line = self._connect()
        try:
            if server.needs_tls:
                line.starttls(server.context())
            line.login(server.user, server.password)
            said, _ = line.select(_quoted(server.folder))
            if said != "OK":
                raise MailboxRefused(f"there is no folder {server.folder}")
        except imaplib.IMAP4.error as error:
            line.shutdown()
            if isinstance(error, imaplib.IMAP4.abort):
                raise
            raise MailboxRefused(_in_words(error)) from error
        except BaseException:
            line.shutdown()
            raise
        self._validity = _first(line.response("UIDVALIDITY")[1]).decode("ascii", "replace")
        return line

    def _connect(self) -> imaplib.IMAP4:
        server = self._server
        if server.tls:
            return imaplib.IMAP4_SSL(
                server.host, server.port, ssl_context=server.context(), timeout=self._seconds
            )
        return imaplib.IMAP4(server.host, server.port, timeout=self._seconds)


def _day(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _first(answer: Any) -> bytes:
    first = answer[0] if answer else b""
    if isinstance(first, tuple):
        first = first[0]
    return first if isinstance(first, bytes) else b""


def _in_words(error: Exception) -> str:
    told = error.args[0] if error.args else b""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    return " ".join(text.split())[:200]
