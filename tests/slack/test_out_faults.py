"""What goes wrong at Slack is sorted by what to do about it, and no secret comes into a text."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown
from bot.desk.slack.api.faults import NotSetUp, SlackRefused, Throttled, read, written
from bot.desk.slack.api.people import People
from bot.desk.slack.api.web import open_client
from bot.desk.slack.inbound.files import SlackFiles
from tests.slack.out_desk import SlackDesk, slack_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[SlackDesk]:
    async with slack_desk(tmp_path) as opened:
        yield opened


async def post(client: AsyncWebClient, channel: str) -> None:
    await written(client.chat_postMessage(channel=channel, text="hi"))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ratelimited", Throttled),
        ("invalid_auth", NotSetUp),
        ("missing_scope", NotSetUp),
        ("is_archived", NotSetUp),
        ("channel_not_found", NotSetUp),
        ("not_in_channel", NotSetUp),
        ("msg_too_long", SlackRefused),
        ("invalid_blocks", SlackRefused),
        ("fatal_error", ChannelUnknown),
        ("internal_error", ChannelUnknown),
        ("request_timeout", ChannelBusy),
    ],
)
async def test_slacks_codes_are_sorted(desk: SlackDesk, code: str, kind: type[Exception]) -> None:
    await desk.control.error("chat.postMessage", code)

    with pytest.raises(kind) as error:
        await post(desk.client, desk.channel)
    assert desk.slack.bot_token not in str(error.value)
    assert error.value.__cause__ is None  # the SDK's error holds the whole answer


async def test_a_missing_scope_is_named(desk: SlackDesk) -> None:
    await desk.control.grant(["reactions:write"])

    with pytest.raises(NotSetUp, match=r"lacks a scope \(chat:write\)"):
        await post(desk.client, desk.channel)


async def test_too_fast_says_how_long_to_wait(desk: SlackDesk) -> None:
    await desk.control.ratelimit("chat.postMessage", 1, 17)

    with pytest.raises(Throttled) as error:
        await post(desk.client, desk.channel)
    assert error.value.retry_after == 17


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_error_of_the_server_may_have_done_it(desk: SlackDesk, status: int) -> None:
    await desk.control.status("chat.postMessage", 1, status)

    with pytest.raises(ChannelUnknown):
        await post(desk.client, desk.channel)


async def test_an_answer_lost_or_late_may_have_done_it_but_a_question_can_be_asked_again(
    desk: SlackDesk,
) -> None:
    """Fails when the SDK's own repeats are on: it would post twice and answer ok."""
    await desk.control.lose("chat.postMessage")
    with pytest.raises(ChannelUnknown):
        await post(desk.client, desk.channel)
    assert len(await desk.control.messages(desk.channel)) == 1
    await desk.control.lose("auth.test")
    with pytest.raises(ChannelBusy):
        await read(desk.client.auth_test())

    limits = ClientTimeout(total=0.2)
    async with open_client(desk.slack.bot_token, base_url=desk.slack.api_url, limits=limits) as hasty:
        await desk.control.hang("chat.postMessage", 0.6)
        with pytest.raises(ChannelUnknown):
            await post(hasty, desk.channel)
        await asyncio.sleep(0.6)


async def test_nobody_there_is_surely_nothing_done() -> None:
    async with open_client("xoxb-secret", base_url="http://127.0.0.1:9/api/") as client:
        with pytest.raises(ChannelBusy):
            await post(client, "C1")


async def test_what_people_say_and_the_token_stay_out_of_the_log(
    desk: SlackDesk, caplog: pytest.LogCaptureFixture
) -> None:
    """Fails when the SDK's logger is left as it is: at debug level it writes whole requests."""
    caplog.set_level(logging.DEBUG)
    await written(desk.client.chat_postMessage(channel=desk.channel, text="my secret words"))
    await desk.control.error("chat.postMessage", "invalid_auth")
    with pytest.raises(NotSetUp):
        await written(desk.client.chat_postMessage(channel=desk.channel, text="my secret words"))

    assert "invalid_auth" in caplog.text
    assert "secret words" not in caplog.text
    assert desk.slack.bot_token not in caplog.text


async def test_names_of_staff_are_asked_once_and_never_in_the_way(desk: SlackDesk) -> None:
    ola = await desk.control.add_person("Ola Nordmann")
    people = People(desk.client, desk.clock, wait=0.3)
    await desk.control.hang("users.info", 0.6)
    assert (await people.agent(ola)).name == ola  # too late: the id will do

    assert (await people.agent(ola)).name == "Ola Nordmann"
    asked = len(await desk.control.calls("users.info"))
    assert (await people.agent(ola)).id == f"slack:{ola}"
    assert len(await desk.control.calls("users.info")) == asked
    assert await people.name("U404") == "U404"


async def test_files_of_staff_are_fetched_within_the_limit(desk: SlackDesk) -> None:
    ola = await desk.control.add_person("Ola")
    await desk.control.join(ola, desk.channel)
    posted = await desk.control.upload(ola, desk.channel, "label.pdf", b"%PDF-1.4 label")
    files = SlackFiles(desk.client)

    assert await files.fetch(str(posted.file), 1000) == b"%PDF-1.4 label"
    with pytest.raises(ChannelRefused, match="too large"):
        await files.fetch(str(posted.file), 5)
    with pytest.raises(ChannelRefused):
        await files.fetch("F404", 1000)
    await desk.control.outage()
    with pytest.raises(ChannelBusy):
        await files.fetch(str(posted.file), 1000)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/x",
        "https://slack.com.evil.example/x",
        "http://files.slack.com/x",
        "file:///etc/passwd",
        "",
    ],
)
async def test_our_token_goes_to_slack_alone(desk: SlackDesk, address: str) -> None:
    with pytest.raises(ChannelRefused, match="not Slack's"):
        await SlackFiles(desk.client)._download(URL(address), 10)
