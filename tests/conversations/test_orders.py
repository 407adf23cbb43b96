"""What customers ask of the shop itself: greetings, help, people, languages, an end; and what the bot cannot read."""

from collections.abc import Sequence
from datetime import UTC

import pytest

from bot.conversations.handoffs import HandoffEnd
from bot.conversations.messages import FileKind, Location, Message, Offer, Wish
from bot.conversations.model import Handling
from bot.wording.texts import Texts
from tests.conversations.conftest import KARI, Chat

WORDING = Texts(UTC)

PHOTO = Offer(FileKind.PHOTO, "shoe.jpg", "image/jpeg", "photo-1")
JPEG = b"\xff\xd8\xff and so on"


def titles(message: Message) -> Sequence[str]:
    return [button.title for button in message.entry.buttons]


async def test_start_is_greeted_by_the_shop_with_a_choice_of_language_and_a_person(chat: Chat) -> None:
    await chat.sends(text="/start", wish=Wish.START)

    assert "shop's assistant" in (await chat.last()).entry.text
    assert titles(await chat.last()) == ["Language", "Talk to a person"]
    assert chat.dialogue.asked == []


async def test_help_says_what_can_be_asked_and_offers_a_person(chat: Chat) -> None:
    await chat.sends(text="/help", wish=Wish.HELP)
    await chat.presses(await chat.last())

    assert (await chat.conversation()).handling is Handling.WAITING
    assert chat.dialogue.asked == []


async def test_asking_for_a_person_needs_no_bot_and_takes_along_what_was_said(chat: Chat) -> None:
    """Fails when the wish is left to the bot, which may be down."""
    await chat.sends(text="/human my parcel is wet", wish=Wish.PERSON)

    [(conversation, handoff)] = await chat.store.queue()
    assert conversation.handling is Handling.WAITING
    assert (handoff.request.reason, handoff.request.summary) == ("asked", "my parcel is wet")
    assert chat.dialogue.asked == []


async def test_who_asks_for_a_person_twice_keeps_the_place_in_the_queue(chat: Chat) -> None:
    await chat.sends(text="/human", wish=Wish.PERSON)
    await chat.sends(text="/human", wish=Wish.PERSON)

    assert len(await chat.store.queue()) == 1
    assert "Our colleagues have your conversation" in (await chat.last()).entry.text


async def test_the_language_a_customer_chose_beats_what_the_channel_guesses(chat: Chat) -> None:
    """Fails when the channel's guess is taken over with every message."""
    await chat.sends(text="/language", wish=Wish.LANGUAGE)
    assert titles(await chat.last()) == [WORDING.say(code, "language_name") for code in WORDING.languages]
    await chat.presses(await chat.last(), WORDING.languages.index("nb"))
    assert (await chat.last()).entry.text == "Vi fortsetter på norsk."
    await chat.says("hei")
    assert chat.dialogue.asked[-1].language == "nb"

    await chat.sends(text="/stop", wish=Wish.STOP)
    await chat.says("hei igjen")
    assert chat.dialogue.asked[-1].language == "nb"


async def test_while_nothing_was_chosen_the_channels_guess_is_followed(chat: Chat) -> None:
    await chat.says("hello")
    chat.language = "fi"
    await chat.says("hei")

    assert [question.language for question in chat.dialogue.asked] == ["en", "fi"]


async def test_stop_ends_the_conversation_says_so_and_offers_to_erase(chat: Chat) -> None:
    await chat.says("hello")
    await chat.sends(text="/stop", wish=Wish.STOP)

    assert (await chat.conversation()).handling is Handling.CLOSED
    assert "ended" in (await chat.last()).entry.text
    assert titles(await chat.last()) == ["Erase my data"]


