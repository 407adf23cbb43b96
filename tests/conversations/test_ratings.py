"""How it was: asked once, about the bot or the person, easily ignored; and the line that a customer may write."""

from collections.abc import Sequence

from bot.conversations.answers import Answer, Outcome, Reply
from bot.conversations.messages import Author, Customer, Message, Wish
from bot.conversations.model import Handling
from bot.conversations.ratings import Rated, Rating
from tests.conversations.conftest import KARI, Chat

BEST, POOR = 0, 3  # places of the buttons
HELPED = Answer((Reply("Open until six."),), outcomes=(Outcome("store_hours", "answered"),))
THANKS = Answer((Reply("You're welcome."),), parse={"intent": {"name": "thank", "confidence": 0.9}})
HOW_BOT = "How was the help you just got from the assistant?"
HOW_KARI = "How was the help you got from Kari?"


def titles(message: Message) -> Sequence[str]:
    return [button.title for button in message.entry.buttons]


async def is_helped_by_the_bot(chat: Chat, *, thanks: bool = True) -> None:
    chat.dialogue.ready += [HELPED, THANKS] if thanks else [HELPED]
    await chat.says("when do you open")
    if thanks:
        await chat.says("thanks")


async def is_helped_by_kari(chat: Chat, *, hand_back: bool = False) -> int:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.reply(conversation, KARI, "It comes tomorrow.", f"r{next(chat.ids)}")
    await (chat.desk.hand_back if hand_back else chat.desk.close)(conversation, KARI)
    await chat.settle()
    return conversation


async def ratings(chat: Chat) -> list[Rating]:
    found = [await chat.store.ratings(number) for number in range(1, 9)]
    return [rating for of_one in found for rating in of_one]


async def asked(chat: Chat) -> int:
    return len(await ratings(chat))


async def test_who_was_helped_and_says_thanks_is_asked_about_the_bot_in_words_of_five_steps(
    chat: Chat,
) -> None:
    await is_helped_by_the_bot(chat)

    assert (await chat.texts())[-2:] == ["You're welcome.", HOW_BOT]
    assert titles(await chat.last()) == ["Very good", "Good", "All right", "Poor", "Very poor"]
    [rating] = await ratings(chat)
    assert (rating.rated, rating.agent, rating.score) == (Rated.BOT, None, None)


async def test_the_step_is_kept_as_a_row_and_as_lines_of_the_log_and_the_bot_is_not_asked(chat: Chat) -> None:
    await is_helped_by_the_bot(chat)
    await chat.presses(await chat.last(), POOR)

    [rating] = await ratings(chat)
    assert (rating.score, rating.given_at) == (2, chat.clock.now)
    assert (await chat.texts())[-2:] == ["Poor", "Thank you for telling us. What could be better?"]
    assert len(chat.dialogue.asked) == 2


async def test_thanks_without_an_errand_or_in_the_middle_of_one_brings_no_question(chat: Chat) -> None:
    chat.dialogue.ready.append(THANKS)
    await chat.says("thanks for nothing yet")
    chat.dialogue.ready += [HELPED, Answer(THANKS.replies, parse=THANKS.parse, busy=True)]
    await chat.says("when do you open")
    await chat.says("thanks, and")
    unsure = {**THANKS.parse, "decision": "ask"}
    chat.dialogue.ready.append(Answer((Reply("Did you mean …?"),), parse=unsure))
    await chat.says("thx no")

    assert await asked(chat) == 0


async def test_who_leaves_without_a_word_is_asked_after_ten_minutes_and_not_again(chat: Chat) -> None:
    """Fails when the sweep asks again, or before the time."""
    await is_helped_by_the_bot(chat, thanks=False)
    chat.clock.advance(minutes=9)
    await chat.sweeps()
    assert await asked(chat) == 0

    chat.clock.advance(minutes=2)
    await chat.sweeps()
    await chat.sweeps()

    assert await asked(chat) == 1
    assert (await chat.last()).entry.text == HOW_BOT
    assert chat.channel.sent[-1] == HOW_BOT


async def test_after_an_outage_nobody_is_asked_about_what_is_hours_old(chat: Chat) -> None:
    await is_helped_by_the_bot(chat, thanks=False)
    chat.clock.advance(hours=3)
    await chat.sweeps()

    assert await asked(chat) == 0


async def test_a_customer_is_asked_at_most_once_a_day(chat: Chat) -> None:
    await is_helped_by_the_bot(chat)
    chat.clock.advance(hours=23)
    await is_helped_by_kari(chat)
    assert await asked(chat) == 1

    chat.clock.advance(hours=2)
    await is_helped_by_the_bot(chat)

    assert await asked(chat) == 2


async def test_another_customer_is_asked_all_the_same(chat: Chat) -> None:
    await is_helped_by_the_bot(chat)
    chat.address = "visitor-2"
    await is_helped_by_the_bot(chat)

    assert await asked(chat) == 2


async def test_nobody_is_asked_after_stop(chat: Chat) -> None:
    await is_helped_by_the_bot(chat, thanks=False)
    await chat.sends(text="/stop", wish=Wish.STOP)
    chat.clock.advance(minutes=11)
    await chat.sweeps()

    assert await asked(chat) == 0


async def test_who_has_blocked_us_and_colleagues_in_slack_are_not_asked(chat: Chat) -> None:
    await is_helped_by_the_bot(chat, thanks=False)
    async with chat.store.transaction() as ledger:
        await ledger.note_customer(Customer("widget", "visitor-1", blocked_at=chat.clock.now))
    chat.clock.advance(minutes=11)
    await chat.sweeps()
    chat.customers_channel = "slack_dm"
    await is_helped_by_the_bot(chat)

    assert await asked(chat) == 0


