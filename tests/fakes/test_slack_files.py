"""Files through the fake: the upload in three steps by slack_sdk, and the download that needs the token."""

from collections.abc import AsyncIterator

import httpx
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


async def test_an_uploaded_file_appears_in_its_thread_a_little_later(slack, web, desk):
    card = await web.chat_postMessage(channel=desk, text="Card")

    sent = await web.files_upload_v2(
        channel=desk,
        thread_ts=card["ts"],
        filename="bilde æ.png",
        content=b"\x89PNG",
        initial_comment="See <here>",
    )
    await slack.control.settled()

    message = (await slack.control.messages(desk, card["ts"]))[-1]
    assert (message["subtype"], message["text"]) == ("file_share", "See &lt;here&gt;")
    assert [each["name"] for each in message["files"]] == ["bilde æ.png"]
    assert await slack.control.file_content(sent["files"][0]["id"]) == b"\x89PNG"
    told = (await web.files_info(file=sent["files"][0]["id"]))["file"]
    assert told["shares"]["public"][desk] == [{"ts": message["ts"], "thread_ts": card["ts"]}]
    assert (told["mimetype"], told["size"]) == ("image/png", 4)


async def test_an_upload_is_completed_once_and_only_after_its_bytes_came(web, desk):
    place = await web.files_getUploadURLExternal(filename="a.txt", length=5)
    early = web.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id=desk)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await early
    async with httpx.AsyncClient() as client:
        short = await client.post(place["upload_url"], content=b"1234")
        right = await client.post(place["upload_url"], content=b"12345")
    await web.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id=desk)

    assert (short.status_code, right.status_code) == (400, 200)
    again = web.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id=desk)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await again


async def test_a_file_of_a_colleague_is_fetched_with_the_token_only(slack, web, desk):
    kari = await slack.control.add_person("Kari")
    sent = await slack.control.upload(kari, desk, "label.pdf", b"%PDF-1.7")
    told = (await web.files_info(file=sent.file))["file"]

    async with httpx.AsyncClient(follow_redirects=True) as client:
        bare = await client.get(told["url_private_download"])
        mine = {"Authorization": f"Bearer {slack.bot_token}"}
        right = await client.get(told["url_private_download"], headers=mine)
        await slack.control.grant(["chat:write"])
        unscoped = await client.get(told["url_private"], headers=mine)

    assert right.content == b"%PDF-1.7"
    assert right.headers["content-type"] == "application/pdf"
    # Slack's trap: without token or scope one gets its sign-in page, with status 200.
    assert bare.status_code == unscoped.status_code == 200
    assert bare.headers["content-type"].startswith("text/html")
    assert b"%PDF" not in bare.content + unscoped.content


async def test_a_file_nobody_knows(web):
    with pytest.raises(SlackApiError, match="file_not_found"):
        await web.files_info(file="F404")
