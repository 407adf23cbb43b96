"""What staff do with the app's screens: press, choose, submit, close, open the home, give a command, use a shortcut."""

import copy
from typing import Any

from tests.fakes.slack import events, payloads, surfaces
from tests.fakes.slack import messages as posting
from tests.fakes.slack.delivery import Parcel
from tests.fakes.slack.errors import NotPossible
from tests.fakes.slack.identities import BOT_USER
from tests.fakes.slack.methods.chat import by_bot, checked_content, whisper
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.view_answers import closed_by_person, follow
from tests.fakes.slack.workspace import Channel

Json = dict[str, Any]


async def press(
    slack: Simulation,
    user: str,
    channel: str,
    ts: str,
    action_id: str,
    *,
    value: Any = None,
    block_id: str | None = None,
    state: Json | None = None,
) -> Json:
    """Act on an element of a message: `value` is what is chosen, `state` fills other fields by action id."""
    place = slack.workspace.channel(channel)
    message, ephemeral = _message(slack, place, user, ts)
    blocks = message.get("blocks", [])
    block, element = surfaces.find(blocks, action_id, block_id)
    values = surfaces.initial_state(blocks)
    surfaces.fill(blocks, values, state or {})
    act = surfaces.action(block, element, value, slack.workspace.ts())
    key = slack.interactions.responder(
        place.id, user, message["ts"], message.get("thread_ts"), ephemeral=ephemeral
    )
    url = payloads.response_url(slack, key)
    payload = payloads.interaction(slack, "block_actions", user)
    payload |= payloads.on_message(place, copy.deepcopy(message), url, ephemeral=ephemeral)
    return await _interact(slack, payload | {"actions": [act], "state": {"values": values}})


async def press_in_view(
    slack: Simulation,
    user: str,
    action_id: str,
    *,
    value: Any = None,
    block_id: str | None = None,
    state: Json | None = None,
    home: bool = False,
) -> Json:
    """The same in the person's open modal (the top one), or in their App Home."""
    view = _home(slack, user) if home else _modal(slack, user)
    block, element = surfaces.find(view["blocks"], action_id, block_id)
    values = view["state"]["values"]
    surfaces.fill(view["blocks"], values, state or {})
    if element["type"] != "button":
        surfaces.fill(view["blocks"], values, {action_id: value})
    act = surfaces.action(block, element, value, slack.workspace.ts())
    payload = payloads.interaction(slack, "block_actions", user)
    payload |= payloads.in_view(copy.deepcopy(view))
    return await _interact(slack, payload | {"actions": [act], "state": {"values": copy.deepcopy(values)}})


async def submit(slack: Simulation, user: str, values: Json | None = None) -> Json:
    """Fill in the top modal and press its submit button. What the screen itself refuses never reaches the app."""
    view = _modal(slack, user)
    surfaces.fill(view["blocks"], view["state"]["values"], values or {})
    if missing := surfaces.missing(view["blocks"], view["state"]["values"]):
        raise NotPossible(f"these fields must be filled in: {missing}")
    payload = payloads.interaction(slack, "view_submission", user)
    payload |= {"view": copy.deepcopy(view), "response_urls": []}
    outcome = await _interact(slack, payload)
    if outcome["acknowledged"]:
        outcome["errors"] = follow(slack, user, view, outcome["answer"])
    return outcome


async def close(slack: Simulation, user: str) -> None:
    """Dismiss the top modal; the app hears of it only where it asked to."""
    view = closed_by_person(slack, user, _modal(slack, user))
    if view["notify_on_close"]:
        payload = payloads.interaction(slack, "view_closed", user) | {"view": view, "is_cleared": False}
        payload.pop("trigger_id")
        await _interact(slack, payload)


async def open_home(slack: Simulation, user: str, tab: str = "home") -> None:
    slack.workspace.person(user)
    slack.happened(events.home_opened(slack.workspace, user, tab))


async def command(slack: Simulation, user: str, channel: str, line: str) -> Json:
    """A line such as `/shopdesk queue`, given in a channel."""
    name, _, text = line.partition(" ")
    known = slack.workspace.installation.commands
    if known is not None and name not in known:
        raise NotPossible(f"{name} is not a valid command")
    place = slack.workspace.channel(channel)
    parcel = await slack.delivery.ask(
        "slash_commands", payloads.command(slack, user, place, name, text.strip())
    )
    outcome = _outcome(parcel)
    if outcome["answer"].get("text") or outcome["answer"].get("blocks"):
        _answered_directly(slack, place, user, outcome["answer"])
    return outcome


async def message_shortcut(slack: Simulation, user: str, channel: str, ts: str, callback_id: str) -> Json:
    _known_shortcut(slack, callback_id)
    place = slack.workspace.channel(channel)
    message = place.message(ts)
    key = slack.interactions.responder(place.id, user, ts, message.get("thread_ts"))
    payload = payloads.interaction(slack, "message_action", user)
    payload |= payloads.on_message(place, copy.deepcopy(message), payloads.response_url(slack, key))
    payload.pop("container")
    payload |= {"callback_id": callback_id, "message_ts": ts, "action_ts": slack.workspace.ts()}
    return await _interact(slack, payload)


async def global_shortcut(slack: Simulation, user: str, callback_id: str) -> Json:
    _known_shortcut(slack, callback_id)
    payload = payloads.interaction(slack, "shortcut", user)
    return await _interact(slack, payload | {"callback_id": callback_id, "action_ts": slack.workspace.ts()})


async def _interact(slack: Simulation, payload: Json) -> Json:
    if not slack.workspace.installation.interactive:
        raise NotPossible("this app is not set up to handle interactivity")
    return _outcome(await slack.delivery.ask("interactive", payload))


def _outcome(parcel: Parcel) -> Json:
    done = parcel.acknowledged.done()
    return {
        "acknowledged": done,
        "answer": parcel.acknowledged.result() if done else {},
        "problem": "" if done else (parcel.problem or "timeout"),
    }


def _message(slack: Simulation, place: Channel, user: str, ts: str) -> tuple[Json, bool]:
    for each in slack.workspace.ephemerals:
        if each.message["ts"] == ts and each.channel == place.id and each.user == user:
            return each.message, True
    if ts not in place.messages or (place.kind != "channel" and user not in place.members):
        raise NotPossible(f"{user} sees no message {ts} in {place.name}")
    return place.messages[ts], False


def _modal(slack: Simulation, user: str) -> Json:
    stack = slack.workspace.modals.get(user)
    if not stack:
        raise NotPossible(f"{user} has no modal open")
    return stack[-1]


def _home(slack: Simulation, user: str) -> Json:
    if user not in slack.workspace.homes:
        raise NotPossible(f"{user} has no App Home yet")
    return slack.workspace.homes[user]


def _known_shortcut(slack: Simulation, callback_id: str) -> None:
    known = slack.workspace.installation.shortcuts
    if known is not None and callback_id not in known:
        raise NotPossible(f"there is no shortcut {callback_id}")


def _answered_directly(slack: Simulation, place: Channel, user: str, answer: Json) -> None:
    content = by_bot() | checked_content(answer)
    if answer.get("response_type") == "in_channel" and BOT_USER in place.members:
        posting.post(slack, place, content)
    else:
        whisper(slack, place.id, user, content, answer)
