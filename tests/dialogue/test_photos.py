"""A photo that was asked for with a return is thanked for and kept beside it, however it comes.

Mutations that were made and seen to fail here: inviting without remembering; keeping a photo once for each time
that the message is run; serving a caption as an errand; a card without the return or without its photos.
"""

from typing import Any

import pytest

from actions.demo_shop.adapter import DemoShop

from .chat import Chat, Said

KARI = {"order_number": "10002", "email": "kari@example.no"}


async def started(chat: Chat, reason: str = "it arrived damaged", item: str = "C219-BLK-S") -> Said:
    await chat.says(f"i want to return it, {reason}", "start_return", **KARI)
    await chat.presses(f'/inform{{"item":"{item}"}}')
    return await chat.says("yes", "affirm")


def kept(shop: DemoShop) -> list[dict[str, Any]]:
    with shop._database.reading() as db:
        rows = db.execute(
            "SELECT label, name, file, note, message FROM return_photos JOIN returns ON returns.id = return_id"
        )
        return [dict(row) for row in rows]


@pytest.fixture
def chat(shop: DemoShop) -> Chat:
    return Chat(shop)


async def test_a_photo_is_thanked_for_and_on_record_beside_the_return(chat: Chat, shop: DemoShop) -> None:
    label = (await started(chat)).values["label"]
    said = await chat.says("/share_photo", "share_photo", photos=["hole.jpg"])

    [photo] = kept(shop)
    assert (said.keys, said.values["label"]) == (["utter_photo_added"], label)
    assert said.outcomes == [("share_photo", "done")]
    assert (photo["label"], photo["name"]) == (label, "hole.jpg")
    assert photo["file"].endswith("hole.jpg")
    assert photo["message"] == "4"


async def test_more_photos_go_to_the_same_return(chat: Chat, shop: DemoShop) -> None:
    await started(chat)
    await chat.says("/share_photo", "share_photo", photos=["one.jpg"])
    await chat.says("where is my refund?", "refund_status", **KARI)
    await chat.says("/share_photo", "share_photo", photos=["two.jpg", "bill.pdf"])

    assert [photo["name"] for photo in kept(shop)] == ["one.jpg", "two.jpg", "bill.pdf"]


async def test_a_photo_that_is_run_again_after_a_crash_is_kept_once(chat: Chat, shop: DemoShop) -> None:
    await started(chat)
    first = await chat.says("/share_photo", "share_photo", photos=["hole.jpg"])
    second = await chat.says("/share_photo", "share_photo", photos=["hole.jpg"], again=True)

    assert first.keys == second.keys
    assert len(kept(shop)) == 1


@pytest.mark.parametrize("intent", ["item_problem", "nlu_fallback", "start_return", "thank"])
async def test_words_that_say_what_it_shows_are_kept_with_it(chat: Chat, shop: DemoShop, intent: str) -> None:
    await started(chat)
    said = await chat.says("look at the seam", intent, photos=["seam.jpg"])

    assert said.keys == ["utter_photo_added"]
    assert kept(shop)[0]["note"] == "look at the seam"
    assert chat.form is None


async def test_a_question_under_a_photo_is_answered_as_well(chat: Chat, shop: DemoShop) -> None:
    await started(chat)
    said = await chat.says("here. where is my refund?", "refund_status", photos=["hole.jpg"], **KARI)

    assert said.keys == ["utter_photo_added", "utter_refund_awaiting_parcel"]
    assert len(kept(shop)) == 1


async def test_a_photo_in_the_middle_of_another_errand_interrupts_it_kindly(
    chat: Chat, shop: DemoShop
) -> None:
    await started(chat)
    await chat.says("cancel my order", "cancel_order")
    said = await chat.says("/share_photo", "share_photo", photos=["hole.jpg"])

    assert said.keys[:2] == ["utter_photo_added", "utter_back"]
    assert chat.form == "cancel_order_form"
    assert len(kept(shop)) == 1


async def test_the_conversation_is_still_about_the_return(chat: Chat) -> None:
    await started(chat)
    await chat.says("/share_photo", "share_photo", photos=["hole.jpg"])

    assert chat.slots["topic"] == "start_return"


async def test_a_person_sees_the_return_and_what_was_sent_for_it(chat: Chat) -> None:
    label = (await started(chat)).values["label"]
    await chat.says("/share_photo", "share_photo", photos=["hole.jpg", "seam.jpg"])
    person = await chat.says("a person please", "human_agent")

    assert person.handoff is not None
    assert person.handoff["slots"]["return"] == label
    assert person.handoff["slots"]["order"]["photos"] == "hole.jpg, seam.jpg"


async def test_a_return_that_needs_no_photo_awaits_none(chat: Chat, shop: DemoShop) -> None:
    await started(chat, "i changed my mind", "S100-BLU-44")
    said = await chat.says("/share_photo", "share_photo", photos=["shoe.jpg"])

    assert said.keys == ["utter_photo_unplaced"]
    assert kept(shop) == []


async def test_a_photo_of_a_return_that_the_shop_does_not_know_is_left_to_a_person(
    chat: Chat, shop: DemoShop
) -> None:
    chat.slots = chat.slots | {"photo_for": "VR-GONE"}
    said = await chat.says("/share_photo", "share_photo", photos=["shoe.jpg"])

    assert (said.keys, said.outcomes) == (["utter_photo_unplaced"], [("share_photo", "refused")])
    assert chat.slots["photo_for"] is None
    assert kept(shop) == []
