"""`shopdesk doctor`: looks at everything a working shop needs, and says how to mend what is not right."""

import asyncio
import enum
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click
import httpx
from rich.console import Console
from rich.text import Text

from bot.commands import engines, platform_checks
from bot.commands.ports import PortTaken, check_free
from bot.commands.programs import ENGINE_PYTHON, Program, listenings, programs
from bot.commands.screen import channels
from bot.settings import ROOT, BadSettings, Settings, load_settings, unknown_variables
from bot.storage.condition import Condition, Unreachable, condition

console = Console(highlight=False, soft_wrap=True)


class Verdict(enum.StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    about: str
    verdict: Verdict
    what: str
    mend: str = ""


COLORS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}
DATABASE = {
    Condition.CURRENT: Finding("database", Verdict.OK, "reached, its tables are up to date"),
    Condition.EMPTY: Finding("database", Verdict.OK, "still empty; its tables are made at the first start"),
    Condition.BEHIND: Finding(
        "database", Verdict.WARN, "an older version's tables", "the next start migrates them; back up first"
    ),
    Condition.NEWER: Finding(
        "database", Verdict.FAIL, "a newer version's tables", "start that version, or restore a backup"
    ),
}


@click.command()
def doctor() -> None:
    """Check settings, environments, model, ports, database, programs and channels; exit code 1 when one fails."""
    failed = False
    for finding in findings():
        failed = failed or finding.verdict is Verdict.FAIL
        console.print(_line(finding))
    sys.exit(failed)


def findings() -> Iterator[Finding]:
    try:
        settings = load_settings()
    except BadSettings as error:
        yield Finding("settings", Verdict.FAIL, str(error))
        return
    yield Finding("settings", Verdict.OK, f"{len(settings.model_fields_set)} of them set")
    for name, meant in unknown_variables().items():
        hint = f"did you mean {meant}?" if meant else "see docs/settings.md"
        yield Finding("settings", Verdict.WARN, f"{name} is not a setting", hint)
    yield from _environments()
    yield _model()
    yield _database(settings)
    for program in programs(settings):
        yield _program(settings, program)
    yield from _channels(settings)


def _environments() -> Iterator[Finding]:
    yield Finding("gateway", Verdict.OK, f"Python {sys.version.split()[0]}")
    if not ENGINE_PYTHON.exists():
        yield Finding("engine", Verdict.FAIL, f"{ENGINE_PYTHON.relative_to(ROOT)} is missing", "make engine")
        return
    asked = subprocess.run([ENGINE_PYTHON, "--version"], capture_output=True, text=True, check=False)
    version = asked.stdout.strip() or "it does not start"
    if version.startswith("Python 3.10."):
        yield Finding("engine", Verdict.OK, version)
    else:
        yield Finding(
            "engine", Verdict.FAIL, f"needs Python 3.10: {version}", "rm -r engine/.venv; make engine"
        )


def _model() -> Finding:
    name = engines.fingerprint()
    if name is None:
        return Finding("model", Verdict.FAIL, "its name cannot be computed", "make engine")
    if (ROOT / "models" / f"{name}.tar.gz").exists():
        return Finding("model", Verdict.OK, name)
    return Finding("model", Verdict.WARN, f"{name} is not trained yet", "make train; `run` does it too")


def _database(settings: Settings) -> Finding:
    try:
        return DATABASE[asyncio.run(condition(settings.database_url))]
    except Unreachable as error:
        return Finding("database", Verdict.FAIL, str(error), "start it, or mend SHOPDESK_DATABASE_URL")


def _program(settings: Settings, program: Program) -> Finding:
    """Running and well, or not running and its port free; anything else is a fault."""
    status = _status(program.health or "")
    if status == 200:
        return Finding(program.name, Verdict.OK, f"answers at {program.health}")
    if status is not None:
        where = program.log.relative_to(ROOT) if program.log.is_relative_to(ROOT) else program.log
        return Finding(program.name, Verdict.FAIL, f"{program.health} says {status}", f"see {where}")
    try:
        check_free(one for one in listenings(settings) if one.program == program.name)
    except PortTaken as error:
        what, _, mend = str(error).partition("\n")
        return Finding(program.name, Verdict.FAIL, what, mend)
    return Finding(program.name, Verdict.WARN, "not running; its port is free", "make run")


def _status(url: str) -> int | None:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code
    except httpx.HTTPError:
        return None


def _channels(settings: Settings) -> Iterator[Finding]:
    for name, state in channels(settings):
        yield Finding(name, Verdict.OK, state)
    if settings.telegram_token:
        yield from _platform("Telegram", asyncio.run(platform_checks.telegram(settings)))
    if settings.mail_from:
        yield from _platform("E-mail", asyncio.run(platform_checks.email(settings)))
    if settings.slack_bot_token:
        yield from _platform("Slack", asyncio.run(platform_checks.slack(settings)))
    if settings.desk_password is None and settings.host not in ("127.0.0.1", "::1", "localhost"):
        yield Finding("Desk", Verdict.WARN, "opens on this machine only", "set SHOPDESK_DESK_PASSWORD")


def _platform(name: str, seen: platform_checks.Seen) -> Iterator[Finding]:
    if seen.well:
        yield Finding(name, Verdict.OK, seen.well)
    for fault in seen.faults:
        yield Finding(name, Verdict.FAIL, fault)


def _line(finding: Finding) -> Text:
    line = Text(f"{finding.verdict:<5}", COLORS[finding.verdict]).append(
        f"{finding.about:<9} {finding.what}", "default"
    )
    return line.append(f"\n     {'':<9} → {finding.mend}", "dim") if finding.mend else line
