"""The shop's lines in customers' chats."""

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram.outbound.channel import TelegramChannel
from bot.channels.telegram.pace import Pacer
from bot.conversations.errors import ChannelBusy
from bot.conversations.messages import Author, Button, Delivery, DeliveryState, Entry, File, FileKind, Message
from tests.fakes.telegram.control import Control, CustomerControl
from tests.fakes.telegram.drawing import png
from tests.telegram.conftest import Shop


def says(text: str, **more: Any) -> Entry:
    return Entry(Author.AGENT, text, name="Ola", **more)


async def started(kari: CustomerControl) -> None:
    await kari.says("/start")  # a bot may not write first


LONG = "\n\n".join(f"{number}. " + "word " * 300 for number in range(6)).strip()


async def test_a_line_goes_out_as_plain_text_without_previews(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    await shop.sends(kari.id, says("See *this*: https://shop.example <b>now</b> [x](tg://user?id=1)"))

    calls = [call["params"] for call in await control.calls("sendMessage")]
    assert calls[-1]["text"] == "See *this*: https://shop.example <b>now</b> [x](tg://user?id=1)"
    assert "parse_mode" not in calls[-1]
    assert "entities" not in calls[-1]
    assert calls[-1]["link_preview_options"] == {"is_disabled": True} or "true" in str(
        calls[-1]["link_preview_options"]
    )


def unhurried(shop: Shop) -> TelegramChannel:
    """For tests that are not about pace: there, ten seconds pass between two messages."""
    return TelegramChannel(shop.line.bot, shop.files, Pacer(count(0.0, 10.0).__next__))


AUTOMATIC = {"url", "email", "hashtag", "bot_command", "mention", "cashtag", "phone_number"}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(min_size=1, max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "*b*",
                "_i_",
                "`c`",
                "<b>x</b>",
                "[a](tg://user?id=1)",
                "||s||",
                "@kari",
                "```",
                "&lt;",
                "~",
                "\n",
                " ",
            ]
        ),
        min_size=1,
        max_size=20,
    ).map("".join)
)
async def test_whatever_people_write_arrives_as_they_wrote_it_and_unformatted(
    shop: Shop, control: Control, kari: CustomerControl, text: str
) -> None:
    if not text.strip() or "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    if not await control.chat(kari.id):
        await started(kari)
    message = Message(1, 1, 1, shop.clock(), says(text))
    await unhurried(shop).send([Delivery(1, message, "telegram", str(kari.id), shop.clock())])

    [*_, seen] = await kari.got()
    assert seen.text == text.strip()
    assert seen.parse_mode is None
    assert {entity["type"] for entity in seen.raw.get("entities", [])} <= AUTOMATIC


