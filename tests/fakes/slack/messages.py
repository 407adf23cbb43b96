"""Messages come, change and go: the workspace is brought up to date and the app is told."""

import copy
import time
from typing import Any

from tests.fakes.slack import events
from tests.fakes.slack.identities import BOT_USER, TEAM
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Channel

Json = dict[str, Any]


def post(slack: Simulation, channel: Channel, message: Json) -> Json:
    """Put it at the end of its channel or thread. A `thread_ts` must be there already."""
    stored = {"type": "message", "ts": slack.workspace.ts(), "team": TEAM} | message
    thread = stored.get("thread_ts")
    if thread:
        _count_reply(channel.message(thread), stored)
    channel.messages[stored["ts"]] = stored
    slack.happened(events.message(channel, copy.deepcopy(stored)), channel)
    if f"<@{BOT_USER}>" in stored.get("text", "") and stored.get("user") != BOT_USER:
        slack.happened(events.mention(channel, copy.deepcopy(stored)), channel)
    return stored


def change(slack: Simulation, channel: Channel, ts: str, new: Json, editor: str) -> Json:
    stored = channel.message(ts)
    old = copy.deepcopy(stored)
    stamp = slack.workspace.ts()
    stored |= new | {"edited": {"user": editor, "ts": stamp}}
    event = events.changed(channel, copy.deepcopy(stored), old, stamp)
    slack.happened(event, channel)
    return stored


def remove(slack: Simulation, channel: Channel, ts: str) -> None:
    """A thread's first message leaves a tombstone while there are replies."""
    old = channel.message(ts)
    if old.get("thread_ts") == ts and len(channel.replies(ts)) > 1:
        channel.messages[ts] = _tombstone(old)
    else:
        del channel.messages[ts]
        _discount_reply(channel, old)
    slack.happened(events.deleted(channel, copy.deepcopy(old), slack.workspace.ts()), channel)


def _count_reply(parent: Json, reply: Json) -> None:
    parent.setdefault("thread_ts", parent["ts"])
    users = parent.setdefault("reply_users", [])
    author = reply.get("user") or reply.get("bot_id")
    if author not in users:
        users.append(author)
    parent["reply_count"] = parent.get("reply_count", 0) + 1
    parent |= {"reply_users_count": len(users), "latest_reply": reply["ts"], "is_locked": False}
    if "user" in parent:
        reply["parent_user_id"] = parent["user"]


def _discount_reply(channel: Channel, gone: Json) -> None:
    parent = channel.messages.get(gone.get("thread_ts", ""))
    if parent is not None:
        parent["reply_count"] -= 1


def _tombstone(old: Json) -> Json:
    kept = {name: old[name] for name in ("ts", "thread_ts", "reply_count", "latest_reply") if name in old}
    return kept | {
        "type": "message",
        "subtype": "tombstone",
        "text": "This message was deleted.",
        "user": "USLACKBOT",
        "hidden": True,
        "removed_at": int(time.time()),
    }
