"""The payloads of interactions and commands, in the shapes that Slack sends."""

from typing import Any

from tests.fakes.slack.identities import APP, TEAM, VERIFICATION_TOKEN
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Channel

Json = dict[str, Any]


def interaction(slack: Simulation, kind: str, user: str) -> Json:
    """What all interactions have: who, where from, and a fresh trigger."""
    trigger = slack.interactions.trigger(user, slack.delivery.timing.trigger)
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "varde"},
        "user": _user(slack, user),
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "trigger_id": trigger,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def on_message(channel: Channel, message: Json, response_url: str, *, ephemeral: bool = False) -> Json:
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    payload: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
        "response_url": response_url,
    }
    # Slack does not give the message when only one person sees it.
    return payload if ephemeral else payload | {"message": shown(message)}


def in_view(view: Json) -> Json:
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def command(slack: Simulation, user: str, channel: Channel, name: str, text: str) -> Json:
    trigger = slack.interactions.trigger(user, slack.delivery.timing.trigger)
    key = slack.interactions.responder(channel.id, user)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM,
        "team_domain": "varde",
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": user,
        "user_name": _user(slack, user)["username"],
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url(slack, key),
        "trigger_id": trigger,
    }


def response_url(slack: Simulation, key: str) -> str:
    return f"{slack.base_url}/response/{key}"


def shown(message: Json) -> Json:
    return {name: value for name, value in message.items() if name != "metadata"}


def _user(slack: Simulation, user: str) -> Json:
    name = slack.workspace.person(user).name
    return {"id": user, "username": name.lower().replace(" ", "."), "name": name, "team_id": TEAM}
