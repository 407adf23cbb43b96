"""The fake's Socket Mode, with a Bolt app on its own handler: what arrives, how often, and what comes back."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from slack_bolt.async_app import AsyncApp

from tests.fakes.slack.apps import bolt_app, connected, web_client
from tests.fakes.slack.control import ControlRefused
from tests.fakes.slack.server import FakeSlack, fake_slack

BUTTON = {
    "type": "button",
    "action_id": "claim",
    "text": {"type": "plain_text", "text": "Take it"},
    "value": "7",
}
MENU = {
    "type": "static_select",
    "action_id": "cause",
    "options": [
        {"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("Price", "Staff")
    ],
}
CARD = [{"type": "actions", "block_id": "controls", "elements": [BUTTON, MENU]}]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as running:
        await running.control.timing(acknowledge=0.2)
        yield running


@pytest.fixture
async def kari(slack: FakeSlack) -> str:
    return await slack.control.add_person("Kari")


@pytest.fixture
async def desk(slack: FakeSlack, kari: str) -> str:
    return await slack.control.add_channel("desk", members=[kari])


@pytest.fixture
def heard() -> list[dict]:
    return []


@pytest.fixture
def app(slack: FakeSlack, heard: list[dict]) -> AsyncApp:
    return listening(slack, heard)


def listening(slack: FakeSlack, heard: list[dict]) -> AsyncApp:
    """An app that acknowledges every event and keeps its payload."""
    app = bolt_app(slack)

    async def keep(body: dict) -> None:
        heard.append(body)

    for event in ("message", "app_mention", "app_home_opened", "member_joined_channel", "reaction_added"):
        app.event(event)(keep)
    return app


async def until(condition, seconds: float = 3.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def test_what_staff_do_with_messages_arrives_as_events(slack, app, heard, kari, desk):
    async with connected(app, slack):
        card = await web_client(slack).chat_postMessage(channel=desk, text="Card")
        said = await slack.control.post(kari, desk, "on its way & soon", card["ts"])
        await slack.control.edit(kari, desk, said.ts, "on its way")
        await slack.control.delete(kari, desk, said.ts)
        sent = await slack.control.upload(kari, desk, "label.pdf", b"%PDF", thread=card["ts"])
        direct = await slack.control.say_to_app(kari, "what is the return window?")
        await slack.control.settled()

    events = {(body["event"].get("subtype"), body["event"]["channel_type"]): body["event"] for body in heard}
    written, edited = events[None, "channel"], events["message_changed", "channel"]
    assert (written["user"], written["text"], written["thread_ts"]) == (
        kari,
        "on its way &amp; soon",
        card["ts"],
    )
    assert written["client_msg_id"]
    assert (edited["message"]["text"], edited["previous_message"]["text"]) == (
        "on its way",
        "on its way &amp; soon",
    )
    assert edited["message"]["edited"]["user"] == kari
    assert events["message_deleted", "channel"]["deleted_ts"] == said.ts
    assert events["file_share", "channel"]["files"][0]["id"] == sent.file
    assert events[None, "im"]["channel"] == direct.channel
    assert len({body["event_id"] for body in heard}) == len(heard) == 5


async def test_a_mention_comes_as_two_events(slack, app, heard, kari, desk):
    async with connected(app, slack):
        await slack.control.post(kari, desk, "@shopdesk are you there?")
        await slack.control.settled()

    assert {body["event"]["type"] for body in heard} == {"message", "app_mention"}
    assert heard[0]["event"]["blocks"][0]["elements"][0]["elements"][0]["type"] == "user"


async def test_only_subscribed_events_of_channels_with_the_app_arrive(slack, app, heard, kari, desk):
    elsewhere = await slack.control.add_channel("elsewhere", members=[kari], with_app=False)
    await slack.control.subscribe(["message.channels", "app_home_opened", "reaction_added"])
    async with connected(app, slack):
        await slack.control.post(kari, elsewhere, "unheard")
        await slack.control.say_to_app(kari, "not subscribed to")
        said = await slack.control.post(kari, desk, "heard")
        await slack.control.react(kari, desk, said.ts, "eyes")
        await slack.control.open_home(kari)
        await slack.control.settled()

    assert sorted(body["event"]["type"] for body in heard) == ["app_home_opened", "message", "reaction_added"]


async def test_the_apps_own_messages_come_back_and_bolt_skips_them(slack, app, heard, desk):
    async with connected(app, slack):
        card = await web_client(slack).chat_postMessage(channel=desk, text="Card")
        await web_client(slack).chat_update(channel=desk, ts=card["ts"], text="Card, taken")
        await web_client(slack).chat_postMessage(channel=desk, text="hello", username="Customer")
        await slack.control.settled()

    sent = [parcel["payload"]["event"].get("subtype") for parcel in await slack.control.parcels()]
    assert sent == [None, "message_changed", "bot_message"]
    # Bolt lets one through: the change of an own message, whose user stands deeper in the event.
    assert {body["event"].get("subtype") for body in heard} <= {"message_changed"}


async def test_a_pressed_button_arrives_with_message_values_and_a_working_response_url(
    slack, app, kari, desk
):
    pressed = []

    @app.action("claim")
    async def claim(ack, body, respond):
        await ack()
        pressed.append(body)
        await respond("yours now", replace_original=True)

    async with connected(app, slack):
        card = await web_client(slack).chat_postMessage(channel=desk, text="Card", blocks=CARD)
        outcome = await slack.control.press(kari, desk, card["ts"], "claim", state={"cause": "price"})
        await until(lambda: pressed)
        await asyncio.sleep(0.1)

    assert outcome.acknowledged
    assert pressed[0]["actions"][0]["value"] == "7"
    assert pressed[0]["user"]["id"] == kari
    assert pressed[0]["message"]["ts"] == pressed[0]["container"]["message_ts"] == card["ts"]
    chosen = pressed[0]["state"]["values"]["controls"]["cause"]["selected_option"]
    assert chosen["value"] == "price"
    assert (await slack.control.messages(desk))[0]["text"] == "yours now"


async def test_a_menu_gives_what_was_chosen_and_refuses_what_it_does_not_offer(slack, app, kari, desk):
    chosen = []

    @app.action("cause")
    async def cause(ack, action):
        await ack()
        chosen.append(action["selected_option"]["value"])

    async with connected(app, slack):
        card = await web_client(slack).chat_postMessage(channel=desk, text="Card", blocks=CARD)
        await slack.control.press(kari, desk, card["ts"], "cause", "Staff")
        with pytest.raises(ControlRefused, match="weather is not among"):
            await slack.control.press(kari, desk, card["ts"], "cause", "weather")
        with pytest.raises(ControlRefused, match="nothing here is called resolve"):
            await slack.control.press(kari, desk, card["ts"], "resolve")

    assert chosen == ["staff"]


async def test_a_command_is_answered_at_once_and_later(slack, app, kari, desk):
    given = []

    @app.command("/shopdesk")
    async def shopdesk(ack, body, respond):
        await ack("looking")
        given.append(body)
        await respond("nobody waits", response_type="in_channel")

    async with connected(app, slack):
        outcome = await slack.control.command(kari, desk, "/shopdesk queue shoes")
        await until(lambda: given)
        await asyncio.sleep(0.1)

    assert outcome.answer == {"text": "looking"}
    assert (given[0]["command"], given[0]["text"], given[0]["user_id"]) == ("/shopdesk", "queue shoes", kari)
    assert [each["message"]["text"] for each in await slack.control.ephemerals(kari)] == ["looking"]
    assert [message["text"] for message in await slack.control.messages(desk)] == ["nobody waits"]


async def test_a_shortcut_on_a_message_brings_the_message(slack, app, kari, desk):
    used = []

    @app.shortcut("wrong_answer")
    async def wrong(ack, shortcut):
        await ack()
        used.append(shortcut)

    async with connected(app, slack):
        said = await slack.control.post(kari, desk, "the window is 14 days")
        outcome = await slack.control.message_shortcut(kari, desk, said.ts, "wrong_answer")

    assert outcome.acknowledged
    assert (used[0]["type"], used[0]["message"]["text"]) == ("message_action", "the window is 14 days")


async def test_an_interaction_nobody_takes_fails_for_the_person(slack, app, kari, desk):
    async with connected(app, slack):
        card = await web_client(slack).chat_postMessage(channel=desk, text="Card", blocks=CARD)
        unknown = await slack.control.press(kari, desk, card["ts"], "claim")
    away = await slack.control.press(kari, desk, card["ts"], "claim")

    assert (unknown.acknowledged, unknown.problem) == (False, "timeout")
    assert (away.acknowledged, away.problem) == (False, "no_connection")


async def test_an_event_is_sent_again_until_it_is_acknowledged(slack, kari, desk):
    app, tries = bolt_app(slack), []

    @app.middleware
    async def slow_twice(req, next_):
        tries.append((req.headers.get("x-slack-retry-num"), req.body["event_id"]))
        if len(tries) < 3:
            await asyncio.sleep(60)
        await next_()

    @app.event("message")
    async def message():
        pass

    async with connected(app, slack):
        await slack.control.post(kari, desk, "hello")
        await slack.control.settled()

    assert [number for number, _ in tries] == [["0"], ["1"], ["2"]]
    assert len({event for _, event in tries}) == 1
    (parcel,) = await slack.control.parcels()
    assert (parcel["attempts"], parcel["acknowledged"]) == (3, True)


async def test_an_event_that_is_never_acknowledged_is_given_up_after_three_more_times(slack, kari, desk):
    app = bolt_app(slack)  # listens to nothing: Bolt answers 404 and sends no acknowledgement
    async with connected(app, slack):
        await slack.control.post(kari, desk, "hello")
        await slack.control.settled()

    (parcel,) = await slack.control.parcels()
    assert (parcel["attempts"], parcel["acknowledged"], parcel["problem"]) == (4, False, "timeout")


async def test_events_wait_a_little_for_a_connection_or_are_lost_when_told_so(slack, app, heard, kari, desk):
    await slack.control.post(kari, desk, "early")
    async with connected(app, slack):
        await slack.control.settled()
    await slack.control.event_faults(drop_while_disconnected=True)
    await slack.control.post(kari, desk, "unheard")
    async with connected(app, slack):
        await slack.control.settled()

    assert [body["event"]["text"] for body in heard] == ["early"]
    assert (await slack.control.parcels())[-1]["problem"] == "dropped"


async def test_several_connections_share_the_events(slack, kari, desk):
    first, second = [], []
    apps = [listening(slack, first), listening(slack, second)]
    async with connected(apps[0], slack), connected(apps[1], slack):
        assert await slack.control.connections() == 2
        for number in range(6):
            await slack.control.post(kari, desk, f"{number}")
        await slack.control.settled()

    assert sorted(body["event"]["text"] for body in first + second) == [f"{number}" for number in range(6)]
    assert first
    assert second


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", None])
async def test_the_app_connects_anew_when_its_connection_is_ended(slack, heard, kari, desk, reason):
    app = listening(slack, heard)
    async with connected(app, slack):
        await slack.control.end_sockets(reason)
        await asyncio.sleep(0.5)
        await slack.control.post(kari, desk, "still there?")
        await slack.control.settled()

        assert await slack.control.connections() == 1
    assert [body["event"]["text"] for body in heard] == ["still there?"]


@pytest.mark.parametrize("seconds", [0, 0.2])
async def test_events_can_come_twice_and_shuffled(slack, app, kari, desk, seconds):
    await slack.control.event_faults(copies=2, shuffle_seconds=seconds, seed=4)
    arrived = []

    async def note(frame) -> None:
        if "payload" in (message := json.loads(frame.data)):  # not the greeting
            arrived.append(message["payload"])

    async with connected(app, slack) as handler:
        handler.client.on_message_listeners.append(note)
        for number in range(8):
            await slack.control.post(kari, desk, f"{number}")
        await slack.control.settled()

    texts = [payload["event"]["text"] for payload in arrived]
    in_order = [f"{number // 2}" for number in range(16)]
    assert sorted(texts) == in_order
    assert (texts == in_order) == (seconds == 0)
    assert len({payload["event_id"] for payload in arrived}) == 8
