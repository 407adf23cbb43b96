"""What the bot tells about itself, by language: commands, name, descriptions."""

import json
import re
from dataclasses import dataclass, field

from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shapes import JSON

NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
LONGEST = {"name": 64, "description": 512, "short_description": 120}
COMMANDS, COMMAND_TEXT = 100, 256


@dataclass(slots=True)
class Profile:
    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)  # by scope and language
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # by field and language

    def set_commands(self, commands: list[JSON], scope: JSON | None, language: str) -> None:
        """Raises Refused for what Telegram would not take."""
        _check_language(language)
        if len(commands) > COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not NAME.fullmatch(command.get("command", "").removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= COMMAND_TEXT:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept = [it | {"command": it["command"].removeprefix("/")} for it in commands]
        self.commands[_scope(scope), language] = kept

    def commands_for(self, scope: JSON | None, language: str) -> list[JSON]:
        _check_language(language)
        return self.commands.get((_scope(scope), language), [])

    def set_text(self, name: str, text: str, language: str) -> None:
        _check_language(language)
        if len(text) > LONGEST[name]:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        self.texts[name, language] = text

    def text(self, name: str, language: str) -> str:
        _check_language(language)
        return self.texts.get((name, language), "")

    def report(self) -> JSON:
        """By language; "" is for all the others."""
        found: dict[str, JSON] = {}
        for (_, language), commands in self.commands.items():
            found.setdefault(language, {})["commands"] = commands
        for (name, language), text in self.texts.items():
            found.setdefault(language, {})[name] = text
        return found


def _check_language(language: str) -> None:
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")


def _scope(scope: JSON | None) -> str:
    return json.dumps(scope or {"type": "default"}, sort_keys=True)
