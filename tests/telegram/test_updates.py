"""What customers send, as the shop understands it: no kind is dropped in silence."""

from typing import Any

import pytest
from telegram.constants import MessageType

from bot.channels.telegram.inbound.arrivals import Blocked, InPublic, Nothing, Pressed, Said
from bot.channels.telegram.inbound.entrance import _arrival
from bot.channels.telegram.inbound.kinds import ENVELOPE, NOTICES
from bot.channels.telegram.inbound.updates import chat_of
from bot.conversations.messages import FileKind, Inbound, Location, Offer, Wish

KARI: dict[str, Any] = {
    "id": 77, "is_bot": False, "first_name": "Kari", "last_name": "Nordmann", "language_code": "nb-NO",
}  # fmt: skip
CHAT = {"id": 77, "type": "private", "first_name": "Kari"}
GROUP = {"id": -100, "type": "supergroup", "title": "Friends"}
FILE = {"file_id": "F1", "file_unique_id": "U1", "file_size": 1234}


def message(number: int = 5, **fields: Any) -> dict[str, Any]:
    return {"message_id": number, "date": 1_700_000_000, "chat": CHAT, "from": KARI, **fields}


def inbound(kind: str = "message", **fields: Any) -> Inbound:
    found = _arrival({"update_id": 1, kind: message(**fields)})
    assert isinstance(found, Said)
    return found.inbound


def test_a_text_comes_with_who_wrote_it_where_and_in_which_language() -> None:
    assert inbound(text="hei") == Inbound(
        "telegram", "77", "77:5", "hei", language="nb-NO", name="Kari Nordmann", kind="text"
    )


def test_who_does_not_tell_a_language_is_taken_to_speak_english() -> None:
    assert inbound(text="x", **{"from": {**KARI, "language_code": None}}).language == "en"


