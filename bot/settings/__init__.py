"""Settings: read once from the environment and checked at the edge."""

from bot.settings.every import PREFIX, Settings
from bot.settings.kinds import ROOT
from bot.settings.reading import BadSettings, load_settings, unknown_variables, variable
from bot.settings.secret import evidence_secret, signing_secret

__all__ = [
    "PREFIX",
    "ROOT",
    "BadSettings",
    "Settings",
    "evidence_secret",
    "load_settings",
    "signing_secret",
    "unknown_variables",
    "variable",
]
