"""What staff do in the workspace with messages: post, edit, delete, upload, react."""

import uuid
from typing import Any

from tests.fakes.slack import messages
from tests.fakes.slack.errors import NotPossible
from tests.fakes.slack.identities import BOT_USER, TEAM
from tests.fakes.slack.methods import reactions
from tests.fakes.slack.methods.conversations import enter
from tests.fakes.slack.methods.files import noted_share, public, register
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.typing_box import typed
from tests.fakes.slack.workspace import Channel

Json = dict[str, Any]


def post(
    slack: Simulation,
    user: str,
    channel: str,
    text: str,
    thread: str | None = None,
    *,
    broadcast: bool = False,
    raw: bool = False,
) -> Json:
    """`raw`: the text is already as Slack sends it; otherwise it is what was typed."""
    place = _place(slack, user, channel)
    message = _written(slack, user, text, raw=raw) | {"client_msg_id": str(uuid.uuid4())}
    if thread:
        message |= {"thread_ts": thread}
        if broadcast:
            message |= {"subtype": "thread_broadcast", "root": place.message(thread)}
    return {"channel": place.id, "ts": messages.post(slack, place, message)["ts"]}


def say_to_app(slack: Simulation, user: str, text: str, thread: str | None = None) -> Json:
    return post(slack, user, slack.workspace.direct(user).id, text, thread)


def edit(slack: Simulation, user: str, channel: str, ts: str, text: str, *, raw: bool = False) -> None:
    place = _place(slack, user, channel)
    _own(place, user, ts)
    messages.change(slack, place, ts, _written(slack, user, text, raw=raw), user)


def delete(slack: Simulation, user: str, channel: str, ts: str) -> None:
    place = _place(slack, user, channel)
    _own(place, user, ts)
    messages.remove(slack, place, ts)


def upload(
    slack: Simulation,
    user: str,
    channel: str,
    name: str,
    content: bytes,
    *,
    media_type: str | None = None,
    text: str = "",
    thread: str | None = None,
) -> Json:
    place = _place(slack, user, channel)
    stored = register(slack, name, len(content), user, media_type)
    stored.content, stored.complete = content, True
    message = _written(slack, user, text) | {"subtype": "file_share", "upload": False}
    message |= {"files": [public(stored)], "client_msg_id": str(uuid.uuid4())}
    if thread:
        message["thread_ts"] = thread
    posted = messages.post(slack, place, message)
    noted_share(stored, place, posted["ts"], thread)
    return {"channel": place.id, "ts": posted["ts"], "file": stored.meta["id"]}


def react(slack: Simulation, user: str, channel: str, ts: str, name: str) -> None:
    place = _place(slack, user, channel)
    reactions.react(slack, place, place.message(ts), name, user)


def join(slack: Simulation, user: str, channel: str) -> None:
    """Come into a channel; the app does so by being invited."""
    slack.workspace.person(user)
    enter(slack, slack.workspace.channel(channel), user)


def other_bot(
    slack: Simulation, channel: str, text: str, thread: str | None = None, name: str = "deploys"
) -> Json:
    """A message of some other app, as a `bot_message`."""
    place = slack.workspace.channel(channel)
    message = {"subtype": "bot_message", "bot_id": "B0OTHER", "username": name, "text": text}
    posted = messages.post(slack, place, message | ({"thread_ts": thread} if thread else {}))
    return {"channel": place.id, "ts": posted["ts"]}


def _place(slack: Simulation, user: str, channel: str) -> Channel:
    """Where the person stands; public channels they enter by writing there."""
    slack.workspace.person(user)
    place = slack.workspace.channel(channel)
    if user not in place.members:
        if place.kind != "channel":
            raise NotPossible(f"{user} does not see {place.name}")
        place.members.append(user)
    return place


def _written(slack: Simulation, user: str, text: str, *, raw: bool = False) -> Json:
    wire, blocks = (text, []) if raw else typed(slack.workspace, text)
    return {"user": user, "team": TEAM, "text": wire} | ({"blocks": blocks} if blocks else {})


def _own(place: Channel, user: str, ts: str) -> None:
    if place.message(ts).get("user") != user or user == BOT_USER:
        raise NotPossible("people change only what they wrote")
