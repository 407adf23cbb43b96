"""A conversation as one page to read, print and keep: HTML that needs nothing from elsewhere and runs nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from bot.conversations.messages import Author, Message
from bot.conversations.ports import Wording
from bot.conversations.transcript_style import STYLE

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
# Nothing that somebody wrote could be run or loaded, even if it were not escaped.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Section:
    """A conversation of the page. `language`: a code such as nb or ur-Latn."""

    heading: str
    language: str
    lines: Sequence[Message]


@dataclass(frozen=True, slots=True)
class _Shown:
    line: Message
    edited: bool = False


def page(wording: Wording, language: str, sections: Sequence[Section], now: datetime) -> str:
    """`language`: of the page itself."""
    title = escape(wording.say(language, "transcript_title"))
    made = escape(wording.say(language, "transcript_made", at=now))
    body = "\n".join(part for section in sections for part in _section(wording, section))
    return f"""<!doctype html>
<html lang="{escape(language)}" dir="{direction(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<header><h1>{title}</h1><p>{made}</p></header>
{body}
</main>
</body>
</html>
"""


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _section(wording: Wording, section: Section) -> Iterator[str]:
    language = section.language
    yield f'<section lang="{escape(language)}" dir="{direction(language)}">'
    if section.heading:
        yield f"<h2>{escape(section.heading)}</h2>"
    yield "<ol>"
    year = None
    for shown in _as_corrected(section.lines):
        if shown.line.created_at.year != year:  # the times of lines leave it out
            year = shown.line.created_at.year
            yield f'<li class="year">{year}</li>'
        yield from _line(wording, language, shown)
    yield "</ol>"
    yield "</section>"


def _as_corrected(lines: Sequence[Message]) -> list[_Shown]:
    """Each line where it was first said, with the words it has now."""
    places: dict[int, int] = {}
    found: list[_Shown] = []
    for line in lines:
        place = places.get(line.entry.corrects or 0)
        if place is None:
            place = len(found)
            found.append(_Shown(line))
        else:
            first = found[place].line
            entry = replace(line.entry, files=line.entry.files or first.entry.files)
            found[place] = _Shown(replace(line, created_at=first.created_at, entry=entry), edited=True)
        places[line.id] = place
    return found


def _line(wording: Wording, language: str, shown: _Shown) -> Iterator[str]:
    entry = shown.line.entry
    names = [file.name for file in entry.files]
    if not (entry.text.strip() or names or entry.withdrawn):
        return
    at = escape(wording.say(language, "transcript_at", at=shown.line.created_at))
    moment = f'<time datetime="{shown.line.created_at.isoformat()}">{at}</time>'
    kind = f"{entry.author.value} internal" if entry.internal else entry.author.value
    yield f'<li class="{kind}"><p class="who"><b>{escape(_who(wording, language, shown))}</b> {moment}'
    if shown.edited and not entry.withdrawn:
        yield f" <i>{escape(wording.say(language, 'transcript_edited'))}</i>"
    yield "</p>"
    if entry.withdrawn:
        yield f'<p class="said"><i>{escape(wording.say(language, "transcript_withdrawn"))}</i></p>'
    elif entry.text.strip():
        yield f'<p class="said" dir="auto">{escape(entry.text)}</p>'
    yield from (f'<p class="file" dir="auto">📎 {escape(name)}</p>' for name in names if not entry.withdrawn)
    yield "</li>"


def _who(wording: Wording, language: str, shown: _Shown) -> str:
    entry = shown.line.entry
    inside = f" ({wording.say(language, 'transcript_internal')})" if entry.internal else ""
    if entry.author is Author.CUSTOMER:
        return wording.say(language, "you") + inside
    if entry.author is Author.BOT:
        return wording.say(language, "assistant") + inside
    return (entry.name or wording.say(language, "transcript_shop")) + inside
