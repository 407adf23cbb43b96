"""The events that Slack's Events API sends, and which of them an app gets."""

import itertools
import time
from typing import Any

from tests.fakes.slack.identities import APP, BOT_USER, TEAM, VERIFICATION_TOKEN
from tests.fakes.slack.workspace import Channel, Workspace

Json = dict[str, Any]

_numbers = itertools.count(1)
_HIDDEN = {"metadata"}  # given only to those who ask for it


def enveloped(event: Json) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers):010d}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-simulated-{event['type']}",
    }


def wanted(event: Json, channel: Channel | None, subscribed: frozenset[str]) -> bool:
    name = event["type"]
    if name == "message" and channel is not None:
        name = f"message.{channel.type}"
    return name in subscribed and (channel is None or BOT_USER in channel.members)


def message(channel: Channel, posted: Json) -> Json:
    return _public(posted) | _where(channel, posted["ts"])


def changed(channel: Channel, new: Json, old: Json, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": _public(new),
        "previous_message": _public(old),
        "ts": ts,
    } | _where(channel, ts)


def deleted(channel: Channel, old: Json, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": old["ts"],
        "previous_message": _public(old),
        "ts": ts,
    } | _where(channel, ts)


def mention(channel: Channel, posted: Json) -> Json:
    kept = ("user", "ts", "text", "team", "blocks", "thread_ts", "parent_user_id", "client_msg_id", "files")
    known = {name: posted[name] for name in kept if name in posted}
    return known | {"type": "app_mention", "channel": channel.id, "event_ts": posted["ts"]}


def home_opened(workspace: Workspace, user: str, tab: str) -> Json:
    event: Json = {"type": "app_home_opened", "user": user, "tab": tab, "event_ts": workspace.ts()}
    event["channel"] = workspace.direct(user).id
    if tab == "home" and user in workspace.homes:
        event["view"] = workspace.homes[user]
    return event


def member_joined(channel: Channel, user: str, ts: str) -> Json:
    return {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == "channel" else "G",
        "team": TEAM,
        "event_ts": ts,
    }


def reaction(kind: str, user: str, channel: Channel, posted: Json, name: str, *, ts: str) -> Json:
    return {
        "type": f"reaction_{kind}",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": posted["ts"]},
        "item_user": posted.get("user"),
        "event_ts": ts,
    }


def _where(channel: Channel, event_ts: str) -> Json:
    kind = {"channel": "channel", "group": "group", "im": "im"}[channel.kind]
    return {"channel": channel.id, "channel_type": kind, "event_ts": event_ts}


def _public(posted: Json) -> Json:
    return {name: value for name, value in posted.items() if name not in _HIDDEN}
