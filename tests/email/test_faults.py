"""What happens when a server is away, loses an answer or refuses; and what machines send."""

import asyncio
from dataclasses import replace

import pytest

from bot.conversations.messages import Author, DeliveryState
from tests.email.cable import Cable
from tests.email.conftest import KARI, Shop
from tests.telegram.waiting import until


async def mailed(shop: Shop, *texts: str) -> int:
    """A letter is due."""
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, *(texts or ("It is in Bergen.",)))
    return conversation_id


async def staff_sees(shop: Shop, conversation_id: int) -> list[str]:
    return [line.entry.text for line in await shop.lines(conversation_id) if line.entry.internal]


async def test_while_the_mail_server_is_away_letters_wait_and_then_go_out_in_order_and_once(shop: Shop):
    with shop.office.away():
        conversation_id = await mailed(shop, "One")
        await shop.minute_passes()
        await shop.agent_answers(conversation_id, "Two")
        await shop.minute_passes()
    await shop.minute_passes()
    await shop.minute_passes()
    [letter] = shop.letters()

    assert letter.get_content().index("One") < letter.get_content().index("Two")
    assert shop.repeats == []


async def test_a_new_process_sends_what_the_old_one_may_have_begun_under_the_same_id_and_counts_it(
    shop: Shop,
):
    await mailed(shop)
    shop.clock.advance(seconds=1)
    shop.restart()
    await shop.minute_passes()
    [letter] = shop.letters()
    [repeat] = shop.repeats

    assert letter["Message-ID"] == shop.line.marks.message_id(repeat.id, shop.customer)


@pytest.mark.parametrize("answer", ["451 try again later", "421 too busy"])
async def test_not_now_is_tried_again_later(shop: Shop, answer: str):
    shop.office.answers = [answer]
    await mailed(shop)
    await shop.minute_passes()
    before = len(shop.letters())
    await shop.minute_passes(130)

    assert before == 0
    assert len(shop.letters()) == 1


async def test_a_lost_answer_makes_a_letter_unknown_and_it_is_never_sent_again(shop: Shop, store):
    shop.office.lose = 1
    conversation_id = await mailed(shop)
    await shop.minute_passes()
    for _ in range(3):
        await shop.minute_passes(600)
    [line] = [line for line in await shop.lines(conversation_id) if line.entry.author is Author.AGENT]
    delivery = await shop.delivery_of(line)

    assert len(shop.letters()) == 1
    assert delivery.state is DeliveryState.UNKNOWN
    assert "did not say" in delivery.error


async def test_a_refused_letter_is_a_line_that_staff_see(shop: Shop):
    shop.office.refused = {shop.customer: "550 5.1.1 no such user"}
    conversation_id = await mailed(shop)
    await shop.minute_passes()

    assert "Not delivered on email: 550 5.1.1 no such user" in await staff_sees(shop, conversation_id)


async def test_a_letter_that_comes_back_is_recorded_once_and_its_conversation_is_a_call_back_again(
    shop: Shop,
):
    shop.office.bounce = True
    conversation_id = await mailed(shop)
    await shop.minute_passes()
    await shop.desk.close(conversation_id, KARI)
    [bounce] = shop.mailbox(shop.us)
    shop.office.dovecot.deliver(shop.us, bounce.as_bytes())
    await shop.fetches()
    seen = await staff_sees(shop, conversation_id)
    queue = await shop.store.queue()
    [line] = [line for line in await shop.lines(conversation_id) if line.entry.author is Author.AGENT]

    assert seen.count("The mail could not be delivered: 550 5.1.1 No such user here") == 1
    assert [handoff.request.reason for _, handoff in queue] == ["returned"]
    assert (await shop.delivery_of(line)).state is DeliveryState.REFUSED
    assert await shop.by_mail() == []


async def test_a_returned_mail_that_names_no_letter_of_ours_changes_nothing(shop: Shop):
    shop.office.bounce = True
    conversation_id = await mailed(shop)
    await shop.minute_passes()
    [bounce] = shop.mailbox(shop.us)
    with shop.office.dovecot.mailbox(shop.us) as line:
        line.store("1", "+FLAGS", r"(\Seen)")
    forged = bounce.as_bytes().replace(b"Message-ID: <shopdesk.", b"Message-ID: <shopdesk.1")
    shop.office.dovecot.deliver(shop.us, forged.replace(b"bounce-", b"other-"))
    await shop.fetches()

    assert not any("could not be delivered" in text for text in await staff_sees(shop, conversation_id))


