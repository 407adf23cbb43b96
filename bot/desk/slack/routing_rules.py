"""Which desk channel a hand-over goes to: rules from a file that people read and write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from opening_hours import validate

from bot.desk.hours import WrittenHours

KNOWN = frozenset({"topics", "languages", "hours", "channel"})
NAME_LENGTH = 80  # Slack's limit


class BadRouting(Exception):
    """The message lists every fault of the file, with the place and how to mend it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Fits when everything that is given fits; empty means any."""

    channel: str
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    hours: WrittenHours | None = None

    def fits(self, topic: str | None, language: str, at: datetime) -> bool:
        return (
            (not self.topics or topic in self.topics)
            and (not self.languages or language in self.languages)
            and (self.hours is None or self.hours.is_open(at))
        )


def read_rules(path: Path, country: str, zone: ZoneInfo) -> tuple[Rule, ...]:
    """The file's rules in order; none when there is no file. Raises BadRouting."""
    if not path.exists():
        return ()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise BadRouting(f"{path} is not YAML: {error}") from error
    entries = content.get("rules") if isinstance(content, dict) else None
    if not isinstance(content, dict) or set(content) - {"rules"} or not isinstance(entries or [], list):
        raise BadRouting(f"{path} must hold one list, named `rules`.")
    faults: list[str] = []
    rules = [
        rule
        for place, entry in enumerate(entries or [], start=1)
        if (rule := _rule(place, entry, faults, country, zone))
    ]
    if faults:
        raise BadRouting(f"{path} has to be mended:\n" + "\n".join(f"  {fault}" for fault in faults))
    return tuple(rules)


def channel_name(name: str) -> str:
    """As Slack keeps it, without #. Raises ValueError."""
    name = name.strip().removeprefix("#")
    good = 0 < len(name) <= NAME_LENGTH and all(
        character.isalnum() or character in "-_" for character in name
    )
    if not good or name != name.lower():
        raise ValueError(
            f"{name!r} is no channel name: small letters, digits, - and _ only, {NAME_LENGTH} at most"
        )
    return name


def _rule(place: int, entry: Any, faults: list[str], country: str, zone: ZoneInfo) -> Rule | None:
    if not isinstance(entry, dict):
        faults.append(f"rule {place}: must have a `channel`, and any of topics, languages, hours")
        return None
    before = len(faults)
    if strange := sorted(str(key) for key in entry.keys() - KNOWN):
        faults.append(f"rule {place}: unknown {', '.join(strange)}; known are {', '.join(sorted(KNOWN))}")
    topics, languages = (_words(place, entry, key, faults) for key in ("topics", "languages"))
    hours = _hours(place, entry, faults, country, zone)
    channel = _channel(place, entry, faults)
    return Rule(channel, topics, languages, hours) if len(faults) == before else None


def _channel(place: int, entry: Mapping[str, Any], faults: list[str]) -> str:
    try:
        return channel_name(str(entry.get("channel") or ""))
    except ValueError as error:
        faults.append(f"rule {place}: channel {error}")
        return ""


def _words(place: int, entry: Mapping[str, Any], key: str, faults: list[str]) -> frozenset[str]:
    words = entry.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        faults.append(f'rule {place}: {key} must be a list of words, such as [en, nb]; quote "no" and "on"')
        return frozenset()
    return frozenset(words)


def _hours(
    place: int, entry: Mapping[str, Any], faults: list[str], country: str, zone: ZoneInfo
) -> WrittenHours | None:
    hours = entry.get("hours")
    if hours is None:
        return None
    if not isinstance(hours, str) or not validate(hours):
        faults.append(f"rule {place}: hours {hours!r} are not like 'Mo-Fr 09:00-17:00; Sa 10:00-14:00'")
        return None
    return WrittenHours(hours, country, zone)
