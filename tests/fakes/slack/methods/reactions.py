"""reactions.*: one of each kind per person and message."""

import re
from typing import Any

from tests.fakes.slack import events
from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.identities import BOT_USER
from tests.fakes.slack.methods.registry import method
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Channel

Json = dict[str, Any]

MOST_KINDS = 23


@method("reactions.add", "reactions:write")
def add(slack: Simulation, arguments: Arguments) -> None:
    channel, message, name = _item(slack, arguments)
    react(slack, channel, message, name, BOT_USER)


@method("reactions.remove", "reactions:write")
def remove(slack: Simulation, arguments: Arguments) -> None:
    channel, message, name = _item(slack, arguments)
    unreact(slack, channel, message, name, BOT_USER)


@method("reactions.get", "reactions:read")
def get(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.joined(arguments.required("channel"))
    message = channel.message(arguments.required("timestamp"))
    return {"type": "message", "channel": channel.id, "message": message}


def react(slack: Simulation, channel: Channel, message: Json, name: str, user: str) -> None:
    reactions = message.setdefault("reactions", [])
    found = next((each for each in reactions if each["name"] == name), None)
    if found is None:
        if len(reactions) >= MOST_KINDS:
            raise SlackError("too_many_emoji")
        reactions.append({"name": name, "users": [user], "count": 1})
    elif user in found["users"]:
        raise SlackError("already_reacted")
    else:
        found["users"].append(user)
        found["count"] += 1
    slack.happened(events.reaction("added", user, channel, message, name, ts=slack.workspace.ts()), channel)


def unreact(slack: Simulation, channel: Channel, message: Json, name: str, user: str) -> None:
    reactions = message.get("reactions", [])
    found = next((each for each in reactions if each["name"] == name), None)
    if found is None or user not in found["users"]:
        raise SlackError("no_reaction")
    found["users"].remove(user)
    found["count"] -= 1
    if not found["users"]:
        reactions.remove(found)
    slack.happened(events.reaction("removed", user, channel, message, name, ts=slack.workspace.ts()), channel)


def _item(slack: Simulation, arguments: Arguments) -> tuple[Channel, Json, str]:
    name = arguments.required("name").strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
        raise SlackError("invalid_name")
    channel = slack.workspace.joined(arguments.required("channel"))
    return channel, channel.message(arguments.required("timestamp")), name
