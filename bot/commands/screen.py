"""The one screen that `run` shows when everything is ready."""

from rich.console import RenderableType
from rich.panel import Panel
from rich.table import Table

from bot.commands.programs import gateway_url
from bot.settings import Settings


def screen(settings: Settings, desk_link: str | None, seconds: float) -> RenderableType:
    rows = Table.grid(padding=(0, 2))
    url = gateway_url(settings)
    if settings.demo_page:
        rows.add_row("Shop page", url + "/")
    rows.add_row("Desk", desk_link or url + "/desk")
    rows.add_row("", "[dim]the link opens the desk once, on this machine[/]" if desk_link else "")
    for channel, state in channels(settings):
        rows.add_row(channel, state)
    rows.add_row("Logs", str(settings.var / "log"))
    rows.add_row("Stop", "Ctrl-C")
    return Panel(rows, title=f"Shopdesk is ready after {seconds:.1f} s", title_align="left", padding=(1, 2))


def channels(settings: Settings) -> list[tuple[str, str]]:
    """Each channel, whether it is on, and why not."""
    origins = (
        ", ".join(settings.allowed_origins) or "this gateway's own pages only (SHOPDESK_ALLOWED_ORIGINS)"
    )
    return [
        ("Widget", f"on, for {origins}"),
        ("Telegram", "off: this version does not have it yet"),
        ("Slack", "off: this version does not have it yet; people answer at the desk"),
    ]
