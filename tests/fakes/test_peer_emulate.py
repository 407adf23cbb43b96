"""The Slack desk against emulate, a Slack that somebody else wrote, and our own fake held against it.

Left out, because emulate has none of it: Socket Mode, buttons, modals and commands (the press below is made and signed
here), response URLs, event retries, mentions, direct messages' `channel_type`, Block Kit's limits, rate limits, pages
of a thread, users.conversations, escaping of texts, and any refusal of a token it does not know. Queries in the address
are made POST bodies by emulate_slack.py; where events are posted to is set by emulate.mjs.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.slack import names
from tests.fakes.emulate import PACKAGES, installed
from tests.fakes.emulate_slack import EmulatedSlack, emulated_slack
from tests.fakes.slack.server import fake_slack
from tests.slack.in_world import Card, World, open_world

BUTTON = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Take it"}}
CARD = [{"type": "actions", "block_id": "controls", "elements": [BUTTON]}]
MARK = {"event_type": "delivery", "event_payload": {"id": "17"}}


@pytest.fixture(autouse=True)
def there() -> None:
    if installed() != PACKAGES:
        pytest.skip("emulate is not installed: .venv/bin/python -m tests.fakes.emulate needs npm")


@pytest.fixture
async def emulated() -> AsyncIterator[EmulatedSlack]:
    async with emulated_slack() as slack:
        yield slack


@pytest.fixture
async def world(emulated: EmulatedSlack, tmp_path: Path) -> AsyncIterator[World]:
    await emulated.control.add_channel("shopdesk")
    async with open_world(tmp_path, http=True, slack=emulated) as opened:
        yield opened


async def test_a_reply_in_the_thread_claims_and_reaches_the_customer(world):
    card = await world.asks_for_a_person()
    await card.reply("anna", "It is on its way")
    await world.says("thanks!")

    assert (await card.conversation()).agent is not None
    assert world.customers.texts[-1] == "It is on its way"
    # Slack takes one line a second and this is the fourth: it comes when the lane is idle again
    await world.until(lambda: stands_in_thread(world, card, "thanks!"))


async def test_a_press_claims_and_a_note_stays_inside(world):
    card = await world.asks_for_a_person()
    await card.press("anna", names.TAKE)
    await card.reply("anna", "note: ask the warehouse")
    await card.reply("ola", "let me look")

    assert (await card.conversation()).agent is not None
    assert not any("warehouse" in text or "look" in text for text in world.customers.texts)
    assert {"ask the warehouse", "let me look"} <= {line.entry.text for line in await card.lines()}


async def test_a_corrected_answer_reaches_the_customer_and_after_the_hand_back_the_bot_answers(world):
    card = await world.asks_for_a_person()
    said = await card.reply("anna", "It comes on Monday")
    await card.edit("anna", said.ts, "It comes on Tuesday")
    corrected = world.customers.texts[-1]
    await card.press("anna", names.HAND_BACK)
    await world.says("hello?")

    assert corrected == "It comes on Tuesday"
    assert world.customers.texts[-1] == "bot: hello?"


async def stands_in_thread(world: World, card: Card, text: str) -> bool:
    messages = await world.control.messages(card.channel, card.ts)
    return any(text in message["text"] for message in messages)


async def script(web: AsyncWebClient, channel: str) -> dict:
    """The same calls for both; what came of them, without names and times."""

    async def refused(call) -> str:
        with pytest.raises(SlackApiError) as caught:
            await call
        return caught.value.response["error"]

    card = await web.chat_postMessage(channel=channel, text="Card", blocks=CARD)
    reply = await web.chat_postMessage(channel=channel, text="hello", thread_ts=card["ts"], metadata=MARK)
    here = {"channel": channel, "timestamp": reply["ts"]}
    await web.reactions_add(**here, name="eyes")
    await web.chat_update(channel=channel, ts=card["ts"], text="Card, taken", blocks=CARD)
    thread = await web.conversations_replies(channel=channel, ts=card["ts"], include_all_metadata=True)
    gone = await web.chat_postMessage(channel=channel, text="gone")
    await web.chat_delete(channel=channel, ts=gone["ts"])
    history = await web.conversations_history(channel=channel)
    return {
        "thread": [(each["text"], each.get("thread_ts") == card["ts"]) for each in thread["messages"][1:]],
        "parent": [thread["messages"][0][name] for name in ("text", "reply_count", "reply_users", "blocks")],
        "metadata": thread["messages"][1]["metadata"],
        "reactions": thread["messages"][1]["reactions"],
        "top": [
            each["text"] for each in history["messages"] if each.get("thread_ts", card["ts"]) == card["ts"]
        ][:1],
        "already": await refused(web.reactions_add(**here, name="eyes")),
        "none": await refused(web.reactions_remove(**here, name="tada")),
        "lost": await refused(web.chat_update(channel=channel, ts="1.000001", text="x")),
        "nowhere": await refused(web.chat_postMessage(channel="C404", text="x")),
        "nobody": await refused(web.users_info(user="U404")),
        "empty": await refused(web.chat_postMessage(channel=channel, text="")),
    }


@pytest.mark.filterwarnings("ignore:The top-level `text` argument:UserWarning")
async def test_our_own_fake_and_emulate_give_the_same_answers(emulated):
    theirs = await script(
        AsyncWebClient(emulated.bot_token, base_url=emulated.api_url, retry_handlers=[]),
        await emulated.control.add_channel("desk"),
    )
    async with fake_slack() as slack:
        ours = await script(
            AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]),
            await slack.control.add_channel("desk"),
        )

    assert ours == theirs


async def test_an_edit_and_a_deletion_come_as_the_same_kinds_of_event(emulated):
    desk = await emulated.control.add_channel("desk")
    card = await emulated.control.post("anna", desk, "Card")
    said = await emulated.control.post("ola", desk, "on it's way", card.ts)
    await emulated.control.edit("ola", desk, said.ts, "on its way")
    await emulated.control.delete("ola", desk, said.ts)
    theirs = [event for event in emulated.control.arrived if event["type"] == "message"][-3:]

    async with fake_slack() as slack:
        ola = await slack.control.add_person("Ola")
        desk = await slack.control.add_channel("desk")
        card = await slack.control.post(ola, desk, "Card")
        said = await slack.control.post(ola, desk, "on it's way", card.ts)
        await slack.control.edit(ola, desk, said.ts, "on its way")
        await slack.control.delete(ola, desk, said.ts)
        ours = [parcel["payload"]["event"] for parcel in await slack.control.parcels()][-3:]

    assert [event.get("subtype") for event in ours] == [event.get("subtype") for event in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert set(other) <= set(mine), "emulate tells something that our fake does not"
