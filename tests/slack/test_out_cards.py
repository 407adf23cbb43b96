"""The card is the ticket: one message for each hand-over, kept like the store, whatever happens on the way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversations.answers import HandoffRequest
from bot.conversations.handoffs import HandoffEnd
from bot.conversations.messages import Author, Entry
from bot.conversations.model import Agent
from bot.conversations.tickets import ChoreKind
from tests.slack.out_desk import SlackDesk, shown, slack_desk

OLA = Agent("slack:U123", "Ola")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[SlackDesk]:
    async with slack_desk(tmp_path) as opened:
        yield opened


async def test_a_hand_over_is_one_card_that_changes_in_place(desk: SlackDesk) -> None:
    conversation, _ = await desk.asks()
    await desk.runs()
    [waiting] = await desk.cards_of()

    await desk.claims(conversation.id, OLA)
    await desk.runs(2)

    [held] = await desk.cards_of()
    assert held["ts"] == waiting["ts"]
    assert "Waiting" in shown(waiting)
    assert "In conversation" in shown(held)
    assert "<@U123>" in shown(held)
    assert [button(waiting), button(held)] == ["Take it", "Resolve"]


def button(message: dict) -> str:
    [actions] = [block for block in message["blocks"] if block["type"] == "actions"]
    return str(actions["elements"][0]["text"]["text"])


@pytest.mark.parametrize(
    ("contact", "done"), [("kari@example.no", "Answered by e-mail"), ("telegram 1001", "Dealt with")]
)
async def test_a_call_back_is_ticked_off_in_words_that_fit_it(
    desk: SlackDesk, contact: str, done: str
) -> None:
    _, handoff = await desk.asks()
    async with desk.store.transaction() as ledger:
        await ledger.leave_contact(handoff, contact)
        await ledger.end_handoff(handoff, HandoffEnd.EXPIRED, desk.clock())
    await desk.runs()

    [card] = await desk.cards_of()
    [actions] = [block for block in card["blocks"] if block["type"] == "actions"]
    assert [element["text"]["text"] for element in actions["elements"]] == [done]


async def test_personal_values_are_masked_until_the_customer_has_proved_who_they_are(desk: SlackDesk) -> None:
    """Fails when the card shows an e-mail address that anybody could have typed."""
    await desk.asks()
    proven = {
        "proven": True,
        "email": "ola@example.no",
        "order": {"number": "10443", "status": "on its way"},
    }
    await desk.asks("ola", name="Ola", request=HandoffRequest("asked", "order_status", "", proven))
    await desk.runs(2)

    masked, opened = map(shown, await desk.cards_of())
    assert "kari@example.no" not in masked
    assert "10442" not in masked
    assert "k•••@•••.no" in masked
    assert "ola@example.no" in opened
    assert "on its way" in opened


async def test_order_data_without_proof_is_not_shown(desk: SlackDesk) -> None:
    await desk.asks(request=HandoffRequest("asked", "order_status", "", {"order": {"address": "Storgata 1"}}))
    await desk.runs()

    [card] = await desk.cards_of()
    assert "Storgata" not in shown(card)


async def test_a_card_that_looks_right_already_is_not_sent_again(desk: SlackDesk) -> None:
    conversation, handoff = await desk.asks()
    await desk.runs()
    for _ in range(3):
        async with desk.store.transaction() as ledger:
            await ledger.lay_chore(conversation.id, "slack", ChoreKind.CARD, handoff.id, desk.clock())
        await desk.runs(1)

    assert len(await desk.control.calls("chat.update")) <= 1


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_card_whose_posting_had_no_answer_is_looked_for_before_another(
    desk: SlackDesk, restarted: bool
) -> None:
    """Fails when the channel's history is not read after a lost answer or a restart."""
    await desk.control.lose("chat.postMessage")
    _, handoff = await desk.asks()
    await desk.runs()
    if restarted:
        desk.start()
    await desk.runs(20)

    assert len(await desk.cards_of()) == 1
    [ticket] = await desk.store.tickets(handoff.id, "slack")
    assert ticket.thread is not None


async def test_a_card_that_somebody_deleted_is_posted_anew(desk: SlackDesk) -> None:
    conversation, handoff = await desk.asks()
    await desk.runs()
    [card] = await desk.cards_of()
    await desk.client.chat_delete(channel=desk.channel, ts=card["ts"])
    await desk.claims(conversation.id, OLA)
    await desk.runs(10)

    [anew] = await desk.cards_of()
    assert anew["ts"] != card["ts"]
    await desk.says(handoff, "hello?")
    await desk.runs(3)
    assert [shown(line) for line in await desk.thread(handoff)] == ["hello?"]


async def test_sent_to_another_channel_the_old_card_says_where_it_went(desk: SlackDesk) -> None:
    other = await desk.control.add_channel("other-desk")
    conversation, handoff = await desk.asks()
    await desk.runs()
    async with desk.store.transaction() as ledger:
        await ledger.passed_on(handoff, other, desk.clock())
        await ledger.lay_chore(conversation.id, "slack", ChoreKind.CARD, handoff.id, desk.clock())
    await desk.runs(5)

    [old], [new] = await desk.cards_of(), await desk.cards_of(other)
    assert "Handed over to" in shown(old)
    assert "other-desk" in shown(old)
    assert f"/archives/{other}/p" in shown(old)
    assert "actions" not in {block["type"] for block in old["blocks"]}
    assert "Take it" in shown(new)
    await desk.says(handoff, "still there?")
    await desk.runs(3)
    assert [shown(line) for line in await desk.thread(handoff)] == ["still there?"]


async def test_a_card_does_not_wander_when_the_routing_changes_with_the_hours(desk: SlackDesk) -> None:
    conversation, _ = await desk.asks()
    await desk.runs()
    desk.place = await desk.control.add_channel("night")
    await desk.claims(conversation.id, OLA)
    await desk.runs(3)

    assert len(await desk.cards_of()) == 1
    assert await desk.cards_of(desk.place) == []


async def test_a_channel_that_is_archived_holds_the_card_back_until_it_is_mended(desk: SlackDesk) -> None:
    await desk.control.error("chat.postMessage", "is_archived", 2)
    await desk.asks()
    await desk.runs(61, step=61)
    assert await desk.cards_of() == []

    await desk.runs(130, step=61)
    assert len(await desk.cards_of()) == 1


async def test_earlier_conversations_are_linked(desk: SlackDesk) -> None:
    first, _ = await desk.asks()
    await desk.runs()
    async with desk.store.transaction() as ledger:
        await ledger.save((await ledger.lock(first.id)).close())
    desk.clock.advance(60)
    await desk.asks()
    await desk.runs(3)

    old, new = await desk.cards_of()
    assert f"/archives/{desk.channel}/p{old['ts'].replace('.', '')}" in shown(new)


async def test_a_card_shows_no_card_or_national_number_in_summary_values_or_last_lines(
    desk: SlackDesk,
) -> None:
    said = "kari@example.no 4111 1111 1111 1111 131052-308T"
    request = HandoffRequest(
        "asked", "payment", said, {"free": said, "proven": True, "order": {"note": said}}
    )
    _, handoff = await desk.asks(request=request)
    await desk.owes(handoff, Entry(Author.CUSTOMER, said))
    await desk.runs(2)

    [card] = await desk.cards_of()
    assert "4111" not in str(card)
    assert "308T" not in str(card)
    assert "“[e-mail] [card] [national number]”" in shown(card)
    assert "kari@example.no [card]" in shown(card)  # the last lines are what is answered
