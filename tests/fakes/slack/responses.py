"""Answers to a response URL: a new message, in place of the old one, or the old one gone."""

from typing import Any

from tests.fakes.slack import messages
from tests.fakes.slack.identities import BOT_USER
from tests.fakes.slack.interactions import Responder
from tests.fakes.slack.methods.chat import by_bot, checked_content, whisper
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Channel

Json = dict[str, Any]


def respond(slack: Simulation, key: str, body: Json) -> None:
    responder = slack.interactions.use(key)
    place = slack.workspace.channel(responder.channel)
    if body.get("delete_original"):
        _delete(slack, place, responder)
    elif body.get("replace_original") and responder.message:
        _replace(slack, place, responder, checked_content(body), body)
    else:
        _add(slack, place, responder, checked_content(body), body)


def _add(slack: Simulation, place: Channel, responder: Responder, content: Json, body: Json) -> None:
    message = by_bot() | content
    if thread := body.get("thread_ts") or responder.thread:
        message["thread_ts"] = thread
    if body.get("response_type") == "in_channel":
        posted = messages.post(slack, place, message)
        slack.workspace.requests[place.id, posted["ts"]] = body
    else:
        whisper(slack, place.id, responder.user, message, body)


def _replace(slack: Simulation, place: Channel, responder: Responder, content: Json, body: Json) -> None:
    ts = responder.message or ""
    if responder.ephemeral:
        for each in slack.workspace.ephemerals:
            if each.message["ts"] == ts:
                each.message.update({"blocks": []} | content)
    else:
        messages.change(slack, place, ts, {"blocks": []} | content, BOT_USER)
    slack.workspace.requests[place.id, ts] = body


def _delete(slack: Simulation, place: Channel, responder: Responder) -> None:
    ts = responder.message or ""
    if responder.ephemeral:
        shown = slack.workspace.ephemerals
        slack.workspace.ephemerals = [each for each in shown if each.message["ts"] != ts]
    else:
        messages.remove(slack, place, ts)
