"""The fake as a program, and set up by an app's manifest."""

import json
import signal
import subprocess
import sys

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.apps import bolt_app, connected, web_client
from tests.fakes.slack.control import ControlRefused, SlackControl
from tests.fakes.slack.identities import BOT_TOKEN
from tests.fakes.slack.server import fake_slack

MANIFEST = {
    "display_information": {"name": "Shopdesk"},
    "features": {
        "slash_commands": [{"command": "/shopdesk", "description": "The desk"}],
        "shortcuts": [{"name": "Wrong", "type": "message", "callback_id": "wrong", "description": "x"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "channels:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.channels"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


async def test_the_program_says_its_port_and_serves():
    with subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.slack", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as program:
        url = f"http://127.0.0.1:{json.loads(program.stdout.readline())['port']}"
        async with SlackControl(url) as control:
            desk = await control.add_channel("desk")
            web = AsyncWebClient(BOT_TOKEN, base_url=f"{url}/api/")
            await web.chat_postMessage(channel=desk, text="hello")
            seen = await control.messages("desk")
        program.send_signal(signal.SIGTERM)

    assert [message["text"] for message in seen] == ["hello"]
    assert program.returncode == 0


async def test_the_app_gets_what_its_manifest_gives_it_and_no_more():
    async with fake_slack() as slack:
        kari = await slack.control.add_person("Kari")
        desk = await slack.control.add_channel("desk", members=[kari])
        await slack.control.install(MANIFEST)
        web = web_client(slack)
        async with connected(bolt_app(slack), slack):
            said = await slack.control.post(kari, desk, "hello")
            await slack.control.open_home(kari)  # not subscribed to

            assert len((await web.conversations_history(channel=desk))["messages"]) == 1
            with pytest.raises(SlackApiError, match="missing_scope"):
                await web.reactions_add(channel=desk, timestamp=said.ts, name="eyes")
            with pytest.raises(ControlRefused, match="/help is not a valid command"):
                await slack.control.command(kari, desk, "/help")
            with pytest.raises(ControlRefused, match="no shortcut right"):
                await slack.control.message_shortcut(kari, desk, said.ts, "right")

        kinds = [parcel["payload"]["event"]["type"] for parcel in await slack.control.parcels()]
        assert kinds == ["message"]
