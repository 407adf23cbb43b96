"""Looking at the set-up without changing anything: tokens, scopes, channels."""

from collections.abc import Sequence

from bot.conversations.errors import DeliveryError
from bot.desk.slack.api.faults import read
from bot.desk.slack.scopes import APP_LEVEL, missing
from bot.desk.slack.start import Line

INSTALL = "paste the manifest again (shopdesk slack manifest) and install the app anew"


async def check(line: Line) -> tuple[str, Sequence[str]]:
    """The workspace's address, empty when it is not known; and what has to be mended, in whole sentences."""
    try:
        identity = await line.workspace.learn()
    except DeliveryError as error:
        return "", [f"SHOPDESK_SLACK_BOT_TOKEN does not work: {error}."]
    faults = [
        f"The app lacks the scope {scope} ({purpose}): {INSTALL}."
        for scope, purpose in missing(identity.scopes).items()
    ]
    faults += await _socket_faults(line)
    if {"channels:read", "groups:read"} <= identity.scopes:
        faults += await _channel_faults(line)
    return identity.url, faults


async def _socket_faults(line: Line) -> list[str]:
    token = line.access.app_token
    if token is None:
        return []
    try:
        await read(line.client.apps_connections_open(app_token=token))
    except DeliveryError as error:
        kind = f"an app-level token (xapp-) with the scope {APP_LEVEL}"
        return [f"SHOPDESK_SLACK_APP_TOKEN does not work: {error}. It must be {kind}."]
    return []


async def _channel_faults(line: Line) -> list[str]:
    try:
        unknown = await line.routing.unknown()
    except DeliveryError as error:
        return [f"The channels cannot be listed: {error}."]
    return [
        f"#{name} of data/desk/routing.yml is not there, or private: then invite the app." for name in unknown
    ]
