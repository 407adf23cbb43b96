"""The thread is the conversation: every line stands there once, in order, under the name of who said it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversations.errors import ChannelRefused
from bot.conversations.messages import Author, Button, Entry, File, FileKind
from bot.conversations.model import Agent
from tests.slack.out_desk import SlackDesk, shown, slack_desk

OLA = Agent("slack:U123", "Ola")
HOSTILE = "<!channel> <@U123> @here *bold* _it_ ~no~ `code` :smile: <https://evil.example|your bank> &lt;"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[SlackDesk]:
    async with slack_desk(tmp_path) as opened:
        yield opened


async def test_customers_lines_appear_under_their_name(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    await desk.says(handoff, "is anybody there?")
    await desk.runs(3)

    [line] = await desk.thread(handoff)
    assert line["username"] == "Kari (customer)"
    assert shown(line) == "is anybody there?"


async def test_a_notification_names_what_came_without_words(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    await desk.owes(handoff, Entry(Author.CUSTOMER, "", details={"kind": "dice"}))
    await desk.runs(3)

    [line] = await desk.thread(handoff)
    assert line["text"] == "Kari (customer): dice"


async def test_an_answer_sent_from_a_window_of_slack_is_not_the_web_desks(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    sent = Entry(Author.AGENT, "It comes on Friday.", name="Per", channel="desk", external_id="slack:view:V1")
    await desk.owes(handoff, sent)
    await desk.runs(3)

    [line] = await desk.thread(handoff)
    assert line["username"] == "Per"


async def test_without_the_scope_for_names_the_name_stands_in_the_message(desk: SlackDesk) -> None:
    """Fails when a missing scope keeps lines out of the thread."""
    await desk.control.grant(["chat:write", "channels:history", "users:read"])
    _, handoff = await desk.asks()
    await desk.says(handoff, "hello")
    await desk.runs(5)

    [line] = await desk.thread(handoff)
    assert "username" not in line
    assert shown(line) == "*Kari (customer)*\nhello"


async def test_a_burst_is_one_message_in_order(desk: SlackDesk) -> None:
    """Fails when every line takes a turn of its own."""
    _, handoff = await desk.asks()
    await desk.says(handoff, *map(str, range(12)))
    await desk.runs(3)

    [line] = await desk.thread(handoff)
    assert shown(line).split("\n") == [str(number) for number in range(12)]


async def test_lines_of_several_speakers_go_together_with_their_names(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    await desk.says(handoff, "one")
    await desk.owes(handoff, Entry(Author.SHOP, "You are number 1 in the queue."))
    await desk.owes(handoff, Entry(Author.AGENT, "I'll look", name="Per", channel="desk"))
    await desk.owes(handoff, Entry(Author.AGENT, "old customer", name="Per", channel="desk", internal=True))
    await desk.runs(3)

    [line] = await desk.thread(handoff)
    assert shown(line).split("\n") == [
        "*Kari (customer)*",
        "one",
        "You are number 1 in the queue.",
        "*Per (web desk)*",
        "I'll look",
        "*Per (internal note)*",
        "old customer",
    ]


async def test_whatever_a_customer_writes_slack_calls_nobody_and_formats_nothing(desk: SlackDesk) -> None:
    """Fails when any part of the payload, its notification text included, takes people's words as markup."""
    _, handoff = await desk.asks(name=HOSTILE)
    await desk.says(handoff, HOSTILE)
    contact = {"contact": {"name": HOSTILE, "phone": "1"}, "quoted": HOSTILE}
    await desk.owes(handoff, Entry(Author.CUSTOMER, HOSTILE, details=contact))
    desk.content["k"] = b"jpeg"
    photo = File("k", FileKind.PHOTO, "<!here>.jpg", "image/jpeg", 4)
    await desk.owes(handoff, Entry(Author.CUSTOMER, HOSTILE, files=(photo,)))
    await desk.runs(10)
    await asyncio.sleep(0.2)  # the file's message appears a moment after the call

    assert len(await desk.thread(handoff)) == 2
    for parsed in await desk.control.all_parsed():
        assert parsed["pings"] == []
        assert parsed["unfurls"] == []
        disguised = [link for link in parsed["links"] if link["label"] != link["url"]]
        assert [link for link in disguised if "evil" in str(link)] == []
        assert {found["kind"] for found in parsed["formats"]} <= {"bold"}, parsed  # our own field names
        assert "bold" not in {found["text"] for found in parsed["formats"]}


