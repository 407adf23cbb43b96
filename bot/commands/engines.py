"""A Rasa process to ask: the running one when its model is current, else one of our own for the while."""

import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import httpx

from bot.commands.logfile import last_lines
from bot.commands.programs import ENGINE_PYTHON, TRAIN, child_environment
from bot.settings import ROOT, Settings

HEALTH = "/webhooks/shopdesk/health"
PARSE = "/webhooks/shopdesk/parse"
AT_ONCE = 256  # texts in one call, the engine's limit
START_SECONDS = 180


def fingerprint() -> str | None:
    """The model that the present inputs give; None without the engine's environment."""
    if not ENGINE_PYTHON.exists():
        return None
    asked = subprocess.run(
        [ENGINE_PYTHON, "-m", "engine", "fingerprint"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None


def served_model(url: str) -> str | None:
    """The fingerprint of the model that a Rasa process serves; None while it does not answer."""
    try:
        answer = httpx.get(url + HEALTH, timeout=3, trust_env=False)
        return str(answer.json()["model"]) if answer.status_code == 200 else None
    except (httpx.HTTPError, ValueError, KeyError):
        return None


@contextlib.contextmanager
def engine(settings: Settings) -> Iterator[str]:
    """The URL of a Rasa process with the current model."""
    url, current = settings.rasa_urls[0], fingerprint()
    served = served_model(url)
    if served and served == current:
        click.echo(f"Asking Rasa at {url}, model {served}.", err=True)
        yield url
        return
    if served:
        click.echo(f"Rasa at {url} serves another model ({served}, now {current}).", err=True)
    with tempfile.TemporaryDirectory() as folder, _engine(settings, Path(folder), {}) as own:
        yield own


@contextlib.contextmanager
def assistant(settings: Settings) -> Iterator[str]:
    """The URL of a Rasa process of our own with its own action server and shop: nothing said there changes another."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), _free_port()
        url = f"http://127.0.0.1:{port}"
        own = {"SHOPDESK_VAR": name, "SHOPDESK_ACTIONS_PORT": str(port), "SHOPDESK_ACTIONS_URL": url}
        with (
            _started([sys.executable, "-m", "actions"], child_environment(settings) | own, folder / "actions.log",
                     lambda: _answers(f"{url}/health")),
            _engine(settings, folder, own) as engine_url,
        ):  # fmt: skip
            yield engine_url


@contextlib.contextmanager
def _engine(settings: Settings, folder: Path, more: Mapping[str, str]) -> Iterator[str]:
    if not ENGINE_PYTHON.exists():
        raise click.ClickException("Rasa's environment is not there. Make it and train: make train")
    environment = child_environment(settings)
    if subprocess.run(TRAIN, cwd=ROOT, env=environment, check=False).returncode:
        raise click.ClickException("The model could not be trained; the reason is above.")
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment |= {**more, "SHOPDESK_VAR": str(folder), "SHOPDESK_RASA_PORT": str(port)}
    click.echo("Starting Rasa …", err=True)
    command = [str(ENGINE_PYTHON), "-m", "engine", "serve"]
    with _started(command, environment, folder / "rasa.log", lambda: served_model(url) is not None):
        yield url


@contextlib.contextmanager
def _started(
    command: list[str], environment: Mapping[str, str], log: Path, is_ready: Callable[[], bool]
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        end = time.monotonic() + START_SECONDS
        while not is_ready():
            if process.poll() is not None or time.monotonic() > end:
                raise click.ClickException(f"{' '.join(command[1:])} did not start.\n{last_lines(log)}")
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=3, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def parse(url: str, texts: list[str]) -> list[dict[str, Any]]:
    """What each text is understood as; at most 256 texts."""
    answer = httpx.post(url + PARSE, json={"texts": texts}, timeout=120, trust_env=False)
    if answer.status_code != 200:
        raise click.ClickException(f"Rasa refused: {answer.text}")
    results: list[dict[str, Any]] = answer.json()["results"]
    return results