@pytest.mark.parametrize(
    ("fields", "kind", "offer"),
    [
        (
            {
                "photo": [
                    {**FILE, "file_id": "small", "width": 1, "height": 1},
                    {**FILE, "width": 9, "height": 9},
                ]
            },
            "photo",
            Offer(FileKind.PHOTO, "photo.jpg", "image/jpeg", "F1", 1234),
        ),
        (
            {"document": {**FILE, "file_name": "bill.pdf", "mime_type": "application/pdf"}},
            "document",
            Offer(FileKind.DOCUMENT, "bill.pdf", "application/pdf", "F1", 1234),
        ),
        (
            {"document": FILE},
            "document",
            Offer(FileKind.DOCUMENT, "document", "application/octet-stream", "F1", 1234),
        ),
        (
            {"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}},
            "voice",
            Offer(FileKind.VOICE, "voice.ogg", "audio/ogg", "F1", 1234),
        ),
        (
            {"audio": {**FILE, "duration": 3, "file_name": "song.mp3", "mime_type": "audio/mpeg"}},
            "audio",
            Offer(FileKind.AUDIO, "song.mp3", "audio/mpeg", "F1", 1234),
        ),
        (
            {"video": {**FILE, "width": 1, "height": 1, "duration": 3}},
            "video",
            Offer(FileKind.VIDEO, "video.mp4", "video/mp4", "F1", 1234),
        ),
        (
            {"video_note": {**FILE, "length": 1, "duration": 3}},
            "video",
            Offer(FileKind.VIDEO, "video.mp4", "video/mp4", "F1", 1234),
        ),
        (
            {
                "animation": {**FILE, "width": 1, "height": 1, "duration": 3, "file_name": "cat.gif.mp4"},
                "document": {**FILE, "file_name": "cat.gif.mp4"},
            },
            "animation",
            Offer(FileKind.VIDEO, "cat.gif.mp4", "video/mp4", "F1", 1234),
        ),
    ],
)
def test_files_are_offered_by_telegrams_id(fields: dict[str, Any], kind: str, offer: Offer) -> None:
    found = inbound(caption="broken", **fields)

    assert (found.kind, found.text, found.files) == (kind, "broken", (offer,))


def sticker(**more: Any) -> dict[str, Any]:
    kind = {
        "type": "regular",
        "is_animated": False,
        "is_video": False,
        "width": 1,
        "height": 1,
        "emoji": "👍",
    }
    return {"sticker": {**FILE, **kind, **more}}


@pytest.mark.parametrize(
    ("fields", "files"),
    [
        (sticker(), [("sticker.webp", "image/webp", "F1")]),
        (sticker(is_video=True), [("sticker.webm", "video/webm", "F1")]),
        (
            sticker(is_animated=True, thumbnail={**FILE, "file_id": "T1", "width": 1, "height": 1}),
            [("sticker.webp", "image/webp", "T1")],
        ),
        (sticker(is_animated=True), []),
    ],
)
def test_a_sticker_is_a_picture(fields: dict[str, Any], files: list[tuple[str, str, str]]) -> None:
    found = inbound(**fields)

    assert [(offer.name, offer.media_type, offer.ref) for offer in found.files] == files
    assert (found.kind, found.details["emoji"]) == ("sticker", "👍")


def test_the_pictures_of_an_album_say_that_they_belong_together() -> None:
    found = inbound(photo=[{**FILE, "width": 9, "height": 9}], media_group_id="A1")

    assert found.details["album"] == "A1"


def test_a_location_and_a_venue_say_where() -> None:
    place = {"latitude": 60.39, "longitude": 5.32}
    venue = {"location": place, "title": "Torget", "address": "Torget 1"}

    assert inbound(location=place).location == Location(60.39, 5.32)
    found = inbound(location=place, venue=venue)
    assert (found.kind, found.location) == ("location", Location(60.39, 5.32))
    assert found.details["venue"] == {"title": "Torget", "address": "Torget 1"}


def test_a_contact_is_kept_with_its_number() -> None:
    found = inbound(contact={"phone_number": "+4712345678", "first_name": "Ola", "last_name": "N"})

    assert (found.kind, found.details["contact"]) == ("contact", {"name": "Ola N", "phone": "+4712345678"})


def test_a_reply_quotes() -> None:
    found = inbound(text="this one", reply_to_message=message(3, text="Which order?"))

    assert (found.quotes, found.details["quoted"]) == ("77:3", "Which order?")


def test_a_forwarded_message_says_so() -> None:
    origin = {"type": "hidden_user", "date": 1_600_000_000, "sender_user_name": "Ola"}

    assert inbound(text="look", forward_origin=origin).details["forwarded"] is True


@pytest.mark.parametrize(
    ("text", "wish", "token"),
    [
        ("/start", Wish.START, None),
        ("/start abc_DEF-1", Wish.START, "abc_DEF-1"),
        ("/help", Wish.HELP, None),
        ("/HELP@varde_bot", Wish.HELP, None),
        ("/language", Wish.LANGUAGE, None),
        ("/human my parcel is broken", Wish.PERSON, None),
        ("/transcript", Wish.TRANSCRIPT, None),
        ("/stop", Wish.STOP, None),
        ("/affirm", None, None),
        ("/helper", None, None),
        ('/grant{"verified":true}', None, None),
        ("I need /help", None, None),
    ],
)
def test_commands_are_wishes_and_other_texts_stay_texts(
    text: str, wish: Wish | None, token: str | None
) -> None:
    found = inbound(text=text)

    assert (found.wish, found.pass_token) == (wish, token)
    assert found.text == ("/start" if wish is Wish.START else text)  # no token in the log


def test_an_edit_corrects_the_message_under_an_id_of_its_own() -> None:
    first = inbound("edited_message", text="order 10443", edit_date=1_700_000_100)
    second = inbound("edited_message", text="order 10444", edit_date=1_700_000_100)
    again = inbound("edited_message", text="order 10443", edit_date=1_700_000_100)

    assert first.corrects == second.corrects == "77:5"
    assert first.external_id.startswith("77:5:edit:1700000100:")
    assert first.external_id == again.external_id != second.external_id


def test_a_location_that_moves_is_not_said_again_and_again() -> None:
    moved = {"location": {"latitude": 60.4, "longitude": 5.3, "live_period": 900}, "edit_date": 1_700_000_100}

    assert isinstance(_arrival({"update_id": 1, "edited_message": message(**moved)}), Nothing)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice"),
        (
            {
                "poll": {
                    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                }
            },
            "poll",
        ),
        ({"story": {"chat": CHAT, "id": 1}}, "story"),
        ({"hologram": {"of": "tomorrow"}}, "hologram"),
        ({"hologram": "a kind of next year", "caption": "look"}, "hologram"),
        ({}, "message"),
        ({"voice": "not at all what a voice looks like"}, "voice"),
        ({"photo": [{"no": "size"}], "caption": "broken"}, "photo"),
    ],
)  # fmt: skip
def test_what_we_cannot_handle_is_named(fields: dict[str, Any], kind: str) -> None:
    found = inbound(**fields)

    assert (found.kind, found.external_id) == (kind, "77:5")
    assert found.text == fields.get("caption", "")


