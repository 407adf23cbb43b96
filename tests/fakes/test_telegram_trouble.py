"""Trouble that the fake of Telegram makes when a test asks for it."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut


async def test_a_lost_answer_leaves_the_message_in_the_chat(bot, control, kari):
    await control.fault("lose", "sendMessage", 2)

    for text in ("one", "two"):
        with pytest.raises(NetworkError) as lost:
            await bot.send_message(kari.id, text)
        assert isinstance(lost.value.__cause__, httpx.RemoteProtocolError | httpx.ReadError)
    await bot.send_message(kari.id, "three")

    assert [it.text for it in await kari.got()] == ["one", "two", "three"]
    calls = await control.calls("sendMessage")
    assert [(it["status"], it["accepted"]) for it in calls] == [(None, True), (None, True), (200, True)]


async def test_a_connection_may_also_end_before_anything_was_done(bot, control, kari):
    await control.fault("lose", "sendMessage", accepted=False)

    with pytest.raises(NetworkError):
        await bot.send_message(kari.id, "one")

    assert await kari.got() == []


async def test_lost_updates_come_again(bot, control, kari):
    await kari.says("hello")
    await control.fault("lose", "getUpdates")

    with pytest.raises(NetworkError):
        await bot.get_updates()
    assert [it.message.text for it in await bot.get_updates()] == ["hello"]


async def test_too_many_requests_names_the_seconds_and_sends_nothing(bot, control, kari):
    await control.fault("busy", "sendMessage", retry_after=7)

    with pytest.raises(RetryAfter) as busy:
        await bot.send_message(kari.id, "one")

    assert busy.value.retry_after == timedelta(seconds=7)
    assert await kari.got() == []


async def test_a_fault_may_concern_one_chat_only_and_come_later(bot, control, kari):
    ola = await control.new_customer(name="Ola", started=True)
    await control.fault("error", chat_id=ola.id, skip=1, code=500)

    await bot.send_message(kari.id, "one")
    await bot.send_message(ola.id, "one")
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(ola.id, "two")
    await bot.send_message(ola.id, "three")

    assert [it.text for it in await ola.got()] == ["one", "three"]


async def test_a_late_answer_is_a_time_out_for_a_message_that_arrived(bot, control, kari):
    await control.fault("hang", "sendMessage", seconds=1)

    with pytest.raises(TimedOut):
        await bot.send_message(kari.id, "one", read_timeout=0.2)

    assert [it.text for it in await kari.got()] == ["one"]


async def test_while_telegram_refuses_connections_the_control_api_answers(bot, control, kari):
    await bot.send_message(kari.id, "before")
    await control.out()

    with pytest.raises(NetworkError) as refused:
        await bot.send_message(kari.id, "during")
    await control.back()
    await bot.send_message(kari.id, "after")

    assert isinstance(refused.value.__cause__, httpx.ConnectError)
    assert [it.text for it in await kari.got()] == ["before", "after"]


async def test_being_out_ends_a_long_poll(bot, control):
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)

    await control.out()

    with pytest.raises(NetworkError):
        await polling


@pytest.mark.parametrize("how", ["close", "error"])
async def test_telegram_may_be_out_in_other_ways(bot, control, kari, how):
    await control.out(how=how)
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.send_message(kari.id, "during")
    await control.back()
    await bot.send_message(kari.id, "after")

    assert [it.text for it in await kari.got()] == ["after"]


async def test_an_outage_may_end_by_itself(bot, control, kari):
    await control.out(seconds=0.3)
    with pytest.raises(NetworkError):
        await bot.send_message(kari.id, "during")
    await asyncio.sleep(0.5)

    await bot.send_message(kari.id, "after")

    assert [it.text for it in await kari.got()] == ["after"]


async def test_a_chat_takes_one_message_a_second(bot, control, kari):
    ola = await control.new_customer(name="Ola", started=True)
    await control.limit()

    await bot.send_message(kari.id, "one")
    with pytest.raises(RetryAfter) as busy:
        await bot.send_message(kari.id, "two")
    await bot.send_message(ola.id, "one")
    await control.put_clock_ahead(1)
    await bot.send_message(kari.id, "three")

    assert busy.value.retry_after == timedelta(seconds=1)
    assert [it.text for it in await kari.got()] == ["one", "three"]


async def test_all_chats_together_take_thirty_a_second(bot, control):
    customers = [await control.new_customer(started=True) for _ in range(6)]
    await control.limit(overall=(5, 60))

    for customer in customers[:5]:
        await bot.send_message(customer.id, "hello")
    with pytest.raises(RetryAfter) as busy:
        await bot.send_message(customers[5].id, "hello")

    assert timedelta(seconds=50) < busy.value.retry_after <= timedelta(seconds=60)


async def test_a_reset_ends_all_trouble(bot, control, kari):
    await control.fault("error", count=None)
    await control.limit(per_chat=(0, 60))
    await control.out(how="close")

    await control.reset()
    await bot.send_message(kari.id, "one")
    await bot.send_message(kari.id, "two")

    assert len(await kari.got()) == 2
    assert await control.faults_left() == 0


async def test_refusals_do_not_use_up_a_limit(bot, control, kari):
    await control.limit()
    with pytest.raises(BadRequest):
        await bot.send_message(kari.id, "")

    await bot.send_message(kari.id, "one")

    assert len(await kari.got()) == 1
