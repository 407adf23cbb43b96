"""What the fake says Slack would do with a text: every ping, link and format is found, and nothing else."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.slack.apps import web_client
from tests.fakes.slack.mrkdwn import found_in, normalised
from tests.fakes.slack.server import FakeSlack, fake_slack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as running:
        yield running


@pytest.fixture
async def desk(slack: FakeSlack) -> str:
    return await slack.control.add_channel("desk")


PINGS = {
    "<!channel>": ["!channel"],
    "<!here|here>": ["!here"],
    "<!everyone>": ["!everyone"],
    "<@U123>": ["@U123"],
    "<@U123|kari>": ["@U123"],
    "<!subteam^S1|@desk>": ["@S1"],
    "hi <@U1> and <!here>": ["@U1", "!here"],
    "&lt;!channel&gt;": [],
    "@channel @here @everyone": [],
    "<!channel": [],
}


@pytest.mark.parametrize(("text", "pings"), PINGS.items())
async def test_what_would_ping_somebody(slack, desk, text, pings):
    posted = await web_client(slack).chat_postMessage(channel=desk, text=text)
    in_block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    boxed = await web_client(slack).chat_postMessage(channel=desk, text="x", blocks=[in_block])
    quiet = {"type": "section", "text": {"type": "plain_text", "text": text}}
    safe = await web_client(slack).chat_postMessage(channel=desk, text="x", blocks=[quiet])

    assert (await slack.control.parsed(desk, posted["ts"]))["pings"] == pings
    assert (await slack.control.parsed(desk, boxed["ts"]))["pings"] == pings
    assert (await slack.control.parsed(desk, safe["ts"]))["pings"] == []


async def test_linked_names_ping_only_when_asked_for(slack, desk):
    kari = await slack.control.add_person("kari")
    web = web_client(slack)

    quiet = await web.chat_postMessage(channel=desk, text="@kari @channel", link_names=False)
    loud = await web.chat_postMessage(channel=desk, text="@kari @channel", link_names=True)

    assert (await slack.control.parsed(desk, quiet["ts"]))["pings"] == []
    assert (await slack.control.parsed(desk, loud["ts"]))["pings"] == [f"@{kari}", "!channel"]


async def test_a_link_is_unfurled_only_when_asked_for(slack, desk):
    web = web_client(slack)
    text = "see https://varde.example/sale and https://varde.example/a.png"

    default = await web.chat_postMessage(channel=desk, text=text)
    none = await web.chat_postMessage(channel=desk, text=text, unfurl_links=False, unfurl_media=False)
    every = await web.chat_postMessage(channel=desk, text=text, unfurl_links=True)

    assert (await slack.control.parsed(desk, default["ts"]))["unfurls"] == ["https://varde.example/a.png"]
    assert (await slack.control.parsed(desk, none["ts"]))["unfurls"] == []
    assert len((await slack.control.parsed(desk, every["ts"]))["unfurls"]) == 2


async def test_rich_text_and_markdown_are_read_too(slack, desk):
    part = [{"type": "broadcast", "range": "here"}, {"type": "text", "text": "now", "style": {"bold": True}}]
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": part}]}
    markdown = {"type": "markdown", "text": "**big** [shop](https://varde.example)"}

    posted = await web_client(slack).chat_postMessage(channel=desk, text="x", blocks=[rich, markdown])

    found = await slack.control.parsed(desk, posted["ts"])
    assert found["pings"] == ["!here"]
    assert [(each["kind"], each["text"]) for each in found["formats"]] == [("bold", "now"), ("bold", "big")]
    assert found["links"][-1]["label"] == "shop"


FORMATS = {
    "*bold* _slanted_ ~gone~ `code`": {"bold", "italic", "strike", "code"},
    "```a *b*```": {"pre"},
    "&gt; quoted": {"quote"},
    ":tada:": {"emoji"},
    "2*3*4 and snake_case_name": set(),
    "10:30:15": set(),
    "*not bold *": set(),
}


@pytest.mark.parametrize(("text", "kinds"), FORMATS.items())
def test_what_would_be_formatted(text, kinds):
    assert {each["kind"] for each in found_in(text).formats} == kinds


def test_a_link_in_disguise_is_told_from_a_plain_one():
    (disguised,) = found_in("<https://evil.example|https://varde.example>").links
    (bare,) = found_in("varde.example/a").links

    assert disguised == {"url": "https://evil.example", "label": "https://varde.example", "how": "control"}
    assert bare["how"] == "bare"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
        ("<@U1> & <!here>", "<@U1> &amp; <!here>"),
        ("see https://varde.example/a.", "see <https://varde.example/a>."),
    ],
)
def test_how_slack_keeps_a_posted_text(sent, kept):
    assert normalised(sent) == kept
