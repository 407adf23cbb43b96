"""Slack's requests over HTTP: only its own are taken."""

import json
import time
from urllib.parse import urlencode

import pytest

from bot.desk.slack import names
from tests.slack.in_world import World, open_world
from tests.slack.signing import signed

CHALLENGE = {"type": "url_verification", "token": "t", "challenge": "3eZbrw1aB"}


@pytest.fixture
async def world(tmp_path):
    async with open_world(tmp_path, http=True) as opened:
        yield opened


async def test_the_whole_road_works_over_http(world: World):
    anna = await world.control.add_person("Anna")
    card = await world.asks_for_a_person()
    outcome = await card.press(anna, names.TAKE)
    await card.reply(anna, "I am here")
    command = await world.control.command(anna, card.channel, "/shopdesk mine")

    assert outcome.acknowledged
    assert world.customers.texts[-1] == "I am here"
    assert f"Kari \\u00b7 {card.conversation_id}" in json.dumps(command.answer)


async def test_slacks_challenge_is_answered(world: World):
    status, _headers, body = await world.app.take(*signed(world, CHALLENGE))

    assert status == 200
    assert "3eZbrw1aB" in body


@pytest.mark.parametrize(
    "change",
    [
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=æøå"},
        {"x-slack-request-timestamp": "yesterday"},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "-5"},
        {"x-slack-request-timestamp": "١٢٣"},
        {"x-slack-request-timestamp": "9" * 5000},
        {"x-slack-request-timestamp": "1e9"},
    ],
)
async def test_what_slack_did_not_sign_is_refused(world: World, change: dict[str, str]):
    headers, body = signed(world, CHALLENGE)
    status, _headers, answer = await world.app.take(headers | change, body)

    assert status == 401
    assert "3eZbrw1aB" not in answer


async def test_a_request_without_any_header_is_refused(world: World):
    assert (await world.app.take({}, b"{}"))[0] == 401


@pytest.mark.parametrize(("age", "status"), [(0, 200), (280, 200), (-280, 200), (320, 401), (-320, 401)])
async def test_a_signature_holds_for_five_minutes(world: World, age: int, status: int):
    assert (await world.app.take(*signed(world, CHALLENGE, time.time() - age)))[0] == status


async def test_another_body_under_the_same_signature_is_refused(world: World):
    headers, body = signed(world, CHALLENGE)

    assert (await world.app.take(headers, body.replace(b"3eZ", b"AAA")))[0] == 401


async def test_a_body_that_is_no_json_or_no_text_is_named_and_not_a_crash(world: World):
    assert (await world.app.take(*signed(world, "{not json")))[0] == 400
    headers, _body = signed(world, "x")
    assert (await world.app.take(headers, b"\xff\xfe"))[0] == 401


async def test_a_command_that_comes_as_a_form_is_understood(world: World):
    anna = await world.control.add_person("Anna")
    form = {"command": "/shopdesk", "text": "help", "user_id": anna, "team_id": "T1", "channel_id": "C1"}
    status, _headers, body = await world.app.take(*signed(world, urlencode(form)))

    assert status == 200
    assert "hours on | off | auto" in body


async def test_events_of_other_kinds_are_acknowledged(world: World):
    event = {"type": "event_callback", "team_id": "T1", "event_id": "Ev9", "event": {"type": "team_join"}}

    assert (await world.app.take(*signed(world, event)))[0] == 200


async def test_before_slack_has_told_who_we_are_nothing_is_acknowledged(world: World):
    world.line.workspace._identity = None
    event = {"type": "event_callback", "team_id": "T1", "event_id": "Ev9", "event": {"type": "team_join"}}

    assert (await world.app.take(*signed(world, event)))[0] == 500


async def test_with_a_socket_the_http_door_is_shut(tmp_path):
    async with open_world(tmp_path) as world:
        assert (await world.app.take(*signed(world, CHALLENGE)))[0] == 404
