"""Refuses training examples that repeat one another or stand under two intents; shows how languages balance."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path("data/nlu")
# Shared three-letter pieces, of all that two examples have: above it they are the same sentence for a classifier.
ALIKE = 0.8
SHORT = 12  # letters: below it two different words may share nearly all of their pieces


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    intent: str
    language: str
    file: str

    @property
    def plain(self) -> str:
        """Without what a shopper may leave out: case, punctuation, the very number."""
        text = unicodedata.normalize("NFKC", self.text).casefold()
        letters = " ".join(re.sub(r"[^\w\s]|_", " ", re.sub(r"\d+", "0", text)).split())
        return (
            letters if re.search(r"[^\W\d]", letters) else text
        )  # signs and numbers alone are what they are


def read(folder: Path) -> list[Example]:
    """All examples; raises ValueError naming the file that is not Rasa's training data."""
    return [example for file in sorted(folder.glob("*.yml")) for example in _read(file)]


def _read(file: Path) -> Iterator[Example]:
    language = file.name.split(".")[-2]
    try:
        blocks = yaml.safe_load(file.read_text("utf-8"))["nlu"]
        for block in blocks:
            for line in block["examples"].splitlines():
                if line.strip():
                    yield Example(line.removeprefix("-").strip(), block["intent"], language, file.name)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            f"{file}: not a list under 'nlu' with 'intent' and 'examples: |' each: {error}"
        ) from error


def faults(examples: Iterable[Example]) -> Iterator[str]:
    """Each pair that is too alike, by language."""
    by_language: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_language[example.language].append(example)
    for group in by_language.values():
        yield from _doubles(group)


def _doubles(examples: list[Example]) -> Iterator[str]:
    """Compares only those that share a rare piece: two alike always do."""
    plain = [example.plain for example in examples]
    pieces = [_pieces(each) for each in plain]
    often = Counter(piece for each in pieces for piece in each)
    holding: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(pieces):
        # Two sets that share 80 % of their union share one of any fifth, and one more, of either's pieces.
        rare = sorted(own, key=lambda piece: (often[piece], piece))[: int(len(own) * (1 - ALIKE)) + 1]
        for other in sorted({other for piece in rare for other in holding[piece]}):
            short = min(len(plain[other]), len(plain[number])) < SHORT
            if plain[other] == plain[number] or (not short and _alike(pieces[other], own)):
                yield _fault(examples[other], examples[number])
        for piece in rare:
            holding[piece].append(number)


def _alike(pieces: set[str], others: set[str]) -> bool:
    return len(pieces & others) >= ALIKE * len(pieces | others)


def _fault(one: Example, two: Example) -> str:
    if one.intent != two.intent:
        return f"{two.file}: {two.text!r} ({two.intent}) is {one.text!r} under {one.intent} in {one.file}"
    return f"{two.file}: {two.text!r} repeats {one.text!r} ({one.intent})"


def _pieces(plain: str) -> set[str]:
    padded = f" {plain} "
    return {padded[at : at + 3] for at in range(max(1, len(padded) - 2))}


def balance(examples: Iterable[Example]) -> str:
    """A table: examples by intent and language."""
    count = Counter((example.intent, example.language) for example in examples)
    languages = sorted({language for _, language in count})
    width = max(len(intent) for intent, _ in count)
    lines = [" " * width + "".join(f"{language:>9}" for language in languages)]
    for intent in sorted({intent for intent, _ in count}):
        row = "".join(f"{count[intent, language]:9}" for language in languages)
        lines.append(f"{intent:{width}}{row}")
    total = "".join(f"{sum(n for (_, its), n in count.items() if its == one):9}" for one in languages)
    return "\n".join([*lines, f"{'all':{width}}{total}"])


def main() -> int:
    examples = read(FOLDER)
    sys.stdout.write(f"{balance(examples)}\n")
    found = list(faults(examples))
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
