"""What can go wrong with calls, as slack_sdk's client meets it."""

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.apps import web_client
from tests.fakes.slack.server import FakeSlack, fake_slack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as running:
        yield running


@pytest.fixture
async def desk(slack: FakeSlack) -> str:
    return await slack.control.add_channel("desk")


@pytest.fixture
def web(slack: FakeSlack) -> AsyncWebClient:
    return web_client(slack)


async def texts(slack: FakeSlack, channel: str) -> list[str]:
    return [message["text"] for message in await slack.control.messages(channel)]


async def test_a_lost_answer_leaves_the_message_posted(slack, web, desk):
    await slack.control.lose("chat.postMessage")

    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel=desk, text="once")
    await web.chat_postMessage(channel=desk, text="after")

    assert await texts(slack, desk) == ["once", "after"]


async def test_the_librarys_own_retries_double_a_message_whose_answer_was_lost(slack, desk):
    await slack.control.lose("chat.postMessage")

    await AsyncWebClient(slack.bot_token, base_url=slack.api_url).chat_postMessage(channel=desk, text="twice")

    assert await texts(slack, desk) == ["twice", "twice"]


async def test_a_refused_connection_leaves_nothing(slack, web, desk):
    await slack.control.refuse("chat.postMessage")

    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel=desk, text="never")

    assert await texts(slack, desk) == []


async def test_too_many_requests_say_when_to_come_back(slack, web, desk):
    await slack.control.ratelimit("chat.postMessage", times=2, retry_after=7)

    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await web.chat_postMessage(channel=desk, text="later")
        assert caught.value.response.status_code == 429
        assert caught.value.response["error"] == "ratelimited"
        assert caught.value.response.headers["Retry-After"] == "7"

    assert (await web.chat_postMessage(channel=desk, text="now"))["ok"]


async def test_a_broken_server_answers_without_json(slack, web, desk):
    await slack.control.status("*", times=1, status=503)

    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=desk, text="x")

    assert caught.value.response.status_code == 503
    assert await texts(slack, desk) == []


async def test_an_error_by_name(slack, web, desk):
    await slack.control.error("chat.postMessage", "fatal_error")

    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=desk, text="x")

    assert caught.value.response["error"] == "fatal_error"


@pytest.mark.parametrize(("accepted", "posted"), [(True, ["slow"]), (False, [])])
async def test_a_client_that_waits_too_little_does_not_know(slack, desk, accepted, posted):
    impatient = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=0.2)
    await slack.control.hang("chat.postMessage", 5, accepted=accepted)

    with pytest.raises(TimeoutError):
        await impatient.chat_postMessage(channel=desk, text="slow")

    assert await texts(slack, desk) == posted


async def test_an_outage_ends_by_itself(slack, web, desk):
    await slack.control.outage(0.4)

    with pytest.raises(aiohttp.ClientError):
        await web.auth_test()
    await asyncio.sleep(0.5)

    assert (await web.auth_test())["ok"]


async def test_one_channel_takes_about_one_message_a_second(slack, web, desk):
    other = await slack.control.add_channel("other")
    await slack.control.pace(1)

    await web.chat_postMessage(channel=desk, text="first")
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=desk, text="too soon")
    await web.chat_postMessage(channel=other, text="elsewhere")

    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "1"
    await asyncio.sleep(1)
    await web.chat_postMessage(channel=desk, text="in time")
    assert await texts(slack, desk) == ["first", "in time"]


async def test_the_pace_can_run_faster_than_the_clock(slack, web, desk):
    await slack.control.pace(1, speed=50)

    started, sent = time.monotonic(), 0
    while sent < 10:
        try:
            await web.chat_postMessage(channel=desk, text=f"{sent}")
            sent += 1
        except SlackApiError:
            await asyncio.sleep(0.005)

    assert 9 / 50 <= time.monotonic() - started < 2


async def test_faults_can_be_called_off(slack, web, desk):
    await slack.control.lose("*", times=100)
    await slack.control.outage(60)

    await slack.control.no_faults()

    assert (await web.auth_test())["ok"]


async def test_a_reset_empties_the_workspace(slack, web, desk):
    await web.chat_postMessage(channel=desk, text="hello")

    await slack.control.reset()

    assert await slack.control.channels() == []
    assert await slack.control.calls() == []
    with pytest.raises(SlackApiError):
        await web.chat_postMessage(channel=desk, text="hello")
