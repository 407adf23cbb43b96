"""The buttons of a card, and what is said to whoever presses one too late."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.conversations.answers import Answer, HandoffRequest
from bot.conversations.handoffs import Cause, HandoffEnd, Resolution, Verdict
from bot.conversations.messages import Inbound
from bot.conversations.model import Handling
from bot.desk.slack import names
from bot.desk.slack.controls.actions import NotNow, snooze_until
from tests.slack.in_world import World


async def test_a_second_click_on_take_changes_nothing(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.shown(names.TAKE)
    twice = [world.control.press(anna, card.channel, card.ts, names.TAKE) for _ in range(2)]
    await asyncio.gather(*twice)
    await world.quiet()

    assert len([text for text in world.customers.texts if "has joined" in text]) == 1
    assert await card.told(anna) == []


async def test_who_comes_too_late_is_told_who_has_it(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await card.shown(names.TAKE)
    await world.desk.claim(card.conversation_id, await world.line.people.agent(anna))
    outcome = await world.control.press(ola, card.channel, card.ts, names.TAKE)
    [told] = await world.until(lambda: card.told(ola))

    assert outcome.acknowledged
    assert "Anna" in told
    assert (await card.conversation()).agent.name == "Anna"


async def test_a_colleague_cannot_hand_back_what_somebody_has(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(ola, names.HAND_BACK)

    assert await world.until(lambda: card.told(ola)) == ["Anna has this conversation."]
    assert (await card.conversation()).handling is Handling.HUMAN


async def test_an_interrupted_errand_that_the_agent_has_settled_is_not_offered_again(world: World, anna: str):
    world.bot.ready.append(
        Answer((), handoff=HandoffRequest("asked"), slots={"errand": {"interrupted": "return_form"}})
    )
    await world.says("a person please")
    card = await world.card()
    await card.press(anna, names.TAKE)
    await card.shown(names.HAND_BACK_SETTLED)
    await card.press(anna, names.HAND_BACK_SETTLED)
    await world.quiet()

    assert (await card.conversation()).handling is Handling.BOT
    assert len(world.bot.asked) == 1


async def test_a_card_of_a_customer_in_no_errand_has_nothing_to_settle(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.shown(names.HAND_BACK)

    posted = await world.control.messages(card.channel)
    assert names.HAND_BACK_SETTLED not in str(posted)


async def test_snoozing_lasts_as_long_as_was_chosen(world: World, anna: str):
    card = await world.asks_for_a_person()
    before = world.clock()
    await card.press(anna, names.SNOOZE, "1 hour")

    until = (await card.handoff()).snoozed_until
    assert timedelta(hours=1) <= until - before < timedelta(hours=2)


def test_tomorrow_is_nine_oclock_at_the_desk_also_when_clocks_change():
    oslo = ZoneInfo("Europe/Oslo")

    evening = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 23:30 in Oslo, the night that clocks go forward
    assert snooze_until("tomorrow", evening, oslo) == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)
    after_midnight = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)  # already the 29th in Oslo
    assert snooze_until("tomorrow", after_midnight, oslo) == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
    with pytest.raises(NotNow):
        snooze_until("never", evening, oslo)


async def test_handing_over_to_a_colleague_makes_them_the_one_who_answers(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(anna, names.HAND_OVER)
    outcome = await world.control.submit(anna, {names.PERSON: ola})
    await world.quiet()
    await card.reply(anna, "good luck")
    await card.reply(ola, "Ola here")

    assert outcome.acknowledged
    assert not outcome.errors
    assert (await card.conversation()).agent.name == "Ola"
    assert world.customers.texts[-1] == "Ola here"
    assert "good luck" not in world.customers.texts


async def test_handing_over_needs_one_of_a_person_and_a_channel(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(anna, names.HAND_OVER)
    neither = await world.control.submit(anna, {})
    both = await world.control.submit(anna, {names.PERSON: ola, names.PLACE: f"#{'shopdesk'}"})

    assert neither.errors == {names.PERSON: "Choose either a colleague or a desk channel."}
    assert both.errors == neither.errors
    assert (await card.conversation()).agent.name == "Anna"


async def test_only_people_can_be_handed_a_conversation(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(anna, names.HAND_OVER)
    outcome = await world.control.submit(anna, {names.PERSON: world.line.workspace.identity.bot_user})

    assert outcome.errors == {names.PERSON: "Only people can take it."}


async def test_a_colleague_cannot_hand_over_what_somebody_has(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(ola, names.HAND_OVER)
    outcome = await world.control.submit(ola, {names.PERSON: ola})

    assert outcome.errors == {names.PERSON: "Anna has this conversation."}


async def test_resolving_ends_the_conversation_with_outcome_and_cause(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(anna, names.RESOLVE)
    outcome = await world.control.submit(anna, {names.VERDICT: "Not solved", names.CAUSE: "Delivery"})
    await world.quiet()

    assert not outcome.errors
    handoff = await card.handoff()
    assert handoff.end is HandoffEnd.RESOLVED
    assert handoff.resolution == Resolution(Verdict.UNSOLVED, Cause.DELIVERY)
    assert (await card.conversation()).handling is Handling.CLOSED


async def test_the_cause_that_the_assistant_proposes_stands_there_and_the_agents_word_counts(
    world: World, anna: str
):
    """Fails when the modal proposes nothing, or when the correction takes the place of the proposal."""
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await world.says("your colleague was so rude to me")
    await world.says("really, how rude")
    await world.says("rude and arrogant, I say")
    await card.press(anna, names.RESOLVE)
    [modal] = await world.control.modals(anna)
    assert "Proposed by the assistant" in str(modal)
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Staff'" in str(modal)
    await world.control.submit(anna, {names.VERDICT: "Solved", names.CAUSE: "Waiting time"})
    await world.quiet()

    handoff = await card.handoff()
    assert handoff.resolution == Resolution(Verdict.SOLVED, Cause.WAIT)
    pairs = await world.store.cause_agreement(handoff.asked_at, world.clock() + timedelta(days=1))
    assert pairs == {(Cause.STAFF, Cause.WAIT): 1}


async def test_praise_comes_into_the_thread_and_onto_the_card(world: World, anna: str):
    """Fails when the thread of a hand-over that has ended takes no more lines."""
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.reply(anna, "It comes tomorrow.")
    await card.press(anna, names.HAND_BACK)
    [question] = [
        line for line in await card.lines() if line.entry.buttons and "rating" in line.entry.details
    ]
    await world.intake.receive(Inbound("telegram", "77", "p1", "Very good", press=(question.id, 0)))
    await world.lanes.idle()

    async def praised() -> bool:
        thread = str(await world.control.messages(card.channel, card.ts))
        return (
            "The customer rated the help of Anna: very good." in thread and "5 of 5 by the customer" in thread
        )

    await world.until(praised)


async def test_resolving_is_refused_when_the_customer_has_just_written(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(anna, names.RESOLVE)
    await world.says("wait, one more thing")
    outcome = await world.control.submit(anna, {names.VERDICT: "Solved", names.CAUSE: "Price"})

    assert "the customer has just written" in outcome.errors[names.VERDICT]
    assert (await card.conversation()).handling is Handling.HUMAN


async def test_only_who_has_it_is_shown_the_way_to_resolve_it(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(ola, names.RESOLVE)

    assert await world.until(lambda: card.told(ola)) == ["Anna has this conversation."]
    assert await world.control.modals(ola) == []


async def test_a_suggested_answer_can_be_changed_and_is_sent_once_as_the_agents_own(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await world.says("when does it come?")
    await card.press(anna, names.SUGGEST)

    async def suggested() -> bool:
        return "bot: when does it come?" in str(await world.control.modals(anna))

    await world.until(suggested)
    assert "bot: when does it come?" not in world.customers.texts
    await world.control.submit(anna, {names.TEXT: "It comes on Monday."})
    await world.quiet()

    assert world.customers.texts[-1] == "It comes on Monday."
    assert (await card.lines())[-1].entry.name == "Anna"

    async def shown() -> bool:
        return "It comes on Monday." in str(await world.control.messages(card.channel))

    await world.until(shown)


async def test_without_an_answer_the_modal_says_so(world: World, anna: str, monkeypatch: pytest.MonkeyPatch):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await world.says("…")
    monkeypatch.setattr(world.bot, "ask", _silent)
    await card.press(anna, names.SUGGEST)

    async def said() -> bool:
        return "has no answer" in str(await world.control.modals(anna))

    await world.until(said)


async def _silent(_question: object) -> object:
    from bot.conversations.answers import Answer

    return Answer(())


async def test_a_card_of_an_ended_hand_over_is_only_history(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.shown(names.TAKE)
    await world.control.hang("chat.update", 2, accepted=False)  # the card still looks as it did
    agent = await world.line.people.agent(anna)
    await world.desk.claim(card.conversation_id, agent)
    await world.desk.hand_back(card.conversation_id, agent)
    await world.control.press(anna, card.channel, card.ts, names.TAKE)

    assert await world.until(lambda: card.told(anna)) == ["This hand-over has ended."]
    assert (await card.conversation()).handling is Handling.BOT


async def test_a_trigger_that_ran_out_is_said_and_nothing_breaks(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await world.control.error("views.open", "expired_trigger_id")
    outcome = await card.press(anna, names.HAND_OVER)
    [told] = await world.until(lambda: card.told(anna))

    assert outcome.acknowledged
    assert "expired_trigger_id" in told
