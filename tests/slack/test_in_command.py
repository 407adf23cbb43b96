"""/shopdesk: what staff ask in passing; seen by them only."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest

from bot.conversations.answers import HandoffRequest
from bot.desk.slack import names
from tests.slack.in_world import DESK_CHANNEL, World


async def ask(world: World, user: str, line: str) -> str:
    """The words of the answer."""
    outcome = await world.control.command(user, DESK_CHANNEL, f"/shopdesk {line}".rstrip())
    assert outcome.acknowledged
    assert outcome.answer["response_type"] == "ephemeral"
    return "\n".join(texts(outcome.answer["blocks"]))


def texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for part in node for text in texts(part)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + [text for part in node.values() for text in texts(part)]


async def test_the_queue_shows_who_waits_with_a_link_to_the_thread(world: World, anna: str):
    card = await world.asks_for_a_person()
    answer = await ask(world, anna, "queue")

    assert "Kari" in answer
    assert "Telegram · en · order" in answer
    assert f"/archives/{card.channel}/p{card.ts.replace('.', '')}" in answer


async def test_an_empty_queue_says_so(world: World, anna: str):
    assert await ask(world, anna, "queue") == "Nobody is waiting."


async def test_mine_is_what_i_have_and_nothing_else(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person("77")
    await world.asks_for_a_person("78")
    await card.press(anna, names.TAKE)

    assert f"Kari · {card.conversation_id}" in await ask(world, anna, "mine")
    assert await ask(world, ola, "mine") == "You have no conversation."
    assert f"Kari · {card.conversation_id}" not in await ask(world, ola, "queue")


async def test_find_shows_lines_that_hold_every_word(world: World, anna: str):
    await world.says("my blue jacket is torn")
    await world.says("my blue shoes are fine")
    found = await ask(world, anna, "find BLUE torn")

    assert "my blue jacket is torn" in found
    assert "shoes" not in found
    assert "Nothing holds" in await ask(world, anna, "find nowhere-to-be-found")
    assert "find WORDS" in await ask(world, anna, "find")
    assert "torn" in await ask(world, anna, "find jack channel:telegram")
    assert "Nothing holds" in await ask(world, anna, "find jacket channel:widget")
    assert "A day is written" in await ask(world, anna, "find jacket since:yesterday")


async def test_what_is_found_and_who_waits_is_shown_without_personal_data(world: World, anna: str):
    await world.says("zebra: kari@example.no, 4111 1111 1111 1111")
    await world.asks_for_a_person(request=HandoffRequest("asked", "order", "I am kari@example.no", {}))

    assert "zebra: [e-mail], [card]" in await ask(world, anna, "find zebra")
    assert "I am [e-mail]" in await ask(world, anna, "queue")


async def test_what_customers_wrote_calls_nobody_when_it_is_found(world: World, anna: str):
    await world.says("hey <!channel> *bold* <@U123> zebra")
    outcome = await world.control.command(anna, DESK_CHANNEL, "/shopdesk find zebra")

    assert "<!channel>" not in str(outcome.answer)
    assert "<@U123>" not in str(outcome.answer)


async def test_a_prepared_text_is_filled_in_for_the_conversation_one_has(world: World, anna: str):
    request = HandoffRequest("asked", "order_status", "", {"order_number": "10442"})
    card = await world.asks_for_a_person(request=request, language="nb")
    await card.press(anna, names.TAKE)
    text = await ask(world, anna, "canned late_parcel")

    assert "Beklager at pakken er forsinket, Kari." in text
    assert "ordre 10442" in text


async def test_a_language_can_be_asked_for_and_an_unknown_one_is_named(world: World, anna: str):
    assert "sono Anna" in await ask(world, anna, "canned greeting it")
    for roman_urdu in ("ur-Latn", "ur-latn", "UR_LATN"):  # Slack's phone keyboards begin with a capital
        assert "main Anna hoon" in await ask(world, anna, f"canned greeting {roman_urdu}")
    assert "There are texts in" in await ask(world, anna, "canned greeting klingon")


async def test_names_of_prepared_texts_are_found_by_a_part(world: World, anna: str):
    listed = await ask(world, anna, "canned")
    assert {"greeting", "late_parcel", "closing"} <= set(listed.removeprefix("Texts: ").split(", "))
    assert "parcel is late" in await ask(world, anna, "canned late")
    assert await ask(world, anna, "canned ask") == "Texts: ask_order_number, ask_photo, asked_colleague"
    assert "No text is named" in await ask(world, anna, "canned gibberish")


async def test_a_prepared_text_is_sent_from_where_it_was_read(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    outcome = await world.control.command(anna, DESK_CHANNEL, "/shopdesk canned anything_else")
    [button] = [
        element
        for block in outcome.answer["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    body = {
        "type": "block_actions",
        "user": {"id": anna},
        "team": {"id": "T1"},
        "trigger_id": "none",
        "actions": [{**button, "type": "button", "action_ts": "1.1", "block_id": "b"}],
    }
    await world.control.error("views.open", "expired_trigger_id")
    response = await world.app._app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    opened, *_ = await world.control.calls("views.open")

    assert response.status == 200
    assert "Is there anything else I can do for you, Kari?" in str(opened["arguments"])


async def test_a_text_with_an_unfilled_place_is_not_sent(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await card.press(anna, names.SUGGEST)

    async def ready() -> bool:
        return names.SUGGEST_MODAL in str(await world.control.modals(anna))

    await world.until(ready)
    outcome = await world.control.submit(anna, {names.TEXT: "Your order {order} is late"})

    assert outcome.errors == {names.TEXT: "Fill in {order} first."}


async def test_the_desk_is_opened_and_closed_by_hand(world: World, anna: str):
    assert await ask(world, anna, "hours") == "The desk is open by its hours."
    assert await ask(world, anna, "hours off") == "The desk is closed by hand."
    assert await world.switch.state() == "closed"
    assert await ask(world, anna, "hours ON") == "The desk is open by hand."
    assert await ask(world, anna, "hours auto") == "The desk is open by its hours."
    assert await ask(world, anna, "hours sideways") == "The desk is open by its hours."


async def test_figures_are_those_of_today(world: World, anna: str):
    await world.asks_for_a_person("77")
    card = await world.asks_for_a_person("78")
    await card.press(anna, names.TAKE)
    figures = await ask(world, anna, "stats")

    assert "*Asked for a person*\n2" in figures
    assert "*Taken*\n1" in figures
    assert "*Waiting now*\n1" in figures


async def test_anything_else_is_answered_with_help(world: World, anna: str):
    for line in ("", "help", "what?"):
        assert "/shopdesk hours on | off | auto" in await ask(world, anna, line)


async def test_many_who_wait_fit_into_one_answer(world: World, anna: str):
    for number in range(20):
        request = replace(HandoffRequest("asked"), summary=f"caller {number} " + "&" * 3000)
        await world.asks_for_a_person(str(100 + number), request)
    answer = await ask(world, anna, "queue")

    assert "… and 5 more" in answer
