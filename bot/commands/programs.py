"""The three programs of one shop: how each is started, how it is asked whether it is ready, where it writes."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import ROOT, Settings

ENGINE_PYTHON = ROOT / "engine/.venv/bin/python"
TRAIN = (str(ENGINE_PYTHON), "-m", "engine", "train")  # does nothing for inputs that have a model


@dataclass(frozen=True)
class Program:
    """One child process. What it prints on standard output after `notice` reaches the operator.

    `before` is run before every start: its inputs may have changed since the last.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    health: str | None = None
    before: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    notice: str | None = None


@dataclass(frozen=True)
class Listening:
    """An address that one of our programs is about to listen on, and the setting that chose it."""

    program: str
    host: str
    port: int
    variable: str


def programs(settings: Settings) -> tuple[Program, ...]:
    """What `run` starts, in this order; Rasa and the action server only where the settings say they are ours."""
    shared = child_environment(settings)
    logs = settings.var / "log"
    gateway = Program(
        "gateway", (sys.executable, "-m", "bot", "serve"), logs / "gateway.log",
        gateway_url(settings) + "/health/ready", (), shared, notice="desk-link: ",
    )  # fmt: skip
    actions = Program(
        "actions", (sys.executable, "-m", "actions"), logs / "actions.log",
        settings.actions_url + "/health", (), shared,
    )  # fmt: skip
    rasa = Program(
        "rasa", (str(ENGINE_PYTHON), "-m", "engine", "serve"), logs / "rasa.log",
        settings.rasa_urls[0] + "/webhooks/shopdesk/health", TRAIN, shared,
    )  # fmt: skip
    ours = {listening.program for listening in listenings(settings)}
    return tuple(program for program in (actions, rasa, gateway) if program.name in ours)


def listenings(settings: Settings) -> tuple[Listening, ...]:
    """The ports that `run` needs free."""
    chosen = settings.model_fields_set
    found = [Listening("gateway", settings.host, settings.port, "SHOPDESK_PORT")]
    if "rasa_urls" not in chosen:
        found.append(Listening("rasa", "127.0.0.1", settings.rasa_port, "SHOPDESK_RASA_PORT"))
    if "actions_url" not in chosen:
        found.append(Listening("actions", "127.0.0.1", settings.actions_port, "SHOPDESK_ACTIONS_PORT"))
    return tuple(found)


def gateway_url(settings: Settings) -> str:
    """The gateway as seen from this machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    return f"http://{everywhere.get(settings.host, settings.host)}:{settings.port}"


def child_environment(settings: Settings) -> dict[str, str]:
    """This process's environment with the settings that the other two programs read, and bytecode on."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return environment | {
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "SHOPDESK_VAR": str(settings.var),
        "SHOPDESK_RASA_PORT": str(settings.rasa_port),
        "SHOPDESK_ACTIONS_PORT": str(settings.actions_port),
        "SHOPDESK_ACTIONS_URL": settings.actions_url,
        "SHOPDESK_LOG_LEVEL": settings.log_level,
    }
