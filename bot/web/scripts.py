"""The scripts of the pages, each the parts in a folder of static/ as one file: nothing has to be built."""

import json
from collections.abc import Sequence
from pathlib import Path

STATIC = Path(__file__).parent / "static"
# What is used at once stands before.
WIDGET = ("words", "kept", "connection", "elements", "log", "element", "start")
DESK = (
    "state", "words", "server", "entry", "reading", "queue", "conversation", "brought", "changes", "log", "card",
    "composer", "commands", "line",
)  # fmt: skip
REPORT = ("read", "look", "charts", "draw")


def widget_script() -> bytes:
    """Runs on other people's pages: nothing of it is global."""
    words = {path.stem: json.loads(path.read_bytes()) for path in sorted(STATIC.glob("widget/words/*.json"))}
    told = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    style = json.dumps(_bare((STATIC / "widget/widget.css").read_text(encoding="utf-8")), ensure_ascii=False)
    parts = [
        '(() => {\n"use strict";',
        f"const CSS = {style}, WORDS = {told};",
        *map(_bare, _read("widget", WIDGET)),
        "})();\n",
    ]
    return "\n".join(parts).encode()


def desk_script() -> bytes:
    return "\n".join(_read("desk", DESK)).encode()


def report_script() -> bytes:
    return "\n".join(_read("report", REPORT)).encode()


def _bare(source: str) -> str:
    """Without indents, empty lines and lines of comment: a twelfth of what a shopper's phone has to fetch."""
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _read(folder: str, parts: Sequence[str]) -> list[str]:
    return [(STATIC / folder / f"{part}.js").read_text(encoding="utf-8") for part in parts]
