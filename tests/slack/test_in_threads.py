"""A hand-over's thread: who writes what for whom."""

from bot.conversations.model import Handling
from bot.desk.slack import names
from tests.slack.in_world import World


async def test_an_agent_takes_a_card_replies_and_hands_back(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    reply = await card.reply(anna, "Hi Kari &amp; co, see <https://x.example|here>", raw=True)
    await card.press(anna, names.HAND_BACK)
    await world.says("and now?")

    assert "Hi Kari & co, see here (https://x.example)" in world.customers.texts
    assert world.customers.texts[-1] == "bot: and now?"
    assert (await card.line(reply.ts)).entry.name == "Anna"
    assert (await card.conversation()).handling is Handling.BOT


async def test_a_reply_in_an_unclaimed_thread_claims_it_and_says_so(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")

    assert (await card.conversation()).agent.name == "Anna"
    assert [text for text in world.customers.texts if "Anna has joined" in text]
    assert world.customers.texts[-1] == "I am here"


async def test_a_colleagues_reply_stays_inside_and_they_are_told_once(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    first = await card.reply(ola, "he should pay for it himself")
    await card.reply(ola, "or not")
    await world.until(lambda: card.told(ola))

    assert "he should pay for it himself" not in world.customers.texts
    assert (await card.line(first.ts)).entry.internal
    assert await card.told(ola) == ["Only colleagues see what you wrote: Anna has this conversation."]


async def test_what_begins_with_note_stays_inside_however_it_is_written(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    notes = [
        await card.reply(anna, text, raw=True)
        for text in ("note: angry", "NOTE : angry", "*Note:* angry", "  note:angry")
    ]

    assert "angry" not in " ".join(world.customers.texts)
    assert [(await card.line(note.ts)).entry.text for note in notes] == ["angry"] * 4
    assert await card.told(anna) == []


async def test_a_message_that_calls_a_colleague_stays_inside(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    asked = await card.reply(anna, f"<@{ola}> do we have that in blue?", raw=True)
    await card.reply(anna, "<!here> anybody?", raw=True)

    assert (await card.line(asked.ts)).entry.text == "@Ola do we have that in blue?"
    assert world.customers.texts[-1] == "I am here"


async def test_a_note_in_an_unclaimed_thread_claims_nothing(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "note: looks like the one of last week")

    assert (await card.conversation()).handling is Handling.WAITING


async def test_an_edit_is_carried_to_the_customer_and_a_deletion_takes_it_back(world: World, anna: str):
    card = await world.asks_for_a_person()
    reply = await card.reply(anna, "It comes on Mnday")
    await card.edit(anna, reply.ts, "It comes on Monday")
    await card.delete(anna, reply.ts)

    original = await card.line(reply.ts)
    [edited, deleted] = [line.entry for line in await card.lines() if line.entry.corrects == original.id]
    assert (edited.text, edited.withdrawn, edited.internal) == ("It comes on Monday", False, False)
    assert deleted.withdrawn
    assert "It comes on Monday" in world.customers.texts


async def test_an_edit_that_makes_a_note_of_a_reply_takes_the_reply_back(world: World, anna: str):
    card = await world.asks_for_a_person()
    reply = await card.reply(anna, "she is lying")
    await card.edit(anna, reply.ts, "note: she is lying, I think")

    original = await card.line(reply.ts)
    [taken_back] = [line.entry for line in await card.lines() if line.entry.corrects == original.id]
    assert taken_back.withdrawn
    assert "she is lying, I think" not in " ".join(world.customers.texts)
    assert "she is lying, I think" in (await card.lines())[-1].entry.text


async def test_an_edited_note_stays_a_note_even_without_its_prefix(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    note = await card.reply(anna, "note: angry")
    await card.edit(anna, note.ts, "very angry")

    assert (await card.lines())[-1].entry.text == "very angry"
    assert (await card.lines())[-1].entry.internal
    assert world.customers.texts[-1] == "I am here"


async def test_a_reply_after_the_hand_back_stays_inside_and_its_writer_is_told(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(anna, names.HAND_BACK)
    late = await card.reply(anna, "one more thing")
    [told] = await world.until(lambda: card.told(anna))

    assert "one more thing" not in world.customers.texts
    assert (await card.line(late.ts)).entry.internal
    assert told.startswith("Only colleagues see what you wrote: This hand-over has ended")


async def test_the_thread_of_an_earlier_hand_over_leads_nowhere(world: World, anna: str):
    old = await world.asks_for_a_person()
    await old.press(anna, names.TAKE)
    await old.press(anna, names.HAND_BACK)
    new = await world.asks_for_a_person()
    await old.reply(anna, "meant for the old thread")

    assert new.ts != old.ts
    assert "meant for the old thread" not in world.customers.texts
    assert (await new.conversation()).handling is Handling.WAITING


async def test_files_and_their_words_go_to_the_customer(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 200
    shared = await world.control.upload(
        anna, card.channel, "label.png", picture, media_type="image/png", text="Your label", thread=card.ts
    )
    await world.quiet()

    entry = (await card.line(shared.ts)).entry
    assert entry.text == "Your label"
    [file] = entry.files
    assert (file.name, file.media_type) == ("label.png", "image/png")
    assert await world.files.content(file.key) == picture


async def test_other_apps_and_our_own_lines_are_not_replies(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    await world.says("thank you")
    before = len(await card.lines())
    await world.control.other_bot(card.channel, "build 12 passed", card.ts)
    await world.quiet()

    assert len(await card.lines()) == before
    assert world.customers.texts[-1] == "I am here"


async def test_talk_beside_the_threads_is_nobodys_business(world: World, anna: str):
    card = await world.asks_for_a_person()
    talk = await world.control.post(anna, card.channel, "lunch?")
    await world.control.post(anna, card.channel, "sure", talk.ts)
    await world.quiet()

    assert "lunch?" not in [line.entry.text for line in await card.lines()]
    assert (await card.conversation()).handling is Handling.WAITING


async def test_a_reply_that_is_shown_in_the_channel_too_is_a_reply(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "for all to see", broadcast=True)

    assert world.customers.texts[-1] == "for all to see"