async def test_a_correction_and_a_deletion_are_said_so_and_point_at_the_earlier_line(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    first = await desk.owes(handoff, Entry(Author.CUSTOMER, "order 10442"))
    await desk.runs(3)
    await desk.owes(handoff, Entry(Author.CUSTOMER, "order 10443", corrects=first.id))
    await desk.runs(3)
    await desk.owes(handoff, Entry(Author.CUSTOMER, "", corrects=first.id, withdrawn=True))
    await desk.runs(3)

    original, corrected, deleted = await desk.thread(handoff)
    address = f"/archives/{desk.channel}/p{original['ts'].replace('.', '')}"
    assert "Corrected" in shown(corrected)
    assert address in shown(corrected)
    assert "order 10443" in shown(corrected)
    assert "Deleted" in shown(deleted)
    assert address in shown(deleted)


async def test_places_and_quotes_are_shown(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    first = await desk.owes(handoff, Entry(Author.CUSTOMER, "the red shoes"))
    details = {"location": {"lat": 60.39, "lon": 5.32}, "quotes": first.id}
    await desk.owes(handoff, Entry(Author.CUSTOMER, "", details=details))
    await desk.runs(3)

    [line] = await desk.thread(handoff)
    assert "in reply to: the red shoes" in shown(line)
    assert "https://www.openstreetmap.org/?mlat=60.39" in shown(line)


async def test_files_are_uploaded_into_the_thread_once_with_our_bytes(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    desk.content["k1"] = b"\xff\xd8 a damaged shoe"
    photo = File("k1", FileKind.PHOTO, "shoe.jpg", "image/jpeg", 17)
    await desk.owes(handoff, Entry(Author.CUSTOMER, "look", files=(photo,)))
    await desk.runs(2)
    await asyncio.sleep(0.2)  # the file's message appears a moment after the call

    [line] = await desk.thread(handoff)
    [file] = line["files"]
    assert file["title"] == "shoe.jpg"
    assert await desk.control.file_content(file["id"]) == desk.content["k1"]
    assert "*Kari (customer)*: look" in line["text"]


async def test_a_file_whose_answer_was_lost_is_found_by_its_name(desk: SlackDesk) -> None:
    """Fails when completing an upload is tried again blindly."""
    _, handoff = await desk.asks()
    await desk.runs(2)
    desk.content["k1"] = b"x"
    await desk.control.lose("files.completeUploadExternal", 1)
    photo = File("k1", FileKind.PHOTO, "shoe.jpg", "image/jpeg", 1)
    await desk.owes(handoff, Entry(Author.CUSTOMER, "", files=(photo,)))
    await desk.runs()
    await asyncio.sleep(0.2)
    await desk.runs(30)

    assert len(await desk.thread(handoff)) == 1


async def test_a_lost_file_leaves_the_line(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    desk.content["k1"] = ChannelRefused("the customer's phone took it back")
    photo = File("k1", FileKind.PHOTO, "shoe.jpg", "image/jpeg", 1)
    await desk.owes(handoff, Entry(Author.CUSTOMER, "look", files=(photo,)))
    await desk.runs(5)

    [line] = await desk.thread(handoff)
    assert "look" in shown(line)
    assert "shoe.jpg: the customer's phone took it back" in shown(line)


async def test_a_reminder_calls_the_channel_and_an_escalation_who_has_it(desk: SlackDesk) -> None:
    conversation, handoff = await desk.asks()
    alert = Entry(Author.SHOP, "Nobody has taken this <!channel>", internal=True, details={"event": "alert"})
    await desk.says(handoff, "hello")
    await desk.owes(handoff, alert)
    await desk.runs(5)
    ola = await desk.control.add_person("Ola")
    await desk.claims(conversation.id, Agent(f"slack:{ola}", "Ola"))
    late = Entry(Author.SHOP, "The answer is due", internal=True, details={"event": "escalated"})
    await desk.owes(handoff, late)
    await desk.runs(5)

    _, first, second = await desk.thread(handoff)
    assert first["subtype"] == second["subtype"] == "thread_broadcast"
    assert shown(first).startswith("<!here> ")
    assert shown(second).startswith(f"<@{ola}> ")
    called = await desk.control.parsed(desk.channel, first["ts"])
    assert [ping for ping in called["pings"] if "channel" in str(ping)] == []
    assert len(called["pings"]) == 1


async def test_a_line_that_slack_refuses_is_named_in_its_place(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    await desk.runs(2)
    await desk.control.error("chat.postMessage", "invalid_blocks", 2)
    await desk.says(handoff, "one", "two")
    await desk.runs(10)

    line, other = await desk.thread(handoff)
    assert shown(other) == "two"
    assert "cannot be shown here (invalid_blocks)" in shown(line)


async def test_long_lines_are_whole_over_several_messages(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    long = [f"{letter} " * 2000 for letter in "abcdefgh"]
    await desk.says(handoff, *long)
    await desk.runs(10)

    read = "".join(shown(line) for line in await desk.thread(handoff))
    assert "".join(read.split()) == "".join("".join(long).split())


async def test_lines_wait_for_their_card_and_come_after_it(desk: SlackDesk) -> None:
    await desk.control.error("chat.postMessage", "not_in_channel", 1)
    _, handoff = await desk.asks()
    await desk.says(handoff, "early")
    await desk.runs(5)
    assert await desk.control.messages(desk.channel) == []

    await desk.runs(70)
    assert [shown(line) for line in await desk.thread(handoff)] == ["early"]


async def test_direct_answers_have_their_buttons_and_sources(desk: SlackDesk) -> None:
    user = await desk.control.add_person("Ola")
    now = desk.clock()
    sources = {
        "sources": [{"rule": "returns.electronics", "text": "14 days, unopened", "where": "policies.yml"}]
    }
    async with desk.store.transaction() as ledger:
        conversation = await ledger.open_conversation("slack_dm", user, "en", now)
        entry = Entry(Author.BOT, "You have <14> days.", buttons=(Button("Yes", "/affirm"),), details=sources)
        message = await ledger.append(conversation.id, entry, now)
        await ledger.owe(message, "slack_dm", user, now)
    await desk.control.lose("chat.postMessage")
    await desk.runs(20)

    direct = (await desk.client.conversations_open(users=user))["channel"]["id"]
    [line] = await desk.control.messages(direct)
    assert shown(line).split("\n") == [
        "You have &lt;14&gt; days.",
        "Yes",
        "📖 14 days, unopened · policies.yml",
        "Wrong answer",
        "Missing answer",
    ]


async def test_a_thread_shows_what_an_agent_answers_to_and_no_card_or_national_number(
    desk: SlackDesk,
) -> None:
    """Fails when a card's number stands anywhere in Slack, or an address in what a notification shows."""
    _, handoff = await desk.asks()
    await desk.says(handoff, "kari@example.no paid with 4111 1111 1111 1111, id 131052-308T")
    await desk.runs(3)

    [line] = await desk.thread(handoff)
    assert shown(line) == "kari@example.no paid with [card], id [national number]"
    assert line["text"] == "Kari (customer): [e-mail] paid with [card], id [national number]"
