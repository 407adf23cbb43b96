"""The one screen that `run` shows when everything is ready."""

from rich.text import Text

from bot.commands.programs import gateway_url
from bot.settings import Settings


def screen(settings: Settings, desk_link: str | None, seconds: float) -> Text:
    """Plain lines: a link must be whole, to be clicked or copied."""
    url = gateway_url(settings)
    rows = [("Desk", desk_link or f"{url}/desk"), *channels(settings), ("Logs", str(settings.var / "log"))]
    if settings.demo_page:
        rows.insert(0, ("Shop page", f"{url}/"))
    if desk_link:
        rows.insert(2, ("", "(opens the desk once, on this machine)"))
    shown = Text(f"\nShopdesk is ready after {seconds:.1f} s\n\n", "bold")
    for name, what in [*rows, ("Stop", "Ctrl-C")]:
        shown.append(f"  {name:<10} ", "cyan").append(f"{what}\n", "not bold")
    return shown


def channels(settings: Settings) -> list[tuple[str, str]]:
    """Each channel, whether it is on, and why not."""
    origins = (
        ", ".join(settings.allowed_origins)
        or "this gateway's own pages only; SHOPDESK_ALLOWED_ORIGINS adds a shop"
    )
    return [
        ("Widget", f"on, for {origins}"),
        ("Telegram", _telegram(settings)),
        ("E-mail", _email(settings)),
        ("Slack", _slack(settings)),
    ]


def _telegram(settings: Settings) -> str:
    if settings.telegram_token is None:
        return "off: SHOPDESK_TELEGRAM_TOKEN is not set (@BotFather gives one)"
    return f"on, by webhook at {settings.telegram_webhook}" if settings.telegram_webhook else "on, by polling"


def _email(settings: Settings) -> str:
    if settings.mail_from is None:
        return "off: SHOPDESK_SMTP_URL, SHOPDESK_IMAP_URL and SHOPDESK_MAIL_FROM are not set"
    return f"on, as {settings.mail_from}"


def _slack(settings: Settings) -> str:
    if settings.slack_bot_token is None:
        return (
            "off: SHOPDESK_SLACK_BOT_TOKEN is not set (see docs/operating.md); people answer at the web desk"
        )
    how = "Socket Mode" if settings.slack_app_token else "HTTP at /slack"
    return f"on, by {how}; hand-overs go to #{settings.slack_channel}"
