"""App Home: the desk on one page."""

from typing import Any

from bot.conversations.handoffs import HandoffEnd
from bot.desk.slack import names
from tests.slack.in_world import World


async def shows(world: World, user: str, *texts: str) -> dict[str, Any]:
    """The page, once it shows all that."""

    async def shown() -> dict[str, Any] | None:
        page = await world.control.home(user)
        return page if page and all(text in str(page) for text in texts) else None

    return await world.until(shown)


async def test_the_page_shows_the_queue_ones_own_and_todays_figures(world: World, anna: str):
    mine = await world.asks_for_a_person("77")
    await world.asks_for_a_person("78")
    await mine.press(anna, names.TAKE)
    await world.control.open_home(anna)
    page = await shows(world, anna, "Waiting (1)", "Yours (1)", "Asked for a person", "The desk is open")

    assert f"Kari · {mine.conversation_id}" in str(page)


async def test_taking_from_the_page_takes_and_shows_it(world: World, anna: str):
    card = await world.asks_for_a_person()
    await world.control.open_home(anna)
    await shows(world, anna, "Waiting (1)")
    outcome = await world.control.press_home(anna, names.TAKE)
    await shows(world, anna, "Waiting (0)", "Yours (1)")

    assert outcome.acknowledged
    assert (await card.conversation()).agent.name == "Anna"


async def test_resolving_from_the_page_works_like_on_the_card(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await world.control.open_home(anna)
    await shows(world, anna, "Yours (1)")
    await world.control.press_home(anna, names.RESOLVE)
    await world.control.submit(anna, {names.VERDICT: "Solved", names.CAUSE: "Product"})

    assert (await card.handoff()).end is HandoffEnd.RESOLVED


async def test_the_desk_is_closed_from_the_page(world: World, anna: str):
    await world.control.open_home(anna)
    await shows(world, anna, "The desk is open by its hours.")
    await world.control.press_home(anna, names.home_hours_action("closed"))
    await shows(world, anna, "The desk is closed by hand.")
    await world.control.press_home(anna, names.home_hours_action("auto"))
    await shows(world, anna, "The desk is open by its hours.")


async def test_who_comes_too_late_on_the_page_is_told_in_a_modal(world: World, anna: str, ola: str):
    card = await world.asks_for_a_person()
    await world.control.open_home(ola)
    await shows(world, ola, "Waiting (1)")
    await world.control.error("views.publish", "internal_error", times=100)  # the page stays as it is
    await world.desk.claim(card.conversation_id, await world.line.people.agent(anna))
    await world.control.press_home(ola, names.TAKE)

    async def told() -> bool:
        return "Anna" in str(await world.control.modals(ola))

    await world.until(told)


async def test_an_open_page_follows_what_happens(world: World, anna: str):
    await world.control.open_home(anna)
    await shows(world, anna, "Waiting (0)")
    await world.asks_for_a_person()

    await shows(world, anna, "Waiting (1)")
