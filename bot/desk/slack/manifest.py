"""The app's manifest, to paste at api.slack.com/apps: all that Slack must know of the app."""

from typing import Any

import yaml

from bot.desk.slack.names import COMMAND, MARK_MISSING, MARK_WRONG
from bot.desk.slack.scopes import REQUIRED

EVENTS = ("app_home_opened", "message.channels", "message.groups", "message.im")


def manifest(name: str = "Shopdesk", url: str | None = None) -> str:
    """As YAML. With `url`, the public address of the gateway's Slack door, events come there and not by socket."""
    return yaml.safe_dump(_content(name, url), sort_keys=False, allow_unicode=True, width=100)


def _content(name: str, url: str | None) -> dict[str, Any]:
    at = {"request_url": url} if url else {}
    return {
        "display_information": {
            "name": name,
            "description": "Customers' conversations that need a person, in Slack.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [_shortcut("Wrong answer", MARK_WRONG), _shortcut("Missing answer", MARK_MISSING)],
            "slash_commands": [
                {
                    "command": COMMAND,
                    **({"url": url} if url else {}),
                    "description": "The queue, your conversations, texts, hours, figures",
                    "usage_hint": "queue | mine | find WORDS | canned NAME [lang] | hours on|off|auto | stats",
                    "should_escape": True,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(REQUIRED)}},
        "settings": {
            "event_subscriptions": {**at, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def _shortcut(name: str, callback_id: str) -> dict[str, str]:
    description = "Keep this answer of the bot for review"
    return {"name": name, "type": "message", "callback_id": callback_id, "description": description}
