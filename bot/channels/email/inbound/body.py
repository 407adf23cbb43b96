"""The words of a mail: its plain text, or what its HTML says."""

from email.message import EmailMessage
from html.parser import HTMLParser

LONGEST = 200_000  # characters looked at

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "hr", "table"})
_SILENT = frozenset({"style", "script", "head", "title"})
_QUOTES = ("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote")
_OUTLOOKS = frozenset({"divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container"})
_EMPTY = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "base", "wbr", "area"})


def words(mail: EmailMessage) -> str:
    """With what is quoted in it, as far as that is known by its signs in the text only."""
    part = mail.get_body(preferencelist=("plain", "html"))
    if not isinstance(part, EmailMessage):
        return ""
    text = _text(part)
    return _from_html(text) if part.get_content_type() == "text/html" else text


def _text(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, UnicodeError, ValueError):  # a charset that nobody knows
        raw = part.get_payload(decode=True)
        content = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return str(content)[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")


def _from_html(page: str) -> str:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    rows = [" ".join(row.split()) for row in "".join(reader.said).split("\n")]
    return "\n".join(row for row, before in zip(rows, ["", *rows], strict=False) if row or before).strip()


class _Reader(HTMLParser):
    """Skips what is quoted: from there on nothing is the sender's own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0
        self._quoted: list[str] = []  # open elements since the quote began
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id") in _OUTLOOKS:
            self._over = True
        if tag in _SILENT:
            self._silent += 1
        if tag not in _EMPTY and (self._quoted or _is_quote(tag, given)):
            self._quoted.append(tag)
        if tag in _BREAKS and not self._hidden:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in self._quoted:
            while self._quoted.pop() != tag:
                pass
        if tag in _BREAKS and not self._hidden:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data.replace("\n", " "))

    @property
    def _hidden(self) -> bool:
        return bool(self._silent or self._quoted or self._over)


def _is_quote(tag: str, given: dict[str, str | None]) -> bool:
    kinds = given.get("class") or ""
    return tag == "blockquote" or any(kind in kinds for kind in _QUOTES)