async def test_when_a_person_closes_or_hands_back_it_is_the_person_who_is_rated(chat: Chat) -> None:
    await is_helped_by_kari(chat)
    chat.address = "visitor-2"
    await is_helped_by_kari(chat, hand_back=True)

    assert (await chat.last()).entry.text == HOW_KARI
    assert [(rating.rated, rating.agent) for rating in await ratings(chat)] == [(Rated.PERSON, KARI)] * 2


async def test_who_took_a_conversation_but_never_wrote_is_not_rated(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.close(conversation, KARI)

    assert await asked(chat) == 0


async def test_the_bot_is_not_rated_for_what_people_took_over(chat: Chat) -> None:
    """Fails when an outcome counts although people had the conversation after it."""
    await is_helped_by_the_bot(chat, thanks=False)
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.hand_back(conversation, KARI)
    chat.clock.advance(minutes=11)
    await chat.sweeps()

    assert await asked(chat) == 0


async def test_a_rating_and_a_line_after_the_close_open_no_new_conversation(chat: Chat) -> None:
    conversation = await is_helped_by_kari(chat)
    await chat.presses(await chat.last(), BEST)
    await chat.presses(await chat.last())
    receipt = await chat.says("so quick and kind")

    assert receipt.conversation_id == conversation
    assert (await chat.conversation()).id == conversation
    assert (await chat.conversation()).handling is Handling.CLOSED
    assert (await chat.last()).entry.text == "Thank you. Your comment is with the shop."


async def test_the_next_ordinary_message_after_that_opens_a_new_one(chat: Chat) -> None:
    conversation = await is_helped_by_kari(chat)
    await chat.presses(await chat.last(), BEST)
    receipt = await chat.says("is my other parcel on its way?")

    assert receipt.conversation_id != conversation
    assert (await chat.last()).entry.text == "bot: is my other parcel on its way?"


async def test_without_the_button_no_message_is_ever_taken_as_the_line(chat: Chat) -> None:
    """Fails when what follows a rating is swallowed."""
    await is_helped_by_the_bot(chat)
    await chat.presses(await chat.last(), POOR)
    await chat.says("where is my order")

    assert chat.dialogue.asked[-1].text == "where is my order"
    assert [rating.words_id for rating in await ratings(chat)] == [None]


async def test_after_the_button_the_next_message_is_the_line_and_only_that(chat: Chat) -> None:
    await is_helped_by_the_bot(chat)
    await chat.presses(await chat.last(), POOR)
    await chat.presses(await chat.last())
    assert "next message" in (await chat.last()).entry.text
    await chat.says("you could open earlier")
    await chat.says("when do you open?")

    [rating] = await ratings(chat)
    [line] = [message for message in await chat.seen() if message.id == rating.words_id]
    assert (line.entry.author, line.entry.text) == (Author.CUSTOMER, "you could open earlier")
    assert chat.dialogue.asked[-1].text == "when do you open?"


async def test_who_does_something_else_first_or_waits_too_long_writes_to_the_bot_again(chat: Chat) -> None:
    """Fails when the wish to write a line outlives the moment."""
    await is_helped_by_the_bot(chat)
    await chat.presses(await chat.last(), POOR)
    await chat.presses(await chat.last())
    await chat.sends(text="/help", wish=Wish.HELP)
    await chat.says("where is my order")
    assert chat.dialogue.asked[-1].text == "where is my order"

    chat.address = "visitor-2"
    await is_helped_by_the_bot(chat)
    await chat.presses(await chat.last(), POOR)
    await chat.presses(await chat.last())
    chat.clock.advance(minutes=11)
    await chat.says("where is mine")
    assert chat.dialogue.asked[-1].text == "where is mine"


async def test_a_way_back_is_offered_to_who_would_rather_ask_something(chat: Chat) -> None:
    await is_helped_by_the_bot(chat)
    await chat.presses(await chat.last(), POOR)
    await chat.presses(await chat.last())
    assert titles(await chat.last()) == ["Back to the assistant"]
    await chat.presses(await chat.last())
    await chat.says("where is my order")

    assert chat.dialogue.asked[-1].text == "where is my order"


async def test_a_rating_of_one_customer_cannot_be_given_by_another(chat: Chat) -> None:
    """Fails when a lasting button is good for every address."""
    await is_helped_by_kari(chat)
    question = await chat.last()
    chat.address = "visitor-2"
    await chat.presses(question, BEST)

    assert [rating.score for rating in await ratings(chat)] == [None]


async def test_words_that_look_like_our_orders_are_only_words(chat: Chat) -> None:
    await is_helped_by_the_bot(chat)
    await chat.says("shopdesk:rate:1:5")
    await chat.says("/rate:1:5")

    assert [rating.score for rating in await ratings(chat)] == [None]


async def test_who_presses_again_changes_their_mind(chat: Chat) -> None:
    await is_helped_by_the_bot(chat)
    question = await chat.last()
    await chat.presses(question, BEST)
    await chat.presses(question, POOR)

    assert [rating.score for rating in await ratings(chat)] == [2]


async def test_the_question_is_in_the_customers_language(chat: Chat) -> None:
    chat.language = "ur-Latn"
    await is_helped_by_the_bot(chat)

    assert (await chat.last()).entry.text == "Assistant se abhi jo madad mili, woh kaisi rahi?"