def test_every_kind_that_the_library_knows_is_read_or_named_or_a_notice() -> None:
    read = {"text", "location", "venue", "contact", "photo", "live_photo", "animation", "video", "video_note",
            "voice", "audio", "sticker", "document"}  # fmt: skip
    named = {"checklist", "checklist_tasks_added", "checklist_tasks_done", "chat_shared", "dice", "game", "gift",
             "gift_upgrade_sent", "giveaway", "giveaway_created", "giveaway_winners", "giveaway_completed", "invoice",
             "paid_media", "poll_option_added", "poll_option_deleted", "passport_data", "poll", "refunded_payment",
             "story", "successful_payment", "unique_gift", "users_shared", "web_app_data",
             "suggested_post_approval_failed", "suggested_post_approved", "suggested_post_declined",
             "suggested_post_paid", "suggested_post_refunded"}  # fmt: skip

    assert {kind.value for kind in MessageType} - read - named - NOTICES - ENVELOPE == set()


def test_a_notice_is_nobodys_message() -> None:
    assert isinstance(_arrival({"update_id": 1, "message": message(pinned_message=message(3))}), Nothing)


def test_words_that_no_database_takes_are_made_whole() -> None:
    found = inbound(text="a\0b\ud83d!", **{"from": {**KARI, "first_name": "K\ud800"}})

    assert found.text == "ab\ufffd!"
    assert found.name == "K\ufffd Nordmann"


def press(data: str | None, **more: Any) -> Pressed:
    keys = [[{"text": "Yes", "callback_data": "12:0"}, {"text": "No", "callback_data": "12:1"}]]
    asked = message(9, text="Sure?", reply_markup={"inline_keyboard": keys}, **{"from": None})
    query = {"id": "Q1", "from": KARI, "chat_instance": "c", "data": data, "message": asked, **more}
    found = _arrival({"update_id": 1, "callback_query": query})
    assert isinstance(found, Pressed)
    return found


def test_a_press_names_the_button_by_our_own_line() -> None:
    found = press("12:1")

    assert found.inbound == Inbound(
        "telegram", "77", "press:Q1", "No", (12, 1), "nb-NO", name="Kari Nordmann", kind="press"
    )
    assert (found.message, found.title) == (9, "No")


@pytest.mark.parametrize("data", ["/affirm", "12", "12:1:1", "x:1", "", None, "٣:١", "9" * 30 + ":1"])
def test_a_button_that_is_none_of_ours_is_not_stored(data: str | None) -> None:
    assert press(data).inbound is None


def test_a_press_on_a_message_that_telegram_forgot_still_counts() -> None:
    found = press("12:1", message={"chat": CHAT, "message_id": 9, "date": 0})

    assert found.inbound is not None
    assert (found.inbound.press, found.inbound.text, found.message) == ((12, 1), "", None)


@pytest.mark.parametrize(("status", "blocked"), [("kicked", True), ("member", False)])
def test_a_customer_who_blocks_the_bot_is_noted(status: str, blocked: bool) -> None:
    bot = {"id": 1, "is_bot": True, "first_name": "Varde"}
    change = {
        "chat": CHAT, "from": KARI, "date": 1_700_000_000, "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": status, "until_date": 0},
    }  # fmt: skip
    found = _arrival({"update_id": 1, "my_chat_member": change})

    assert isinstance(found, Blocked)
    assert (found.address, found.since is not None) == ("77", blocked)


def test_groups_and_channels_are_not_read() -> None:
    assert _arrival({"update_id": 1, "message": message(text="hi", chat=GROUP)}) == InPublic(-100, "nb-NO")
    post = message(text="news", chat={"id": -200, "type": "channel"}, **{"from": None})
    assert _arrival({"update_id": 1, "channel_post": post}) == InPublic(-200, "en")


@pytest.mark.parametrize(
    "odd",
    [{"message": 5}, {"message": {}}, {"message": {"chat": 7}}, {"message": None}, {"novelty": {"a": 1}}, {}],
)
def test_an_update_that_says_nothing_we_know_stops_nothing(odd: dict[str, Any]) -> None:
    assert isinstance(_arrival({"update_id": 1, **odd}), Nothing)
    assert isinstance(chat_of({"update_id": 1, **odd}), str)


def test_updates_are_told_apart_by_chat() -> None:
    query = {"id": "Q", "from": KARI, "message": message(9)}

    assert chat_of({"update_id": 1, "message": message()}) == "77"
    assert chat_of({"update_id": 1, "callback_query": query}) == "77"
