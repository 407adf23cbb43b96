"""The `shopdesk` command line."""

import importlib
import os
import sys

import click

from bot.settings import BadSettings

# Loaded when asked for: `shopdesk log` need not import a web server.
COMMANDS = {
    "run": "bot.commands.run:run",
    "serve": "bot.commands.serve:serve",
    "doctor": "bot.commands.doctor:doctor",
    "log": "bot.commands.log:log",
    "privacy": "bot.commands.privacy:privacy",
    "nlu": "bot.commands.nlu:nlu",
    "talk": "bot.commands.talk:talk",
    "slack": "bot.commands.slack:slack",
}


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table above says so
        return command


@click.group(cls=Commands)
def shopdesk() -> None:
    """Customer service for a shop: a bot that answers, people who take over, a log of everything said."""


def main() -> None:
    os.umask(0o077)  # what customers wrote is for this user's eyes only; our children inherit it
    try:
        shopdesk(prog_name="shopdesk")
    except BadSettings as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
