"""What speaks for each cause of a complaint, from a file that people read and write."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.conversations.causes import CauseRules, CauseSigns
from bot.conversations.handoffs import Cause

KNOWN = frozenset({"topics", "reasons", "words"})


class BadCauses(Exception):
    """The message says which place of the file has to be mended, and how."""


def read_causes(path: Path) -> CauseRules:
    """In the file's order; none when there is no file. Raises BadCauses."""
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise BadCauses(f"{path} is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise BadCauses(f"{path} must hold causes by name: {', '.join(Cause)}.")
    return {_cause(path, name): _signs(f"{path}: {name}", signs) for name, signs in content.items()}


def _cause(path: Path, name: object) -> Cause:
    try:
        return Cause(str(name))
    except ValueError:
        raise BadCauses(f"{path}: {name!r} is no cause; known are {', '.join(Cause)}.") from None


def _signs(place: str, signs: Any) -> CauseSigns:
    if not isinstance(signs, dict) or set(signs) - KNOWN:
        raise BadCauses(f"{place} may have {', '.join(sorted(KNOWN))}, and nothing else.")
    words = signs.get("words") or {}
    if not isinstance(words, Mapping):
        raise BadCauses(f"{place}: words must be lists by language.")
    return CauseSigns(
        frozenset(_list(place, "topics", signs.get("topics"))),
        frozenset(_list(place, "reasons", signs.get("reasons"))),
        {
            str(language): _pattern(_list(place, f"words {language}", listed))
            for language, listed in words.items()
        },
    )


def _list(place: str, name: str, listed: Any) -> Sequence[str]:
    listed = listed or []
    if not isinstance(listed, list) or not all(isinstance(word, str) and word.strip() for word in listed):
        raise BadCauses(f'{place}: {name} must be a list of words; quote "no" and "on".')
    return [word.lstrip().lower() for word in listed]


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Each at the beginning of a word; one that ends in a blank is the whole word."""
    ends = [re.escape(word.rstrip()) + (r"(?!\w)" if word.endswith(" ") else "") for word in words]
    return re.compile(r"(?<!\w)(?:" + "|".join(ends) + ")") if ends else re.compile(r"(?!)")
