"""The fake's modals and App Homes: triggers, stacks, limits, and what a submitted form becomes."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from tests.fakes.slack.apps import bolt_app, connected, web_client
from tests.fakes.slack.control import ControlRefused
from tests.fakes.slack.server import FakeSlack, fake_slack


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def form(**more) -> dict:
    element = {"type": "plain_text_input", "action_id": "answer", "max_length": 20}
    block = {"type": "input", "block_id": "reply", "label": plain("Answer"), "element": element}
    view = {"type": "modal", "callback_id": "reply", "title": plain("Reply"), "submit": plain("Send")}
    return view | {"blocks": [block]} | more


HOME = {
    "type": "home",
    "blocks": [
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "open", "text": plain("Open"), "value": "1"}],
        }
    ],
}


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as running:
        await running.control.timing(acknowledge=0.5)
        yield running


@pytest.fixture
async def kari(slack: FakeSlack) -> str:
    return await slack.control.add_person("Kari")


@pytest.fixture
def triggers() -> list[str]:
    return []


@pytest.fixture
async def app(slack: FakeSlack, kari: str, triggers: list[str]) -> AsyncIterator[AsyncApp]:
    """Publishes a home for Kari; a press on its button only leaves the trigger id."""
    app = bolt_app(slack)

    @app.action("open")
    async def opened(ack, body):
        await ack()
        triggers.append(body["trigger_id"])

    await web_client(slack).views_publish(user_id=kari, view=HOME)
    async with connected(app, slack):
        yield app


async def error_of(call) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def test_a_home_is_shown_and_its_button_brings_the_view(slack, kari):
    app, pressed = bolt_app(slack), []

    @app.event("app_home_opened")
    async def opened(event, client):
        await client.views_publish(user_id=event["user"], view=HOME)

    @app.action("open")
    async def press(ack, body):
        await ack()
        pressed.append(body)

    async with connected(app, slack):
        await slack.control.open_home(kari)
        await slack.control.settled()
        await asyncio.sleep(0.1)
        outcome = await slack.control.press_home(kari, "open")

    assert outcome.acknowledged
    assert pressed[0]["view"]["type"] == "home"
    assert pressed[0]["container"] == {"type": "view", "view_id": (await slack.control.home(kari))["id"]}


async def test_a_trigger_opens_one_view_within_its_time(slack, app, kari, triggers):
    web = web_client(slack)
    await slack.control.press_home(kari, "open")
    await web.views_open(trigger_id=triggers[0], view=form())
    used = await error_of(web.views_open(trigger_id=triggers[0], view=form()))
    await slack.control.timing(trigger=0.05)
    await slack.control.press_home(kari, "open")
    await asyncio.sleep(0.1)
    late = await error_of(web.views_open(trigger_id=triggers[1], view=form()))
    made_up = await error_of(web.views_open(trigger_id="1.2.3", view=form()))

    assert (used, late, made_up) == ("exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id")
    (modal,) = await slack.control.modals(kari)
    assert View(**modal).to_dict()["callback_id"] == "reply"


async def test_three_views_stand_on_each_other_at_most(slack, app, kari, triggers):
    web = web_client(slack)
    for _ in range(4):
        await slack.control.press_home(kari, "open")
    await web.views_open(trigger_id=triggers[0], view=form())
    await web.views_push(trigger_id=triggers[1], view=form())
    await web.views_push(trigger_id=triggers[2], view=form())

    assert await error_of(web.views_push(trigger_id=triggers[3], view=form())) == "push_limit_reached"
    stack = await slack.control.modals(kari)
    assert [view["previous_view_id"] for view in stack] == [None, stack[0]["id"], stack[1]["id"]]
    assert {view["root_view_id"] for view in stack} == {stack[0]["id"]}


async def test_what_was_typed_stays_when_the_view_is_updated(slack, app, kari, triggers):
    web = web_client(slack)
    await slack.control.press_home(kari, "open")
    opened = await web.views_open(trigger_id=triggers[0], view=form(external_id="reply-1"))

    await web.views_update(
        external_id="reply-1", hash=opened["view"]["hash"], view=form(title=plain("Again"))
    )
    old_hash = web.views_update(view_id=opened["view"]["id"], hash=opened["view"]["hash"], view=form())

    assert await error_of(old_hash) == "hash_conflict"
    assert (await slack.control.modals(kari))[0]["title"]["text"] == "Again"
    assert await error_of(web.views_update(view_id="V404", view=form())) == "not_found"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": plain("x" * 25)},
        {"submit": None},
        {"blocks": [{"type": "divider"}] * 101},
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"colour": "red"},
        {"type": "drawer"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
async def test_a_wrong_view_is_refused_and_named(slack, app, kari, triggers, wrong):
    await slack.control.press_home(kari, "open")
    view = {name: value for name, value in (form() | wrong).items() if value is not None}

    with pytest.raises(SlackApiError) as caught:
        await web_client(slack).views_open(trigger_id=triggers[0], view=view)

    assert caught.value.response["error"] == "invalid_arguments"
    assert "json-pointer:/view" in caught.value.response["response_metadata"]["messages"][0]


async def test_a_form_is_submitted_with_its_values(slack, app, kari, triggers):
    sent = []

    @app.view("reply")
    async def reply(ack, view):
        text = view["state"]["values"]["reply"]["answer"]["value"]
        sent.append(text)
        await (ack(response_action="errors", errors={"reply": "too short"}) if len(text) < 3 else ack())

    await slack.control.press_home(kari, "open")
    await web_client(slack).views_open(trigger_id=triggers[0], view=form())

    with pytest.raises(ControlRefused, match="must be filled in"):
        await slack.control.submit(kari)
    with pytest.raises(ControlRefused, match="20 characters"):
        await slack.control.submit(kari, {"answer": "x" * 21})
    refused = await slack.control.submit(kari, {"answer": "no"})
    assert len(await slack.control.modals(kari)) == 1
    taken = await slack.control.submit(kari, {"answer": "on its way"})

    assert (refused.errors, taken.errors) == ({"reply": "too short"}, {})
    assert sent == ["no", "on its way"]
    assert await slack.control.modals(kari) == []


async def test_a_submitted_form_can_make_way_for_another_view(slack, app, kari, triggers):
    @app.view("reply")
    async def reply(ack):
        await ack(response_action="update", view=form(callback_id="second", title=plain("Sure?")))

    @app.view("second")
    async def second(ack):
        await ack(response_action="clear")

    await slack.control.press_home(kari, "open")
    await web_client(slack).views_open(trigger_id=triggers[0], view=form())
    await slack.control.submit(kari, {"answer": "hello"})

    assert [view["title"]["text"] for view in await slack.control.modals(kari)] == ["Sure?"]
    await slack.control.submit(kari)  # what was typed is still there
    assert await slack.control.modals(kari) == []


async def test_a_closed_form_is_heard_of_only_by_those_who_asked(slack, app, kari, triggers):
    closed = []

    @app.view_closed("reply")
    async def gone(ack, view):
        await ack()
        closed.append(view["id"])

    for number, notify in enumerate((False, True)):
        await slack.control.press_home(kari, "open")
        view = form(notify_on_close=notify)
        opened = await web_client(slack).views_open(trigger_id=triggers[number], view=view)
        await slack.control.close(kari)

    assert closed == [opened["view"]["id"]]
    with pytest.raises(ControlRefused, match="no modal open"):
        await slack.control.close(kari)