async def test_who_stops_while_waiting_leaves_the_queue_and_staff_see_it(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.sends(text="/stop", wish=Wish.STOP)

    assert await chat.store.queue() == []
    assert [h.end for h in await chat.store.handoffs(conversation)] == [HandoffEnd.WITHDRAWN]
    assert "/stop" in chat.slack.sent
    assert any("conversation is ended" in text for text in chat.slack.sent)


async def test_an_erasure_is_put_on_the_desk_for_people_and_stays_there(chat: Chat) -> None:
    """Fails when the button of an ended conversation loses its meaning, or when the request expires unseen."""
    await chat.says("hello")
    await chat.sends(text="/stop", wish=Wish.STOP)
    await chat.presses(await chat.last())
    chat.clock.advance(minutes=30)
    await chat.sweeps()

    [(conversation, handoff)] = await chat.store.queue()
    assert (handoff.request.reason, handoff.contact) == ("erasure", "widget visitor-1")
    assert "colleague will erase" in (await chat.last()).entry.text
    await chat.desk.answered(conversation.id, KARI)
    assert await chat.store.queue() == []


async def test_an_erase_button_shown_to_one_customer_does_nothing_for_another(chat: Chat) -> None:
    """Fails when a lasting button is good for every address."""
    await chat.sends(text="/stop", wish=Wish.STOP)
    button = await chat.last()
    chat.address = "visitor-2"
    await chat.presses(button)

    assert await chat.store.queue() == []


async def test_an_ordinary_button_of_an_ended_conversation_is_only_its_words(chat: Chat) -> None:
    await chat.asks_for_a_person()
    back = await chat.last()
    await chat.sends(text="/stop", wish=Wish.STOP)
    await chat.presses(back)

    assert chat.dialogue.asked[-1].text == "Back to the assistant"


async def test_a_press_whose_button_is_long_gone_is_answered_sensibly(chat: Chat) -> None:
    await chat.sends(text="", press=(99999, 0))

    assert "earlier conversation" in (await chat.last()).entry.text
    assert chat.dialogue.asked == []


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("photo", "pictures"),
        ("video", "videos"),
        ("animation", "videos"),
        ("voice", "voice messages"),
        ("audio", "recordings"),
        ("document", "files"),
        ("sticker", "sticker"),
        ("contact", "contact"),
        ("poll", "polls"),
        ("dice", "what you sent"),
    ],
)
async def test_what_the_bot_cannot_read_is_named_and_a_person_offered(
    chat: Chat, kind: str, named: str
) -> None:
    """Fails when a kind of message is dropped in silence or given to the bot as an empty text."""
    await chat.sends(kind=kind)

    assert named in (await chat.last()).entry.text
    assert titles(await chat.last()) == ["Talk to a person"]
    assert chat.dialogue.asked == []


@pytest.mark.parametrize("language", WORDING.languages)
async def test_every_kind_and_order_is_answered_in_every_language(chat: Chat, language: str) -> None:
    chat.language = language
    for kind in ("photo", "video", "voice", "audio", "document", "sticker", "contact", "poll", "dice"):
        await chat.sends(kind=kind)
    for wish in Wish:
        await chat.sends(text=f"/{wish}", wish=wish)

    bodies = [m.entry.text for m in await chat.seen() if m.entry.author == "shop"]
    assert len(bodies) == 15
    assert len(set(bodies)) == 15


async def test_the_words_under_a_photo_are_answered_as_words(chat: Chat) -> None:
    chat.source.holds["photo-1"] = JPEG
    await chat.sends(kind="photo", text="is this a defect?", files=(PHOTO,))

    assert await chat.texts() == ["is this a defect?", "bot: is this a defect?"]


async def test_an_album_is_answered_once(chat: Chat) -> None:
    """Fails when each of its pictures gets the same line."""
    for _ in range(4):
        await chat.sends(kind="photo", details={"album": "a1"})
    await chat.sends(kind="photo", details={"album": "a2"})

    shop = [m for m in await chat.seen() if m.entry.author == "shop"]
    assert len(shop) == 2


async def test_a_shared_place_is_asked_of_the_bot_as_a_place(chat: Chat) -> None:
    await chat.sends(kind="location", location=Location(60.39, 5.32))

    [question] = chat.dialogue.asked
    assert (question.location, question.text, question.payload) == (Location(60.39, 5.32), None, None)


async def test_people_are_sent_photos_and_places_and_nobody_says_they_cannot_be_read(chat: Chat) -> None:
    chat.source.holds["photo-1"] = JPEG
    await chat.asks_for_a_person()
    before = len(await chat.seen())
    await chat.sends(kind="photo", files=(PHOTO,))
    await chat.sends(kind="location", location=Location(60.39, 5.32))

    assert len(await chat.seen()) == before + 2
    [photo], [place] = [run for run in chat.slack.runs if run[0].message.entry.author == "customer"]
    assert [file.name for file in photo.message.entry.files] == ["shoe.jpg"]
    assert place.message.entry.details["location"] == {"lat": 60.39, "lon": 5.32}


async def test_the_person_button_under_a_photo_brings_a_person(chat: Chat) -> None:
    await chat.sends(kind="photo")
    await chat.presses(await chat.last())

    assert (await chat.conversation()).handling is Handling.WAITING


async def test_a_quoted_line_is_kept_with_the_answer_to_it(chat: Chat) -> None:
    first = await chat.says("the blue ones", external_id="m-1")
    await chat.sends(text="these I mean", quotes="m-1")

    said = [m for m in await chat.lines(first.conversation_id) if m.entry.author == "customer"]
    assert said[1].entry.details["quotes"] == said[0].id
