"""Photos that the bot has asked for reach it; others are named as what it cannot read.

Mutations that were made and seen to fail here: passing photos on that nobody asked for; passing on what will not
be taken; thanking for each picture of an album; losing the words under a photo.
"""

from bot.conversations.answers import Answer, Reply
from bot.conversations.messages import FileKind, Offer, Wish
from tests.conversations.conftest import Chat

JPEG = b"\xff\xd8\xff and so on"
PHOTO = Offer(FileKind.PHOTO, "shoe.jpg", "image/jpeg", "photo-1")
BILL = Offer(FileKind.DOCUMENT, "bill.pdf", "application/pdf", "bill-1")
PROGRAM = Offer(FileKind.DOCUMENT, "a.exe", "application/x-msdownload", "program-1")
CLIP = Offer(FileKind.VIDEO, "clip.mp4", "video/mp4", "clip-1")

INVITING = Answer((Reply("Your return is started. You can send a photo."),), slots={"photo_for": "VR-1"})
THANKS = Answer((Reply("Thank you for the photo."),), slots={"photo_for": "VR-1"})


async def invited(chat: Chat) -> None:
    chat.source.holds |= {
        "photo-1": JPEG,
        "bill-1": b"%PDF-1.7",
        "program-1": b"MZ",
        "clip-1": b"\0\0\0\x18ftyp",
    }
    chat.dialogue.ready.append(INVITING)
    await chat.says("yes, start the return")


async def test_a_photo_that_was_asked_for_is_told_to_the_bot_by_its_name_and_key(chat: Chat) -> None:
    await invited(chat)
    chat.dialogue.ready.append(THANKS)
    await chat.sends(kind="photo", files=(PHOTO,))

    asked = chat.dialogue.asked[-1]
    [line] = [line for line in await chat.seen() if line.entry.files]
    assert (asked.text, asked.payload) == (None, None)
    assert asked.photos == line.entry.files
    assert [photo.name for photo in asked.photos] == ["shoe.jpg"]
    assert (await chat.last()).entry.text == "Thank you for the photo."


async def test_a_document_is_as_good_and_words_come_along(chat: Chat) -> None:
    await invited(chat)
    await chat.sends(kind="document", text="the bill", files=(BILL,))

    asked = chat.dialogue.asked[-1]
    assert (asked.text, [photo.name for photo in asked.photos]) == ("the bill", ["bill.pdf"])


async def test_a_photo_that_nobody_asked_for_is_named_as_before(chat: Chat) -> None:
    chat.source.holds["photo-1"] = JPEG
    await chat.says("hello")
    await chat.sends(kind="photo", files=(PHOTO,))
    await chat.sends(kind="photo", text="is this a defect?", files=(PHOTO,))

    assert [(asked.text, asked.photos) for asked in chat.dialogue.asked] == [
        ("hello", ()),
        ("is this a defect?", ()),
    ]
    assert any("can't look at pictures" in text for text in await chat.texts())


async def test_what_shows_nothing_or_will_not_be_taken_is_not_told(chat: Chat) -> None:
    await invited(chat)
    await chat.sends(kind="document", files=(PROGRAM,))
    await chat.sends(kind="video", files=(CLIP,))

    assert len(chat.dialogue.asked) == 1


async def test_an_album_reaches_the_bot_whole_and_is_thanked_for_once(chat: Chat) -> None:
    await invited(chat)
    for number in range(3):
        chat.dialogue.ready.append(THANKS)
        await chat.sends(kind="photo", files=(PHOTO,), details={"album": "a1"}, external_id=f"album-{number}")

    assert len(chat.dialogue.asked) == 4
    assert [text for text in await chat.texts() if text == "Thank you for the photo."] == [
        "Thank you for the photo."
    ]


async def test_the_invitation_outlives_a_pause_and_ends_with_the_conversation(chat: Chat) -> None:
    await invited(chat)
    chat.clock.advance(hours=2)  # a new session begins
    chat.dialogue.ready.append(THANKS)
    await chat.sends(kind="photo", files=(PHOTO,))
    later = chat.dialogue.asked[-1]
    await chat.sends(text="/stop", wish=Wish.STOP)
    await chat.sends(kind="photo", files=(PHOTO,))

    assert len(later.photos) == 1
    assert later.slots == {"photo_for": "VR-1"}
    assert chat.dialogue.asked[-1] is later


async def test_while_people_have_the_conversation_photos_are_theirs(chat: Chat) -> None:
    await invited(chat)
    await chat.asks_for_a_person()
    before = len(chat.dialogue.asked)
    await chat.sends(kind="photo", files=(PHOTO,))

    assert len(chat.dialogue.asked) == before
