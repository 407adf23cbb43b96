"""What the documents must hold, worked out from the code."""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic_core import PydanticUndefined

from bot.settings import ROOT, Settings, variable

PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
HEAD = "| variable | default | unit | meaning |\n| --- | --- | --- | --- |"


def settings_rows() -> Iterator[str]:
    """The table of docs/settings.md, a row a setting."""
    for name, field in Settings.model_fields.items():
        unit = next((extra for extra in _extras(field.metadata, field.json_schema_extra)), "")
        yield f"| `{variable(name)}` | {_default(field.default)} | {unit} | {field.description} |"


def _extras(metadata: list[object], own: object) -> Iterator[str]:
    for extra in (own, *(getattr(one, "json_schema_extra", None) for one in metadata)):
        if isinstance(extra, dict) and "unit" in extra:
            yield str(extra["unit"])


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return "see meaning"
    if value is None or value == ():
        return "unset"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def links(page: Path) -> Iterator[tuple[str, Path]]:
    """Relative links of a page, as written and as the file they mean."""
    without_code = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code):
        if "://" not in target and not target.startswith(("#", "mailto:")):
            yield target, (page.parent / target.partition("#")[0]).resolve()
