"""Staff are reminded: of what nobody took, of customers who wait too long, of what was put aside."""

from datetime import timedelta

from bot.conversations.model import Handling
from tests.conversations.conftest import KARI, OLA, Chat


async def pass_minutes(chat: Chat, minutes: float) -> None:
    """With a sweep every quarter of a minute."""
    for _ in range(round(minutes * 4)):
        chat.clock.advance(seconds=15)
        await chat.sweeps()


async def reminders(chat: Chat, conversation: int) -> list[tuple[str, float]]:
    """What was said to staff, and how many minutes after the hand-over."""
    lines = await chat.lines(conversation)
    [handoff, *_] = await chat.store.handoffs(conversation)
    return [
        (line.entry.details["event"], (line.created_at - handoff.asked_at) / timedelta(minutes=1))
        for line in lines
        if line.entry.details.get("event") in {"alert", "escalated", "snooze_over"}
    ]


async def test_what_nobody_takes_is_said_again_and_escalated_before_the_promise_is_broken(
    chat: Chat,
) -> None:
    """Fails when alerts are not counted and timed, or when escalation comes after the target of five minutes."""
    conversation = await chat.asks_for_a_person()
    await pass_minutes(chat, 4.75)

    said = await reminders(chat, conversation)
    assert [event for event, _ in said] == ["alert", "escalated"]
    assert 2 <= said[0][1] <= 2.5
    assert 4 <= said[1][1] < 5
    assert "Nobody has taken this for 2 minutes." in chat.slack.sent


async def test_a_claimed_customer_who_waits_too_long_is_escalated_once(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await pass_minutes(chat, 1)
    await chat.desk.reply(conversation, KARI, "One moment.", "k1")
    await pass_minutes(chat, 10)
    assert await reminders(chat, conversation) == []

    await chat.says("hello?")
    await pass_minutes(chat, 4.5)
    assert await reminders(chat, conversation) == []
    await pass_minutes(chat, 10)
    assert [event for event, _ in await reminders(chat, conversation)] == ["escalated"]


async def test_who_is_answered_in_time_is_nobodys_alarm(chat: Chat) -> None:
    """Fails when the oldest line counts although it was answered."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    for n in range(5):
        await chat.desk.reply(conversation, KARI, f"answer {n}", f"k{n}")
        await chat.says(f"question {n}")
        await pass_minutes(chat, 3)

    assert await reminders(chat, conversation) == []


async def test_what_was_put_aside_comes_back_when_the_pause_is_over_and_is_quiet_until_then(
    chat: Chat,
) -> None:
    """Fails when a snoozed conversation is alerted, or never woken."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    for _ in range(2):
        await chat.desk.snooze(conversation, KARI, chat.clock.now + timedelta(minutes=30))
    await pass_minutes(chat, 29)
    assert await reminders(chat, conversation) == []

    await pass_minutes(chat, 2)
    said = await reminders(chat, conversation)
    assert [event for event, _ in said].count("snooze_over") == 1
    assert said[0][0] == "snooze_over"
    assert 30 <= said[0][1] <= 30.5
    events = [m.entry.details.get("event") for m in await chat.lines(conversation)]
    assert events.count("snoozed") == 1


async def test_a_customer_who_writes_ends_the_pause(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.snooze(conversation, KARI, chat.clock.now + timedelta(hours=4))
    await chat.says("hello?")
    [handoff] = await chat.store.handoffs(conversation)
    assert handoff.snoozed_until is None

    await pass_minutes(chat, 10)
    assert [event for event, _ in await reminders(chat, conversation)] == ["escalated"]


async def test_a_conversation_put_aside_for_days_is_not_closed_meanwhile(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.snooze(conversation, KARI, chat.clock.now + timedelta(days=3))
    chat.clock.advance(days=2)
    await chat.sweeps()

    assert (await chat.conversation()).handling is Handling.HUMAN


async def test_nobody_is_reminded_while_the_desk_is_closed(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    chat.hours.opens = chat.clock.now + timedelta(hours=1)
    await pass_minutes(chat, 10)

    assert await reminders(chat, conversation) == []


async def test_reminders_begin_anew_where_a_conversation_was_sent_on(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await pass_minutes(chat, 1)
    await chat.desk.pass_on(conversation, KARI, "C2")
    await pass_minutes(chat, 2.5)

    said = await reminders(chat, conversation)
    assert [event for event, _ in said] == ["alert"]
    assert 3 <= said[0][1] <= 3.5
    await chat.desk.claim(conversation, OLA)
