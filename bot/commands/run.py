"""`shopdesk run`: the whole shop from one terminal, until Ctrl-C."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Coroutine

import click
from rich.console import Console
from rich.markup import escape
from rich.status import Status

from bot.commands.folder import FolderTaken, only_shop_in
from bot.commands.ports import PortTaken, check_free
from bot.commands.programs import ENGINE_PYTHON, child_environment, listenings, programs
from bot.commands.screen import screen
from bot.commands.supervisor import NeverReady, Supervisor
from bot.settings import ROOT, Settings, load_settings, unknown_variables

console = Console(highlight=False, soft_wrap=True)


class Notices:
    """What the supervisor and the gateway say, on the screen; the desk link is kept for the first screen."""

    def __init__(self) -> None:
        self.link: str | None = None
        self.show_later_links = False

    def say(self, line: str) -> None:
        if not line.startswith("http"):
            console.print(f"  {escape(line)}")
            return
        self.link = line
        if self.show_later_links:
            console.print(f"  The gateway started anew; a new desk link: {line}")


@click.command()
def run() -> None:
    """Start Rasa, the action server and the gateway, and keep them running."""
    settings = load_settings()
    for name, meant in unknown_variables().items():
        console.print(f"[yellow]{name} is not a setting[/]" + (f"; did you mean {meant}?" if meant else "."))
    try:
        with only_shop_in(settings.var):
            check_free(listenings(settings))
            _train(settings)
            asyncio.run(_run(settings))
    except (FolderTaken, PortTaken, NeverReady) as error:
        raise click.ClickException(str(error)) from None


def _train(settings: Settings) -> None:
    if "rasa_urls" in settings.model_fields_set:
        return  # Rasa is somebody else's
    if not ENGINE_PYTHON.exists():
        raise click.ClickException(f"Rasa's environment is not there ({ENGINE_PYTHON}). Make it: make run")
    trained = subprocess.run(
        [ENGINE_PYTHON, "-m", "engine", "train"], cwd=ROOT, env=child_environment(settings), check=False
    )
    if trained.returncode:
        raise click.ClickException("The model could not be trained; the reason is above.")


async def _run(settings: Settings) -> None:
    notices = Notices()
    supervisor = Supervisor(programs(settings), notices.say)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        await _unless(stopped, _start(supervisor, settings, notices))
        await _unless(stopped, supervisor.watch())
    finally:
        console.print("Stopping …")
        await supervisor.stop()
        console.print("Stopped.")


async def _unless(stopped: asyncio.Event, work: Coroutine[None, None, None]) -> None:
    """Do the work, or leave it when we are asked to stop."""
    doing, waiting = asyncio.create_task(work), asyncio.create_task(stopped.wait())
    await asyncio.wait((doing, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if doing.done():
        doing.result()
    doing.cancel()


async def _start(supervisor: Supervisor, settings: Settings, notices: Notices) -> None:
    began = time.monotonic()
    with console.status("starting") as status:
        showing = asyncio.create_task(_show_progress(status, supervisor, began))
        try:
            await supervisor.start()
        finally:
            showing.cancel()
    notices.show_later_links = True
    console.print(screen(settings, notices.link, time.monotonic() - began))


async def _show_progress(status: Status, supervisor: Supervisor, began: float) -> None:
    while True:
        status.update(f"waiting for {', '.join(supervisor.waiting_for)} … {time.monotonic() - began:.0f} s")
        await asyncio.sleep(0.5)
