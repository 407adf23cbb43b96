"""Prepared texts in each language, with the customer's name, the order and the agent filled in."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Formatter

import yaml

VALUES = frozenset({"name", "order", "agent"})
FALLBACK = "en"
LONGEST = 2000  # what any channel takes in one piece


class BadCanned(Exception):
    """The message lists all faults of the files."""


class Canned:
    """Texts by name, the same names in every language."""

    def __init__(self, folder: Path) -> None:
        """Reads `canned.<language>.yml`. Raises BadCanned."""
        self._texts = {path.name.split(".")[1]: _read(path) for path in sorted(folder.glob("canned.*.yml"))}
        if faults := _faults(self._texts):
            raise BadCanned("The prepared texts have to be mended:\n" + "\n".join(faults))

    @property
    def languages(self) -> Sequence[str]:
        return tuple(self._texts)

    @property
    def names(self) -> Sequence[str]:
        return tuple(self._texts.get(FALLBACK, {}))

    def found(self, name: str) -> Sequence[str]:
        """The text of that name, else all whose name begins with it, else all whose name holds it."""
        name = name.casefold().replace("-", "_")
        if name in self.names:
            return [name]
        begin = [known for known in self.names if known.startswith(name)]
        return begin or [known for known in self.names if name in known]

    def language(self, wish: str) -> str | None:
        """The language that is meant, in whatever case it is written."""
        wanted = wish.casefold().replace("_", "-")
        return next((language for language in self.languages if language.casefold() == wanted), None)

    def text(self, name: str, language: str, values: Mapping[str, str | None]) -> str:
        """A value that is not known stays to be seen, but an unknown customer is just not named."""
        text = self._texts.get(language, self._texts[FALLBACK])[name]
        if not values.get("name"):
            text = re.sub(r"[,،]?[ \u00a0]?\{name\}", "", text)
        known = {value: values.get(value) or f"{{{value}}}" for value in VALUES}
        return text.format(**known)


def _read(path: Path) -> Mapping[str, str]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadCanned(f"{path} is not YAML: {error}") from error
    if not isinstance(content, dict) or not all(isinstance(text, str) for text in content.values()):
        raise BadCanned(f"{path} must hold a text for each name.")
    return {str(name): _joined(text) for name, text in content.items()}


def _joined(text: str) -> str:
    """Lines of a paragraph belong together; empty lines part paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


def _faults(texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    if FALLBACK not in texts:
        return [f"canned.{FALLBACK}.yml is missing"]
    faults = []
    for language, known in texts.items():
        file = f"canned.{language}.yml"
        faults += [f"{file} lacks {name!r}" for name in texts[FALLBACK].keys() - known.keys()]
        faults += [
            f"{file} has {name!r}, unknown in English" for name in known.keys() - texts[FALLBACK].keys()
        ]
        for name, text in known.items():
            faults += [f"{file}: {name!r} {wrong}" for wrong in _wrong(text)]
    return sorted(faults)


def _wrong(text: str) -> list[str]:
    try:
        used = {value for _, value, _, _ in Formatter().parse(text) if value is not None}
    except ValueError as error:
        return [f"has a stray brace: {error}"]
    wrong = [f"uses {{{value}}}; known are {', '.join(sorted(VALUES))}" for value in sorted(used - VALUES)]
    if len(text) > LONGEST:
        wrong.append(f"is longer than {LONGEST} characters")
    return wrong
