"""parse_mode: HTML and both Markdowns, well enough to show what formatting would make of a text."""

import re
from html.parser import HTMLParser

from tests.fakes.telegram.entities import entity
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shapes import JSON

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler",
}  # fmt: skip
MARKS = {
    "markdown": {"*": "bold", "_": "italic", "`": "code"},
    "markdownv2": {
        "*": "bold",
        "__": "underline",
        "_": "italic",
        "~": "strikethrough",
        "||": "spoiler",
        "`": "code",
    },
}
RESERVED = r"_*[]()~`>#+-=|{}.!"
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def formatted(text: str, mode: str) -> tuple[str, list[JSON]]:
    """The text without its marks, and what they meant. Raises Refused where Telegram cannot read them."""
    if mode.lower() == "html":
        reader = _Html()
        reader.feed(text)
        reader.close()
        return reader.result()
    if mode.lower() not in MARKS:
        raise bad_request("unsupported parse_mode")
    return _markdown(text, mode.lower())


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text = ""
        self._open: list[tuple[str, int, str | None]] = []
        self._entities: list[JSON] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise bad_request(
                f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {self._bytes()}'
            )
        self._open.append((tag, len(self._text), dict(attrs).get("href")))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {self._bytes()}")
        _, start, link = self._open.pop()
        more = {"url": link} if link else {}
        self._entities.append(entity(TAGS[tag], self._text[:start], self._text[start:], **more))

    def handle_data(self, data: str) -> None:
        self._text += data

    def result(self) -> tuple[str, list[JSON]]:
        if self._open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self._open[-1][0]}\""
            )
        return self._text, self._entities

    def _bytes(self) -> int:
        return len(self._text.encode())


def _markdown(text: str, mode: str) -> tuple[str, list[JSON]]:
    marks = sorted(MARKS[mode], key=len, reverse=True)
    opened: dict[str, int] = {}
    plain, entities, at = "", [], 0
    while at < len(text):
        mark = next((it for it in marks if text.startswith(it, at)), None)
        link = LINK.match(text, at)
        if text[at] == "\\" and at + 1 < len(text):
            plain, at = plain + text[at + 1], at + 2
        elif link:
            entities.append(entity("text_link", plain, link[1], url=link[2]))
            plain, at = plain + link[1], link.end()
        elif mark:
            start = opened.pop(mark, None)
            if start is None:
                opened[mark] = len(plain)
            else:
                entities.append(entity(MARKS[mode][mark], plain[:start], plain[start:]))
            at += len(mark)
        else:
            _check_reserved(text[at], mode)
            plain, at = plain + text[at], at + 1
    if opened:
        offset = len(plain[: min(opened.values())].encode())
        raise bad_request(
            f"can't parse entities: Can't find end of the entity starting at byte offset {offset}"
        )
    return plain, entities


def _check_reserved(character: str, mode: str) -> None:
    if mode == "markdownv2" and character in RESERVED:
        raise bad_request(
            f"can't parse entities: Character '{character}' is reserved and must be escaped with the preceding '\\'"
        )
