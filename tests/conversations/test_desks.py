"""Desks outside this process: what they are told of a hand-over, and what they are never told."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.conversations.answers import Answer, Reply, Source
from bot.conversations.errors import ChannelBusy, ChannelRefused
from bot.conversations.feed import Feed
from bot.conversations.messages import Delivery
from bot.conversations.ports import Store
from bot.conversations.tickets import Chore, ChoreKind
from tests.conversations.conftest import KARI, OLA, Chat


async def test_a_desk_hears_what_customers_say_from_the_hand_over_on_and_nothing_before(chat: Chat) -> None:
    """Fails when the desk is told of conversations that the bot handles."""
    await chat.says("hello")
    await chat.asks_for_a_person()
    await chat.says("anyone?")

    assert [text for text in chat.slack.sent if "queue" not in text] == ["anyone?"]


async def test_a_hand_over_is_at_the_address_of_its_number_on_each_desk(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    [handoff] = await chat.store.handoffs(conversation)

    assert {d.address for run in chat.slack.runs for d in run} == {str(handoff.id)}


async def test_a_line_goes_to_every_desk_but_the_one_it_came_from(chat: Chat) -> None:
    """Fails when an agent's line comes back to the thread it was written in."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.reply(conversation, KARI, "from Slack", "s1", channel="slack")
    await chat.desk.reply(conversation, KARI, "from the web", "w1")
    await chat.desk.note(conversation, OLA, "a note from Slack", "s2", channel="slack")
    await chat.desk.note(conversation, OLA, "a note from the web", "w2")
    await chat.settle()

    assert [text for text in chat.slack.sent if "from" in text and "here" not in text] == [
        "from the web",
        "a note from the web",
    ]
    assert [text for text in chat.channel.sent if "from" in text and "here" not in text] == [
        "from Slack",
        "from the web",
    ]


