"""widget.js: the parts in static/widget as the one file that a shop's page loads."""

import json
from pathlib import Path

HERE = Path(__file__).parent / "static" / "widget"
PARTS = ("words", "kept", "connection", "elements", "log", "element", "start")  # what is used stands before


def widget_script(folder: Path = HERE) -> bytes:
    style = json.dumps((folder / "widget.css").read_text(encoding="utf-8"), ensure_ascii=False)
    parts = [(folder / f"{part}.js").read_text(encoding="utf-8") for part in PARTS]
    return "\n".join(['(() => {\n"use strict";', f"const CSS = {style};", *parts, "})();\n"]).encode()