async def test_a_long_line_comes_in_parts_in_order(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    buttons = (Button("Yes", "/affirm"), Button("No", "/deny"))
    [message] = await shop.sends(kari.id, says(LONG, buttons=buttons))

    parts = [seen for seen in await kari.got() if seen.text[0].isdigit()]
    assert "".join("".join(seen.text for seen in parts).split()) == "".join(LONG.split())
    assert len(parts) >= 3
    assert [seen.titles for seen in parts[:-1]] == [[] for _ in parts[:-1]]
    assert parts[-1].titles == ["Yes", "No"]
    assert parts[-1].buttons[0][0]["callback_data"] == f"{message.id}:0"
    delivery = (await shop.states([message]))[message.id]
    assert delivery.receipt == ",".join(str(seen.message_id) for seen in parts)


async def test_a_failure_between_parts_repeats_none(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    await shop.sends(kari.id)
    await control.fault("busy", "sendMessage", skip=1, retry_after=1)
    await shop.sends(kari.id, says(LONG))

    parts = [seen.text for seen in await kari.got() if seen.text[0].isdigit()]
    assert "".join("".join(parts).split()) == "".join(LONG.split())
    assert [call["status"] for call in await control.calls("sendMessage")].count(429) == 1


async def test_a_part_of_unknown_fate_does_not_keep_the_others_back_and_is_never_sent_again(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    await shop.sends(kari.id)
    await control.fault("lose", "sendMessage", skip=1)
    [message] = await shop.sends(kari.id, says(LONG))

    parts = [seen.text for seen in await kari.got() if seen.text[0].isdigit()]
    delivery = (await shop.states([message]))[message.id]
    assert "".join("".join(parts).split()) == "".join(LONG.split())
    assert delivery.state is DeliveryState.UNKNOWN


async def test_a_lost_answer_leaves_the_line_unknown_and_what_follows_goes_out(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    await shop.sends(kari.id)
    await control.fault("lose", "sendMessage")
    lost, after = await shop.sends(kari.id, says("lost answer"), says("after it"))

    states = await shop.states([lost, after])
    assert [states[one.id].state for one in (lost, after)] == [DeliveryState.UNKNOWN, DeliveryState.SENT]
    assert [seen.text for seen in await kari.got()][-2:] == ["lost answer", "after it"]
    assert shop.repeated == []


async def test_a_refused_connection_is_tried_again(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    await shop.sends(kari.id)
    await control.out()
    [message] = await shop.owes(kari.id, says("hello again"))
    assert (await shop.states([message]))[message.id].state is DeliveryState.DUE
    await control.back()
    await shop.settled(kari.id)

    assert [seen.text for seen in await kari.got()].count("hello again") == 1
    assert (await shop.states([message]))[message.id].state is DeliveryState.SENT


async def test_a_pause_that_telegram_wants_holds_that_chat_and_no_other(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    ola = await control.new_customer(name="Ola")
    await started(kari)
    await started(ola)
    await shop.sends(kari.id)
    await shop.sends(ola.id)
    await control.fault("busy", "sendMessage", retry_after=2, chat_id=kari.id)
    await shop.owes(kari.id, says("one"), says("two"))
    await shop.sends(ola.id, says("meanwhile"))
    assert "one" not in [seen.text for seen in await kari.got()]
    assert not shop.line.pacer.may(str(kari.id))
    assert [seen.text for seen in await ola.got()][-1] == "meanwhile"
    await shop.settled(kari.id)

    assert [seen.text for seen in await kari.got()][-2:] == ["one", "two"]
    calls = [call for call in await control.calls("sendMessage") if call["params"]["text"] == "one"]
    assert [call["status"] for call in calls] == [429, 200]
    assert calls[1]["at"] - calls[0]["at"] >= 2


async def test_a_customer_who_blocked_the_bot_is_recorded_and_staff_see_it(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    await shop.sends(kari.id)
    await kari.blocks()
    [message] = await shop.sends(kari.id, says("are you there?"))

    customer = await shop.store.customer("telegram", str(kari.id))
    assert customer is not None
    assert customer.blocked_at is not None
    assert (await shop.states([message]))[message.id].state is DeliveryState.REFUSED
    [line] = [line for line in await shop.log(kari.id) if line.entry.internal]
    assert "blocked" in line.entry.text


async def test_a_corrected_line_changes_the_message_that_stands_there(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    [first] = await shop.sends(kari.id, says("It arives on Monday."))
    count = len(await kari.got())
    await shop.sends(kari.id, says("It arrives on Monday.", corrects=first.id))

    sent = await kari.got()
    assert len(sent) == count
    assert (sent[-1].text, sent[-1].edited) == ("It arrives on Monday.", True)


async def test_the_same_correction_twice_is_no_fault(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    [first] = await shop.sends(kari.id, says("Munday."))
    edits = [*await shop.sends(kari.id, says("Monday.", corrects=first.id)),
             *await shop.sends(kari.id, says("Monday.", corrects=first.id))]  # fmt: skip

    assert {delivery.state for delivery in (await shop.states(edits)).values()} == {DeliveryState.SENT}
    assert [call["status"] for call in await control.calls("editMessageText")] == [200, 400]  # "not modified"


@pytest.mark.parametrize(("before", "after"), [(LONG, "Short."), ("Short.", LONG)])
async def test_a_correction_may_have_more_or_fewer_parts(
    shop: Shop, control: Control, kari: CustomerControl, before: str, after: str
) -> None:
    await started(kari)
    await shop.sends(kari.id)
    hello = len(await kari.got())
    [first] = await shop.sends(kari.id, says(before))
    await shop.sends(kari.id, says(after, corrects=first.id))

    now = [seen.text for seen in (await kari.got())[hello:]]
    assert "".join("".join(now).split()) == "".join(after.split())


async def test_a_line_that_was_taken_back_disappears(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    [first] = await shop.sends(kari.id, says("Not meant for you."))
    [gone] = await shop.sends(kari.id, says("", corrects=first.id, withdrawn=True))

    assert "Not meant for you." not in [seen.text for seen in await kari.got()]
    assert (await shop.states([gone]))[gone.id].state is DeliveryState.SENT


async def test_what_cannot_be_taken_back_is_told_to_staff(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    [first] = await shop.sends(kari.id, says("Too late."))
    await control.put_clock_ahead(49 * 3600)  # Telegram lets a bot delete for two days
    [gone] = await shop.sends(kari.id, says("", corrects=first.id, withdrawn=True))

    assert (await shop.states([gone]))[gone.id].state is DeliveryState.REFUSED
    assert [line.entry.text for line in await shop.log(kari.id) if line.entry.internal] != []


PICTURE = File("k1", FileKind.PHOTO, "label.png", "image/png")
PAPER = File("k2", FileKind.DOCUMENT, "bill.pdf", "application/pdf")


async def test_an_agents_files_follow_the_words(shop: Shop, control: Control, kari: CustomerControl) -> None:
    await started(kari)
    await shop.sends(kari.id)
    shop.files.held = {"k1": png(), "k2": b"%PDF-1.4 a bill"}
    await shop.sends(kari.id, says("Here they are.", files=(PICTURE, PAPER)))

    *_, words, picture, paper = await kari.got()
    assert words.text == "Here they are."
    assert picture.raw["photo"]
    assert paper.raw["document"]["file_name"] == "bill.pdf"
    assert await control.file(paper.raw["document"]["file_id"]) == b"%PDF-1.4 a bill"


async def test_a_file_that_is_not_here_yet_is_waited_for(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    await shop.sends(kari.id)
    shop.files.held = {"k2": ChannelBusy(0.3)}
    await shop.owes(kari.id, says("Here it is.", files=(PAPER,)))
    shop.files.held = {"k2": b"%PDF"}
    await shop.settled(kari.id)

    assert [seen.text for seen in await kari.got()].count("Here it is.") == 1


async def test_a_file_that_was_lost_is_told_to_staff(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    [message] = await shop.sends(kari.id, says("Here it is.", files=(PAPER,)))

    [line] = [line for line in await shop.log(kari.id) if line.entry.internal]
    assert "part 2 of 2: There is no such file" in line.entry.text
    assert (await shop.states([message]))[message.id].state is DeliveryState.REFUSED


async def test_under_telegrams_own_limits_all_lines_arrive_in_order(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await started(kari)
    await shop.sends(kari.id)
    await control.limit()
    await shop.sends(kari.id, *(says(f"line {number}") for number in range(5)))

    assert [seen.text for seen in await kari.got()][-5:] == [f"line {number}" for number in range(5)]
