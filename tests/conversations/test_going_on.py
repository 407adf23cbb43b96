"""Back with the bot, an errand that the hand-over interrupted is offered again, once, unless people settled it.

Mutations that were made and seen to fail here: an offer to everybody, or in spite of "settled"; none from the
queue; the fallback and a hand-over when it cannot be made; one in a closed conversation, or after something else.
"""

from typing import Any

from bot.conversations.answers import Answer, Reply
from bot.conversations.errors import DialogueFailed
from bot.conversations.messages import Author, Button, Entry, Wish
from bot.conversations.model import Handling
from tests.conversations.conftest import KARI, PERSON, Chat

ERRAND: dict[str, Any] = {"interrupted": "return_form", "item": "S1-42"}
SLOTS = {"topic": "start_return", "order_number": "10442", "errand": ERRAND}
OFFER = Answer((Reply("Shall we go on with your return?", (Button("Yes", "/affirm"),)),), slots=SLOTS)


async def in_a_return_a_person_comes(chat: Chat) -> int:
    chat.dialogue.ready.append(Answer((), handoff=PERSON, slots=SLOTS))
    conversation = (await chat.says("I want a person")).conversation_id
    await chat.desk.claim(conversation, KARI)
    await chat.settle()
    return conversation


async def test_handed_back_in_the_middle_of_an_errand_the_bot_offers_to_go_on_with_it(chat: Chat) -> None:
    conversation = await in_a_return_a_person_comes(chat)
    chat.dialogue.ready.append(OFFER)
    await chat.desk.hand_back(conversation, KARI)
    await chat.settle()
    offered = await chat.last()
    await chat.presses(offered)

    asked, pressed = chat.dialogue.asked[-2:]
    assert "handed you back" in (await chat.texts())[-4]
    assert offered.entry.text == "Shall we go on with your return?"
    assert (asked.payload, asked.slots) == ("/go_on", SLOTS)
    assert (pressed.payload, pressed.slots, pressed.session) == ("/affirm", None, asked.session)


async def test_the_shops_own_button_for_a_person_interrupts_an_errand_too(chat: Chat) -> None:
    chat.dialogue.ready.append(Answer((Reply("Which one?"),), slots=SLOTS, busy=True))
    await chat.says("I want to return shoes")
    receipt = await chat.sends(wish=Wish.PERSON, text="/human")
    await chat.desk.claim(receipt.conversation_id, KARI)
    await chat.desk.hand_back(receipt.conversation_id, KARI)
    await chat.settle()

    assert chat.dialogue.asked[-1].payload == "/go_on"
    [handoff] = await chat.store.handoffs(receipt.conversation_id)
    assert handoff.request.slots == {"topic": "start_return", "order_number": "10442"}


async def test_who_goes_back_from_the_queue_is_offered_the_errand_as_well(chat: Chat) -> None:
    chat.dialogue.ready += [Answer((), handoff=PERSON, slots=SLOTS), OFFER]
    await chat.says("I want a person")
    await chat.presses(await chat.last())

    assert (await chat.texts())[-2:] == [
        "You're back with the assistant. What can I help you with?",
        "Shall we go on with your return?",
    ]


async def test_what_the_agent_has_settled_is_not_offered(chat: Chat) -> None:
    conversation = await in_a_return_a_person_comes(chat)
    await chat.desk.hand_back(conversation, KARI, settled=True)
    await chat.settle()

    assert len(chat.dialogue.asked) == 1
    assert "handed you back" in (await chat.texts())[-1]


async def test_nothing_is_offered_to_who_was_in_the_middle_of_nothing(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.hand_back(conversation, KARI)
    await chat.settle()

    assert len(chat.dialogue.asked) == 1


async def test_an_offer_that_the_bot_cannot_make_is_dropped_and_its_values_stay(chat: Chat) -> None:
    conversation = await in_a_return_a_person_comes(chat)
    chat.dialogue.ready.append(DialogueFailed("down"))
    await chat.desk.hand_back(conversation, KARI)
    await chat.settle()
    silent = (await chat.conversation()).handling, (await chat.texts())[-1]
    await chat.says("hello")

    assert silent[0] is Handling.BOT
    assert "handed you back" in silent[1]
    assert chat.dialogue.asked[-1].slots == SLOTS


async def test_what_the_customer_wrote_before_the_hand_back_takes_the_offers_place(chat: Chat) -> None:
    conversation = await in_a_return_a_person_comes(chat)
    chat.dialogue.ready += [Answer((Reply("Hello!"),)), OFFER]
    async with chat.store.transaction() as ledger:  # its turn is late
        line = await ledger.append(conversation, Entry(Author.CUSTOMER, "hello?"), chat.clock())
        await ledger.expect_answer(line, chat.clock())
    await chat.desk.hand_back(conversation, KARI)
    await chat.settle()

    assert "Hello!" in await chat.texts()
    assert "Shall we go on with your return?" not in await chat.texts()


async def test_an_offer_is_not_made_in_a_conversation_that_was_closed_meanwhile(chat: Chat) -> None:
    conversation = await in_a_return_a_person_comes(chat)
    chat.dialogue.ready.append(OFFER)

    async def closed_meanwhile() -> None:
        chat.dialogue.while_thinking = None
        async with chat.store.transaction() as ledger:
            await ledger.save((await ledger.lock(conversation)).close())

    chat.dialogue.while_thinking = closed_meanwhile
    await chat.desk.hand_back(conversation, KARI)
    await chat.settle()

    assert (await chat.conversation()).id == conversation
    assert "handed you back" in (await chat.texts())[-1]