async def test_what_ends_a_hand_over_is_still_said_in_its_thread_and_nothing_after(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.hand_back(conversation, KARI)
    await chat.says("one more thing")

    assert "handed you back" in chat.slack.sent[-1]


async def test_a_card_is_shown_anew_at_every_change_of_its_hand_over(chat: Chat) -> None:
    """Fails when any one of these changes lays no chore."""
    conversation = await chat.asks_for_a_person()
    [handoff] = await chat.store.handoffs(conversation)
    acts = [
        lambda: chat.says("anyone?"),
        lambda: chat.desk.claim(conversation, KARI),
        lambda: chat.desk.reply(conversation, KARI, "hi", "k1"),
        lambda: chat.desk.note(conversation, KARI, "hm", "k2"),
        lambda: chat.desk.assign(conversation, KARI, OLA),
        lambda: chat.desk.pass_on(conversation, OLA, "C2"),
        lambda: chat.desk.claim(conversation, OLA),
        lambda: chat.desk.close(conversation, OLA),
    ]
    shown = []
    for act in acts:
        chat.screen.shown.clear()
        await act()
        await chat.settle()
        shown.append((ChoreKind.CARD, handoff.id) in chat.screen.shown)

    assert shown == [True] * len(acts)


async def test_the_card_comes_before_the_lines_of_its_thread(chat: Chat) -> None:
    """Fails when the lane delivers before it shows cards: the thread would not be there yet."""
    seen: list[int] = []

    async def send(deliveries: Sequence[Delivery]) -> str | None:
        seen.append(len(chat.screen.shown))
        return await real(deliveries)

    real = chat.slack.send
    chat.slack.send = send  # type: ignore[method-assign]
    await chat.asks_for_a_person()

    assert seen == [1]


async def test_a_busy_desk_is_tried_again(chat: Chat) -> None:
    chat.screen.faults = [ChannelBusy(30)]
    await chat.asks_for_a_person()
    assert chat.screen.shown == []
    chat.clock.advance(seconds=31)
    await chat.sweeps()

    assert [kind for kind, _ in chat.screen.shown] == [ChoreKind.CARD]


async def test_a_fault_in_showing_a_card_stops_nothing_else_and_is_tried_again(chat: Chat) -> None:
    """Fails when the lane ends at it: the lines of the thread would wait behind."""
    chat.screen.faults = [RuntimeError("a fault of ours")]
    await chat.asks_for_a_person()
    assert len(chat.slack.sent) == 1
    chat.clock.advance(minutes=1, seconds=1)
    await chat.sweeps()

    assert [kind for kind, _ in chat.screen.shown] == [ChoreKind.CARD]


async def test_a_desk_that_does_not_answer_keeps_no_customer_waiting(chat: Chat) -> None:
    """Fails when the card is shown before the customer's own lines are sent."""
    sent_before: list[int] = []

    async def hang(_chore: Chore) -> None:
        sent_before.append(len(chat.channel.sent))

    chat.screen.show = hang  # type: ignore[method-assign]
    await chat.asks_for_a_person()

    assert sent_before == [1]


async def test_what_a_desk_refuses_is_not_tried_for_ever(chat: Chat) -> None:
    chat.screen.faults = [ChannelRefused("too large")]
    await chat.asks_for_a_person()
    chat.clock.advance(minutes=2)
    await chat.sweeps()

    assert chat.screen.faults == []
    assert ChoreKind.CARD not in [kind for kind, _ in chat.screen.shown][1:]


async def test_the_fate_of_an_agents_line_is_shown_where_it_was_written(chat: Chat) -> None:
    """Fails when a line that was sent, or refused, lays no MARK; and when the bot's or the web desk's does."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.reply(conversation, KARI, "from the web", "w1")
    await chat.settle()
    assert ChoreKind.MARK not in [kind for kind, _ in chat.screen.shown]
    await chat.desk.reply(conversation, KARI, "one", "s1", channel="slack")
    await chat.settle()
    chat.channel.faults = [ChannelRefused("blocked")]
    await chat.desk.reply(conversation, KARI, "two", "s2", channel="slack")
    await chat.settle()

    marks = [subject for kind, subject in chat.screen.shown if kind is ChoreKind.MARK]
    fates = [await chat.store.delivery(subject) for subject in marks]
    assert [(d.message.entry.text, d.state.value) for d in fates if d] == [
        ("one", "sent"),
        ("two", "refused"),
    ]


async def test_what_another_desk_was_shown_is_not_marked_as_sent_to_the_customer(store: Store) -> None:
    """Fails when any delivery of the line counts."""
    chat = Chat(store, desks=("slack", "telegram"))  # "telegram" for a second desk
    conversation = await chat.asks_for_a_person()
    await chat.desk.note(conversation, KARI, "for colleagues", "s1", channel="slack")
    await chat.settle()

    assert "for colleagues" in chat.channel.sent
    assert ChoreKind.MARK not in [kind for kind, _ in chat.screen.shown]
    await chat.lanes.close()


async def test_an_agents_line_to_a_customer_who_reads_the_log_is_shown_as_read(chat: Chat) -> None:
    feed = Feed(desks=("slack",), readers=("widget",))
    desk = type(chat.desk)(chat.store, chat.lanes, chat.texts_of, chat.live, chat.clock, feed=feed)
    conversation = await chat.asks_for_a_person()
    await desk.claim(conversation, KARI)
    line = await desk.reply(conversation, KARI, "one", "s1", channel="slack")
    await desk.reply(conversation, KARI, "two", "w1")
    await chat.settle()

    assert [subject for kind, subject in chat.screen.shown if kind is ChoreKind.READ] == [line.id]


async def test_a_hundred_typing_signs_and_news_reach_who_listens_to_all(chat: Chat) -> None:
    heard: list[tuple[str, str]] = []
    with chat.live.listen(lambda key, hint: heard.append((key, hint.value))):
        await chat.says("hello")
    await chat.says("unheard")

    assert ("widget:visitor-1", "typing") in heard
    assert heard.index(("widget:visitor-1", "typing")) < heard.index(("widget:visitor-1", "idle"))
    assert len([key for key, hint in heard if hint == "typing"]) == 1


async def test_the_rules_an_answer_rests_on_stand_with_its_first_line(chat: Chat) -> None:
    source = Source("returns.shoes", "30 days", "policies.yml")
    chat.dialogue.ready.append(Answer((Reply("30 days"), Reply("anything else?")), sources=(source,)))
    await chat.says("how long?")

    first, second = (await chat.seen())[1:]
    assert first.entry.details["sources"] == [
        {"rule": "returns.shoes", "text": "30 days", "where": "policies.yml"}
    ]
    assert "sources" not in second.entry.details


async def test_every_hint_to_enter_later_counts_and_those_for_one_moment_are_one(chat: Chat) -> None:
    """Fails when a hint for later is dropped since a sooner one waits: a wake-up that comes too soon was the last."""
    entered: list[int] = []

    async def step(conversation_id: int) -> bool:
        entered.append(conversation_id)
        return False

    chat.lanes.lead_to(step)
    for delay in (5.0, 0.3, 0.05, *[0.05] * 20):
        chat.lanes.enter_later(7, timedelta(seconds=delay))
    await asyncio.sleep(0.2)
    soon = len(entered)
    await asyncio.sleep(0.3)

    assert soon <= 2  # a tick may have passed between the first and the last of the twenty
    assert len(entered) == soon + 1


async def test_the_number_of_such_hints_is_bounded(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.conversations.lanes.MOST_LATER", 3)
    for conversation in range(10):
        chat.lanes.enter_later(conversation, timedelta(hours=1))

    assert len(chat.lanes._later) == 3


async def test_closed_lanes_are_entered_no_more(chat: Chat) -> None:
    entered: list[int] = []

    async def step(conversation_id: int) -> bool:
        entered.append(conversation_id)
        return False

    chat.lanes.lead_to(step)
    chat.lanes.enter_later(7, timedelta(seconds=0.05))
    await chat.lanes.close()
    chat.lanes.enter_later(8, timedelta(seconds=0))

    assert chat.lanes._later == {}  # no timer is left behind
    await asyncio.sleep(0.2)
    assert entered == []
