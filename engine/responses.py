"""Merges data/responses/<language>.yml into Rasa's responses, chosen by the slot language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter

DEFAULT = "en"
VARIABLE = re.compile(r"\{([^{}\n]+)\}")

Variant = dict[str, Any]
Responses = dict[str, list[Variant]]


class ResponsesBroken(RasaException):
    """The languages do not say the same; the message lists every difference."""


class LocalisedResponses(RasaFileImporter):
    """Rasa's own importer, with the responses of all languages added to the domain."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        folder: str = "data/responses",
    ) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        self._folder = Path(folder)

    def get_domain(self) -> Domain:
        """Raises ResponsesBroken."""
        languages = read_responses(self._folder)
        return super().get_domain().merge(Domain.from_dict({"responses": merge(languages)}))


def read_responses(folder: Path) -> dict[str, Responses]:
    """The checked responses by language; raises ResponsesBroken with all that is wrong."""
    files = sorted(folder.glob("*.yml"))
    languages = {file.stem: _read(file) for file in files}
    problems = [p for file in files for p in _malformed(file.name, languages[file.stem])]
    if files and DEFAULT not in languages:
        problems.append(f"{DEFAULT}.yml is missing; it is what customers get without a language")
    problems = problems or list(differences(languages))
    if problems:
        raise ResponsesBroken("\n".join(f"  {folder.name}/{problem}" for problem in problems))
    return {language: _variants(responses) for language, responses in languages.items()}


def merge(languages: dict[str, Responses]) -> Responses:
    """English unconditionally, the others on the slot."""
    merged: Responses = {key: list(variants) for key, variants in languages.get(DEFAULT, {}).items()}
    for language, responses in languages.items():
        if language == DEFAULT:
            continue
        condition = [{"type": "slot", "name": "language", "value": language}]
        for key, variants in responses.items():
            merged[key].extend({**variant, "condition": condition} for variant in variants)
    return merged


def differences(languages: dict[str, Any]) -> Iterator[str]:
    """What one language has and another lacks: keys, variables, button payloads."""
    read = {language: _variants(responses) for language, responses in languages.items()}
    for key in sorted({key for responses in read.values() for key in responses}):
        for language in sorted(read):
            if key not in read[language]:
                yield f"{language}.yml: {key} is missing"
        having = {language: responses[key] for language, responses in read.items() if key in responses}
        yield from _lacking(key, "variable", {name: _variables(v) for name, v in having.items()})
        yield from _lacking(key, "payload", {name: _payloads(v) for name, v in having.items()})


def _lacking(key: str, what: str, found: dict[str, set[str]]) -> Iterator[str]:
    everything = set().union(*found.values())
    for language in sorted(found):
        for item in sorted(everything - found[language]):
            yield f"{language}.yml: {key} lacks the {what} {item}"


def _variables(variants: list[Variant]) -> set[str]:
    texts = [variant["text"] for variant in variants]
    titles = [button["title"] for variant in variants for button in variant.get("buttons", ())]
    return {f"{{{name}}}" for text in [*texts, *titles] for name in VARIABLE.findall(text)}


def _payloads(variants: list[Variant]) -> set[str]:
    return {button["payload"] for variant in variants for button in variant.get("buttons", ())}


def _variants(responses: dict[str, Any]) -> Responses:
    return {
        key: [{"text": variant} if isinstance(variant, str) else variant for variant in variants]
        for key, variants in responses.items()
    }


def _read(file: Path) -> Any:
    try:
        return yaml.load(file.read_text("utf-8"), Loader=_UniqueKeys) or {}  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ResponsesBroken(f"  {file.parent.name}/{file.name} is not YAML: {error}") from error


def _malformed(name: str, responses: Any) -> Iterator[str]:
    if not isinstance(responses, dict):
        yield f"{name}: it must hold 'utter_…:' keys"
        return
    for key, variants in responses.items():
        if not str(key).startswith("utter_"):
            yield f"{name}: {key} must begin with utter_"
        if not isinstance(variants, list) or not variants:
            yield f"{name}: {key} must be a list of variants"
        elif not all(_is_variant(variant) for variant in variants):
            yield f"{name}: {key} must hold texts, or mappings with text and buttons (title, payload)"


def _is_variant(variant: Any) -> bool:
    if isinstance(variant, str):
        return bool(variant.strip())
    if not isinstance(variant, dict) or not variant.keys() <= {"text", "buttons"}:
        return False
    buttons = variant.get("buttons", [])
    return (
        isinstance(variant.get("text"), str)
        and isinstance(buttons, list)
        and all(isinstance(b, dict) and b.keys() == {"title", "payload"} for b in buttons)
        and all(isinstance(value, str) for b in buttons for value in b.values())
    )


class _UniqueKeys(yaml.SafeLoader):
    """YAML lets a later key silently replace an earlier one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if doubled := {key for key in keys if keys.count(key) > 1}:
            raise yaml.constructor.ConstructorError(
                None, None, f"these keys stand twice: {', '.join(sorted(map(str, doubled)))}"
            )
        return super().construct_mapping(node, deep)
