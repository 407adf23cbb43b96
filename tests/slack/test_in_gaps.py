"""What was written while nobody listened, and a connection that comes and goes."""

import asyncio

from bot.conversations.messages import Author
from tests.slack.in_world import World, open_world


async def test_replies_written_while_we_were_off_reach_the_customer_after_the_start(tmp_path):
    async with open_world(tmp_path) as world:
        anna = await world.control.add_person("Anna")
        card = await world.asks_for_a_person()
        await card.reply(anna, "I am here")
        await world.control.event_faults(drop_while_disconnected=True)
        await world.stop()
        await world.until(lambda: _none(world))
        for text in ("first", "note: second", "third"):
            await world.control.post(anna, card.channel, text, card.ts)
        await world.start()
        await world.until(lambda: _said(world, "third"))

        assert world.customers.texts[-2:] == ["first", "third"]
        assert [line.entry.text for line in await card.lines() if line.entry.internal][-1] == "second"


async def test_edits_and_deletions_made_while_we_were_off_are_carried_too(world: World, anna: str):
    card = await world.asks_for_a_person()
    kept = await card.reply(anna, "It comes on Mnday")
    gone = await card.reply(anna, "It is lost")
    await world.control.event_faults(drop_while_disconnected=True)
    await world.stop()
    await world.until(lambda: _none(world))
    await world.control.edit(anna, card.channel, kept.ts, "It comes on Monday")
    await world.control.delete(anna, card.channel, gone.ts)
    await world.start()

    async def withdrawn() -> list[int]:
        return [line.entry.corrects for line in await card.lines() if line.entry.withdrawn]

    assert await world.until(withdrawn) == [(await card.line(gone.ts)).id]
    assert "It comes on Monday" in world.customers.texts


async def test_a_notes_absence_from_the_thread_takes_nothing_back(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    note = await card.reply(anna, "note: angry")
    await world.stop()
    await world.control.event_faults(drop_while_disconnected=True)
    await world.control.delete(anna, card.channel, note.ts)
    await world.start()
    await world.app._gaps.fill()

    assert not [line for line in await card.lines() if line.entry.withdrawn]


async def test_direct_questions_asked_while_we_were_off_are_answered(world: World, anna: str):
    await world.control.say_to_app(anna, "hello")
    await world.quiet()
    await world.control.event_faults(drop_while_disconnected=True)
    await world.stop()
    await world.until(lambda: _none(world))
    await world.control.say_to_app(anna, "what is the return window?")
    await world.start()
    conversation = await world.store.current("slack_dm", anna)

    async def answered() -> bool:
        lines = await world.lines(conversation.id)
        return lines[-1].entry.text == "bot: what is the return window?"

    await world.until(answered)
    assert [line.entry.author for line in await world.lines(conversation.id)].count(Author.CUSTOMER) == 2


async def test_a_second_look_finds_nothing_new(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    await world.control.say_to_app(anna, "hello")
    await world.quiet()

    assert await world.app._gaps.fill() == 0
    assert world.customers.texts.count("I am here") == 1


async def test_a_long_thread_is_read_to_its_end(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    await world.control.event_faults(drop_while_disconnected=True)
    await world.stop()
    await world.until(lambda: _none(world))
    for number in range(210):
        await world.control.post(anna, card.channel, f"line {number}", card.ts)
    await world.start()
    await world.until(lambda: _said(world, "line 209"), seconds=60)

    assert [text for text in world.customers.texts if text.startswith("line")] == [
        f"line {number}" for number in range(210)
    ]


async def test_slack_asking_for_patience_while_threads_are_read_is_waited_for(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    await world.control.ratelimit("conversations.replies", times=1, retry_after=1)

    assert await world.app._gaps.fill() == 0
    outcomes = [call["outcome"] for call in await world.control.calls("conversations.replies")]
    assert outcomes[-1] == "ok"
    assert outcomes[-2] != "ok"


async def test_when_the_connection_changes_what_was_missed_is_read(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    await world.control.event_faults(drop_while_disconnected=True)
    await world.control.end_sockets()  # without a word
    await world.control.post(anna, card.channel, "missed", card.ts)
    await world.until(lambda: _said(world, "missed"), seconds=30)

    await card.reply(anna, "and heard again")
    assert world.customers.texts[-1] == "and heard again"


async def test_slack_may_ask_for_a_fresh_connection(world: World, anna: str):
    card = await world.asks_for_a_person()
    await world.control.end_sockets("refresh_requested")
    await asyncio.sleep(0.2)
    await world.until(world.control.connections)
    await card.reply(anna, "still here")

    assert world.customers.texts[-1] == "still here"


async def _said(world: World, text: str) -> bool:
    return text in world.customers.texts


async def _none(world: World) -> bool:
    return await world.control.connections() == 0
