"""What somebody wrote themselves, without what they quote and without their signature.

Read by lines, in time that grows with the text only. What is doubtful stays: better a line too many than a
question lost.
"""

import re
from collections.abc import Sequence

MOST_LINES = 5_000
ABOVE = 4  # lines that "On Monday, Kari wrote:" may be broken into

_QUOTE = re.compile(r"\s*>")
_RULE = re.compile(r"\s*_{20,}\s*")
_DASHED = re.compile(r"\s*-{3,}\s?[^-]{3,60}\s?-{3,}\s*")  # -----Original Message-----
_SIGNATURE = re.compile(r"--\s?")
_MAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}")
_HEADER = re.compile(r"[*\s]*([^\s:*][^:*]{0,25})[*\s]{0,3}:")
# From, sent, date, to, subject, as Outlook and its like write them above what they quote.
_NAMES = {
    name: kind
    for kind, names in {
        "from": "from|fra|lähettäjä|da|mittente|von|de|från|منجانب|از",
        "sent": "sent|date|sendt|dato|lähetetty|päivämäärä|päiväys|inviato|data|gesendet|datum|skickat|"
        "بھیجا گیا|تاریخ",
        "to": "to|til|vastaanottaja|a|an|till|بنام|بجانب",
        "subject": "subject|emne|aihe|oggetto|betreff|ämne|موضوع|عنوان",
    }.items()
    for name in names.split("|")
}
_SENT_FROM = re.compile(
    r"\s*(?:sent from (?:my|outlook|mail for)|get outlook for|sendt fra (?:min|outlook)|lähetetty (?:minun )?"
    r"(?:iphone|ipad|android|puhelime|samsung|outlook)|hanki outlook|inviato da(?:l mio|lla mia)? |scarica outlook|"
    r"میرے (?:آئی ?فون|فون))",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """The text that is new in an answer; what stands between quotes belongs to it."""
    lines = text.replace("\xa0", " ").split("\n")[:MOST_LINES]
    lines = lines[: _end(lines)]
    kept: list[str] = []
    for line in lines:
        if not _QUOTE.match(line):
            kept.append(line.rstrip())
        elif kept and kept[-1] != "\0":
            _drop_introduction(kept)
            kept.append("\0")  # one gap for the whole quote
    return "\n".join("" if line == "\0" else line for line in _unsigned(kept)).strip("\n")


def _end(lines: Sequence[str]) -> int:
    """Where everything from there on is somebody else's."""
    for number, line in enumerate(lines):
        if number and (_RULE.fullmatch(line) or _DASHED.fullmatch(line)) and _heads(lines[number + 1 :]):
            return number
        if _header(line) == "from" and _heads(lines[number:]):
            return number
    return len(lines)


def _heads(lines: Sequence[str]) -> bool:
    """Whether a mail's header stands in the next lines."""
    near = [line for line in lines[:8] if line.strip()]
    return len({kind for line in near if (kind := _header(line))}) >= 3


def _header(line: str) -> str | None:
    found = _HEADER.match(line)
    return _NAMES.get(found[1].strip().casefold()) if found else None


def _drop_introduction(kept: list[str]) -> None:
    """Take away "On Monday, Kari <kari@…> wrote:" from the end, in whatever language: a colon before a quote."""
    while kept and not kept[-1].strip():
        kept.pop()
    for count in range(1, min(ABOVE, len(kept)) + 1):
        taken = kept[-count:]
        if any(not line.strip() or line == "\0" for line in taken):
            return
        whole = " ".join(taken)
        if not whole.rstrip().endswith((":", "：")) or len(whole) > 300:
            return
        if _MAIL.search(whole) or _is_dated(whole):  # whose it was, or when
            above = kept[-count - 1] if len(kept) > count else ""
            broken = not _is_dated(whole) and _is_dated(above) and above[-1] not in ".!?"
            del kept[-count - broken :]
            return


def _is_dated(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= 3


def _unsigned(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if kept and _SIGNATURE.fullmatch(line):
            break
        kept.append(line)
    while kept and not kept[-1].strip("\0 \t"):
        kept.pop()
    if len(kept) > 1 and _SENT_FROM.match(kept[-1]):
        kept.pop()
    return kept
