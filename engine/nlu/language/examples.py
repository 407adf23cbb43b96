"""What is written in each language in the project: its training examples and its responses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.responses import read_responses

EXAMPLE = re.compile(r"^\s+- (?!intent:)(.+)$", re.MULTILINE)
VARIABLE = re.compile(r"\{[^{}\n]+\}")


def read_examples(nlu: Path, responses: Path) -> Mapping[str, list[str]]:
    """Texts by language; only languages that have responses. Raises ResponsesBroken."""
    spoken = read_responses(responses)
    texts = {
        language: [VARIABLE.sub(" ", variant["text"]) for variants in said.values() for variant in variants]
        for language, said in spoken.items()
    }
    for language, example in _typed(nlu):
        if language in texts:
            texts[language].append(example)
    return texts


def _typed(nlu: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(nlu.glob("*.*.yml")):  # <topic>.<language>.yml
        language = file.stem.rpartition(".")[2]
        for example in EXAMPLE.findall(file.read_text("utf-8")):
            yield language, example
