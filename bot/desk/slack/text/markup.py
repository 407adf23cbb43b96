"""Our own markup for Slack: the only way by which bold, links, dates and mentions come into a message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.desk.slack.text.escape import ELLIPSIS, NOTHING, cut, neutral

Atom = NewType("Atom", str)  # written out for Slack; is shown whole or not at all

HERE = Atom("<!here>")
LABEL_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Markup:
    """A run of atoms; too long a run loses its last ones, so that none is ever cut in the middle."""

    atoms: tuple[Atom, ...] = ()

    def __add__(self, other: "Markup | Atom") -> "Markup":
        return Markup(self.atoms + (other.atoms if isinstance(other, Markup) else (other,)))

    def fit(self, limit: int) -> str:
        whole = "".join(self.atoms)
        if _units(whole) <= limit:
            return whole or NOTHING
        written = ""
        for atom in self.atoms:
            if _units(written + atom) > limit - 1:
                break
            written += atom
        return written + ELLIPSIS


def markup(*parts: "Atom | Markup") -> Markup:
    joined = Markup()
    for part in parts:
        joined += part
    return joined


def lines(parts: Iterable[Markup]) -> Markup:
    joined = Markup()
    for part in parts:
        joined = joined + Atom("\n") + part if joined.atoms else part
    return joined


def said(text: str, limit: int = LABEL_LIMIT) -> Atom:
    """Anybody's words, with nothing in them that Slack would act on."""
    return Atom(neutral(cut(text, limit)))


def bold(text: str) -> Atom:
    return Atom(f"*{_one_line(text)}*")


def link(address: str, label: str) -> Atom:
    """`address` is ours; what people wrote is never made a link."""
    return Atom(f"<{_address(address)}|{_one_line(label)}>")


def date(at: datetime, shape: str, fallback: str) -> Atom:
    """Shown in each reader's own time zone. `shape`: Slack's tokens, such as {date_short_pretty} {time}."""
    return Atom(f"<!date^{int(at.timestamp())}^{shape}|{_one_line(fallback)}>")


def mention(user_id: str) -> Atom:
    """Nothing when it is not a Slack user's id."""
    return Atom(f"<@{user_id}>" if user_id.isalnum() and user_id.isascii() else "")


def _one_line(text: str) -> str:
    return " ".join(said(text).replace("|", "∣").split()) or NOTHING


def _address(address: str) -> str:
    return address.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
