"""`shopdesk slack`: what Slack must be told of the app."""

import click

from bot.desk.slack.manifest import manifest as written


@click.group()
def slack() -> None:
    """The Slack app: its manifest."""


@slack.command()
@click.option("--name", default="Shopdesk", show_default=True, help="The app's name in Slack.")
@click.option(
    "--url", help="The gateway's public address ending in /slack, for HTTP; without it, Socket Mode is used."
)
def manifest(name: str, url: str | None) -> None:
    """Print the manifest to paste at api.slack.com/apps (Create New App, From a manifest)."""
    if url and not url.startswith("https://"):
        raise click.BadParameter("it must begin with https://", param_hint="--url")
    click.echo(written(name, url), nl=False)