async def test_an_automatic_answer_is_seen_by_staff_and_answered_by_nobody(shop: Shop):
    conversation_id = await mailed(shop)
    await shop.minute_passes()
    [letter] = shop.letters()
    shop.writes("I am away until Monday.", answers=letter, Auto_Submitted="auto-replied")
    await shop.fetches()

    assert "An automatic answer came by mail: I am away until Monday." in await staff_sees(
        shop, conversation_id
    )
    assert len(shop.letters()) == 1
    assert await shop.by_mail() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.com>"},
        {"X_Autoreply": "yes"},
        {"From": "MAILER-DAEMON@example.com"},
        {"From": "no-reply@example.com"},
        {"From": "nobody"},
    ],
)
async def test_what_a_machine_writes_is_never_answered(shop: Shop, headers: dict[str, str]):
    shop.writes("Something happened.", **headers)
    await shop.fetches()

    assert await shop.by_mail() == []
    assert len(shop.office.taken) == 1  # the mail itself


async def test_our_own_letters_that_come_to_us_are_not_taken_for_a_customers(shop: Shop):
    shop.writes("Hello?", From=f"The Shop <{shop.us.upper()}>")
    await shop.fetches()

    assert await shop.by_mail() == []


async def test_two_machines_that_answer_each_other_stop(shop: Shop):
    for number in range(25):
        shop.writes(f"Your mail has arrived, number {number} of many.")
    await shop.fetches()

    assert len(await shop.by_mail()) == 20
    assert await asyncio.to_thread(shop.office.dovecot.flagged, shop.us) == 5


async def test_the_mailbox_may_go_away_at_any_time_and_mails_wait_in_it(shop: Shop):
    imap = shop.line.imap
    cable = Cable(imap.port)
    shop.line = replace(shop.line, imap=replace(imap, port=cable.port))
    shop.restart()
    async with shop.polling():
        await until(lambda: "cannot be reached" in (shop.poller.trouble or ""))
        await cable.put_in()
        shop.writes("Where is my order now?")
        await until(lambda: one_more(shop, 1))
        await cable.pull_out()
        shop.writes("And where is the other one?")
        await until(lambda: shop.poller.trouble)
        await cable.put_in()
        await until(lambda: one_more(shop, 2))
        await cable.pull_out()
    lines = [(await shop.lines(each.id))[0].entry.text for each in await shop.by_mail()]

    assert lines == ["Where is my order now?", "And where is the other one?"]


async def one_more(shop: Shop, number: int) -> bool:
    return len(await shop.by_mail()) == number


async def test_a_mail_that_could_not_be_stored_stays_unread_and_comes_in_later(shop: Shop, monkeypatch):
    shop.writes("Where is my order now?")
    receive = shop.intake.receive
    failures = iter([RuntimeError("the disk is full")] * 2)

    async def failing(inbound):
        if failure := next(failures, None):
            raise failure
        return await receive(inbound)

    monkeypatch.setattr(shop.intake, "receive", failing)
    shop.restart()
    async with shop.polling(), asyncio.timeout(20):
        await asyncio.sleep(0.07)
        early = await asyncio.to_thread(shop.office.dovecot.unread, shop.us)
        while await asyncio.to_thread(shop.office.dovecot.unread, shop.us):
            await asyncio.sleep(0.05)

    assert early == 1
    assert len(await shop.by_mail()) == 1


async def test_a_mail_that_cannot_be_read_does_not_hold_up_the_others(shop: Shop, monkeypatch):
    taken = shop.poller._take

    async def breaking(mail):
        if b"poison" in mail.raw:
            raise ValueError("unreadable")
        await taken(mail)

    shop.poller._take = breaking
    shop.writes("poison")
    shop.writes("Where is my order now?")
    await shop.fetches()

    assert len(await shop.by_mail()) == 1
    assert await asyncio.to_thread(shop.office.dovecot.flagged, shop.us) == 1
