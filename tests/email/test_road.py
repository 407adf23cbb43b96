"""The round trip: a customer who left the page gets the answer by mail, and answers it."""

import pytest

from bot.conversations.answers import Answer
from bot.conversations.live import address_key
from bot.conversations.messages import Author
from bot.conversations.model import Handling
from tests.conversations.conftest import PERSON
from tests.email.conftest import KARI, Shop


async def test_who_left_an_address_and_the_page_gets_the_answer_by_mail_and_can_answer_it(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "It is in Bergen.", "It comes tomorrow.")
    await shop.minute_passes()
    [letter] = shop.letters()
    shop.writes("Great, thank you!\n\nAnd when exactly?", answers=letter)
    await shop.fetches()
    lines = await shop.lines(conversation_id)
    conversation = await shop.store.conversation(conversation_id)

    assert letter.get_content().index("It is in Bergen.") < letter.get_content().index("It comes tomorrow.")
    assert "> You: Where is my parcel?" in letter.get_content()
    assert letter["From"].addresses[0].addr_spec == shop.us
    assert (lines[-1].entry.author, lines[-1].entry.text) == (
        Author.CUSTOMER,
        "Great, thank you!\n\nAnd when exactly?",
    )
    assert (conversation.handling, conversation.channel) == (Handling.HUMAN, "email")


async def test_from_then_on_the_conversation_goes_on_by_mail_in_one_thread(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "It is in Bergen.")
    await shop.minute_passes()
    mail = shop.writes("When does it come?", answers=shop.letters()[0])
    await shop.fetches()
    await shop.agent_answers(conversation_id, "Tomorrow.")
    await shop.minute_passes()
    first, second = shop.letters()

    assert second["In-Reply-To"] == mail["Message-ID"]
    assert {first["Message-ID"], mail["Message-ID"]} <= set(second["References"].split())
    assert second["Subject"] == mail["Subject"]
    assert "Auto-Submitted" not in second


async def test_who_is_still_on_the_page_gets_no_letter(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    with shop.live.watch(address_key("widget", shop.address)):
        [line] = await shop.agent_answers(conversation_id, "It is in Bergen.")
        await shop.minute_passes()
    delivery = await shop.delivery_of(line)

    assert shop.letters() == []
    assert delivery is not None
    assert (delivery.state, delivery.receipt) == ("sent", "read on the page")


async def test_a_line_that_is_corrected_before_its_letter_goes_out_is_read_as_it_was_meant(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "It is in Bregen.", "Wrong window, sorry.")
    await shop.desk.edit(conversation_id, KARI, "r1", "It is in Bergen.", "e1")
    await shop.desk.withdraw(conversation_id, KARI, "r2", "e2")
    await shop.minute_passes()
    [letter] = shop.letters()

    assert "It is in Bergen." in letter.get_content()
    assert "Bregen" not in letter.get_content().partition("What was said before")[0]
    assert "Wrong window" not in letter.get_content()
    assert "Corrected" not in letter.get_content()


async def test_without_an_address_nothing_is_mailed(shop: Shop):
    conversation_id = await shop.asks_for_a_person()
    await shop.agent_answers(conversation_id, "Hello")
    await shop.minute_passes()

    assert shop.office.taken == []


async def test_a_mail_of_its_own_opens_a_conversation_that_the_bot_answers_by_mail(shop: Shop):
    mail = shop.writes("Where is order 1042, please tell me?", Subject="My order")
    await shop.fetches()
    [conversation] = await shop.by_mail()
    [letter] = shop.letters()

    assert "bot: Where is order 1042, please tell me?" in letter.get_content()
    assert letter["Auto-Submitted"] == "auto-replied"
    assert letter["In-Reply-To"] == mail["Message-ID"]
    assert letter["Subject"] == "Re: My order"
    assert conversation.address.startswith(f"{shop.customer}/")


async def test_only_who_has_our_letter_gets_into_its_conversation(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "It is in Bergen.")
    await shop.minute_passes()
    [letter] = shop.letters()
    signed, _, host = letter["Message-ID"].partition("@")
    forged = f"{signed[:-1]}{'a' if signed[-1] != 'a' else 'b'}@{host}"
    shop.writes("Send it to me instead.", In_Reply_To=forged)
    shop.writes("Send it to me instead.", In_Reply_To=letter["Message-ID"], From="eve@example.com")
    shop.writes("Send it to me instead.")
    await shop.fetches()
    before = await shop.lines(conversation_id)

    assert [line.entry.text for line in before if line.entry.author is Author.CUSTOMER][-1] == shop.customer
    assert len(await shop.by_mail()) == 3
    assert {conversation.handling for conversation in await shop.by_mail()} == {Handling.BOT}


async def test_an_answer_to_a_closed_conversation_opens_the_next_and_staff_see_which_it_was(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "It is in Bergen.")
    await shop.minute_passes()
    await shop.desk.close(conversation_id, KARI)
    [letter] = shop.letters()
    shop.writes("And now?", answers=letter)
    await shop.fetches()
    [conversation] = await shop.by_mail()
    lines = await shop.lines(conversation.id)
    shop.writes("Hello?", answers=shop.letters()[-1])
    await shop.fetches()

    assert lines[0].entry.text == f"The customer goes on with conversation {conversation_id}."
    assert [line.entry.text for line in lines[1:3]] == ["And now?", "bot: And now?"]
    assert len(await shop.by_mail()) == 1


async def test_the_word_stop_ends_the_conversation(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "It is in Bergen.")
    await shop.minute_passes()
    shop.writes("Stop.", answers=shop.letters()[0])
    await shop.fetches()
    conversation = await shop.store.conversation(conversation_id)

    assert conversation.handling is Handling.CLOSED
    assert "This conversation is ended" in shop.letters()[-1].get_content()


@pytest.mark.parametrize("times", [3])
async def test_the_same_mail_delivered_more_than_once_is_one_line(shop: Shop, times: int):
    for _ in range(times):
        shop.writes("Where is my order now?", Message_ID="<the-same@example.com>")
    await shop.fetches()
    [conversation] = await shop.by_mail()

    texts = [line.entry.text for line in await shop.lines(conversation.id)]
    assert texts == ["Where is my order now?", "bot: Where is my order now?"]
    assert len(shop.letters()) == 1


async def test_who_asks_for_a_person_by_mail_is_asked_for_no_address_and_stays_on_the_desk(shop: Shop):
    shop.dialogue.ready.append(Answer((), handoff=PERSON))
    shop.writes("I want to talk to a person")
    await shop.fetches()
    [conversation] = await shop.by_mail()
    await shop.minute_passes(400)
    await shop.minute_passes()
    [(_, handoff)] = await shop.store.queue()
    before = len(shop.letters())
    await shop.agent_answers(conversation.id, "Here I am.")
    await shop.minute_passes()
    letters = shop.letters()

    assert "A colleague will answer you here" in letters[before - 1].get_content()
    assert handoff.contact == f"email {conversation.address}"
    assert len(letters) == before + 1
    assert "Kari has joined" in letters[-1].get_content()
    assert "Kari:\nHere I am." in letters[-1].get_content().replace("\r\n", "\n")


async def test_the_page_says_that_the_conversation_goes_on_by_mail(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "It is in Bergen.")
    await shop.minute_passes()
    shop.writes("Thank you, see you!", answers=shop.letters()[0])
    await shop.fetches()

    assert (await shop.texts())[-1].startswith("You're going on by e-mail.")
