"""`shopdesk serve`: the gateway alone, for when Rasa and the action server run elsewhere."""

import asyncio
import signal
import sys

import click
import structlog
import uvloop

from bot import app
from bot.commands.logs import configure_logs
from bot.commands.programs import gateway_url
from bot.settings import Settings, load_settings
from bot.storage.migrate import DatabaseTooNew


@click.command()
def serve() -> None:
    """Start only the gateway. Prints a one-time desk link, and logs on standard error."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)
    try:
        uvloop.run(_serve(settings))
    except (OSError, DatabaseTooNew) as error:
        structlog.get_logger(__name__).error("gateway_cannot_start", reason=str(error))
        sys.exit(1)


async def _serve(settings: Settings) -> None:
    def announce(path: str) -> None:
        click.echo(f"desk-link: {gateway_url(settings)}{path}")

    serving = asyncio.create_task(app.serve(settings, announce))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        structlog.get_logger(__name__).info("gateway_stopped")
