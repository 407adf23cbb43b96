"""Lists what a language lacks of what English has: files, what stands in them, and its names.

`python -m engine.languages` looks at the languages that have a file, and `python -m engine.languages sv` at one more.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.nlu.language.request import NAMES

ROOT = Path(__file__).parents[1]
MODEL = "en"
CODE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?"
SHOWN = 5  # names of what is missing in one file

# A file of each language, with CODE in place of the language, and what of it counts: keys, intents, stories.
KEY = re.compile(r"^(\w+):", re.MULTILINE)
INTENT = re.compile(r"^- intent: (\w+)", re.MULTILINE)
FILES = {
    "data/nlu/*.CODE.yml": INTENT,
    "data/responses/CODE.yml": KEY,
    "data/desk/canned.CODE.yml": KEY,
    "bot/wording/CODE.yml": KEY,
    "bot/web/static/widget/words/CODE.json": re.compile(r'^  "(\w+)":', re.MULTILINE),
    "tests/stories/test_*.CODE.yml": re.compile(r"^ *- story: (.+)", re.MULTILINE),
}
# English is the language of the shop's own files.
WORDS = "data/shop/words/CODE.yml"


def languages(root: Path) -> set[str]:
    """Every language that some file is written in."""
    return {found for pattern in (*FILES, WORDS) for found in _written(root, pattern)}


def missing(root: Path, more: Iterable[str] = ()) -> Iterator[str]:
    """A line for each file and each row of a table; `more`: languages that have no file yet."""
    for language in sorted({*languages(root), *more} - {MODEL}):
        for pattern, parts in FILES.items():
            for model in sorted(root.glob(pattern.replace("CODE", MODEL))):
                yield from _lacks(root, model, _twin(model, language), parts)
        words = root / WORDS.replace("CODE", language)
        if not words.exists():
            yield f"{words.relative_to(root)} is missing"
        if language not in NAMES:
            yield f"engine/nlu/language/request.py: NAMES does not say how {language} is called"


def _written(root: Path, pattern: str) -> Iterator[str]:
    before, after = pattern.rpartition("/")[2].split("CODE")
    name = re.compile(f"{re.escape(before)}({CODE}){re.escape(after)}".replace(r"\*", ".+"))
    folder = root / pattern.rpartition("/")[0]
    matches = (name.fullmatch(path.name) for path in folder.iterdir()) if folder.exists() else ()
    return (match[1] for match in matches if match)


def _twin(model: Path, language: str) -> Path:
    """The same file in another language."""
    return model.with_name(re.sub(rf"\b{MODEL}(?=\.\w+$)", language, model.name))


def _lacks(root: Path, model: Path, twin: Path, parts: re.Pattern[str]) -> Iterator[str]:
    if not twin.exists():
        yield f"{twin.relative_to(root)} is missing"
        return
    lacking = sorted(
        set(parts.findall(model.read_text("utf-8"))) - set(parts.findall(twin.read_text("utf-8")))
    )
    if lacking:
        more = f" and {len(lacking) - SHOWN} more" if len(lacking) > SHOWN else ""
        yield f"{twin.relative_to(root)} lacks {', '.join(lacking[:SHOWN])}{more}"


def main() -> int:
    lines = list(missing(ROOT, sys.argv[1:]))
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
