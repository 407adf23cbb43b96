"""Reading the settings from the environment: all faults in one message, and near misses named."""

import difflib
import os
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from bot.settings.every import PREFIX, Settings

# Read by the tests and the Makefile, not by the programs.
ELSEWHERE = frozenset({"SHOPDESK_CHROMIUM"})


class BadSettings(Exception):
    """One message that names every faulty variable, what is wrong with it and how to mend it."""


def variable(field: str) -> str:
    return PREFIX + field.upper()


def load_settings() -> Settings:
    """Read the environment, or raise `BadSettings` with all faults in one message."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors() if fault["type"] != "default_factory_not_called"]
        raise BadSettings("Settings to mend:\n" + "\n".join(faults)) from None


def _fault(fault: Mapping[str, Any]) -> str:
    wrong = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if not fault["loc"]:
        return f"  {wrong}."
    field = str(fault["loc"][0])
    about = Settings.model_fields[field]
    secret = "SecretStr" in str(about.annotation) or field == "database_url"  # it may hold a password
    given = ":" if secret else f" is {fault['input']!r}:"
    return f"  {variable(field)}{given} {wrong}.\n      {about.description} See docs/settings.md."


def unknown_variables(environment: Iterable[str] | None = None) -> dict[str, str | None]:
    """Variables with our prefix that no program reads, each with the setting it probably means."""
    known = {variable(field) for field in Settings.model_fields} | ELSEWHERE
    strangers = {name for name in environment or os.environ if name.startswith(PREFIX)} - known
    return {
        name: next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.75)), None)
        for name in sorted(strangers)
    }
