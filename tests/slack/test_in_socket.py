"""The socket's lives: Slack may be gone for long, and the SDK may hang on to an address that has run out."""

import asyncio

import pytest

from bot.desk.slack.inbound import bolt_socket
from tests.slack.in_world import World, open_world


@pytest.fixture
async def quick_world(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bolt_socket, "PING", 0.2)
    monkeypatch.setattr(bolt_socket, "WATCH", 0.1)
    monkeypatch.setattr(bolt_socket, "BACK_OFF", 0.2)
    patience = bolt_socket.Socket.__init__.__kwdefaults__
    monkeypatch.setitem(patience, "patience", 1.0)
    async with open_world(tmp_path) as world:
        yield world


async def test_after_an_outage_the_desk_listens_again_and_has_missed_nothing(quick_world: World):
    world = quick_world
    anna = await world.control.add_person("Anna")
    card = await world.asks_for_a_person()
    await card.reply(anna, "I am here")
    await world.control.event_faults(drop_while_disconnected=True)
    await world.control.outage(3)
    await world.control.post(anna, card.channel, "written in the outage", card.ts)
    await world.until(lambda: _said(world, "written in the outage"), seconds=30)
    await card.reply(anna, "and after it")

    assert world.customers.texts[-1] == "and after it"


async def test_an_address_that_ran_out_is_not_tried_for_ever(quick_world: World):
    """The SDK keeps the address it was given while a connection fails; that address may have run out."""
    world = quick_world
    anna = await world.control.add_person("Anna")
    card = await world.asks_for_a_person()
    tickets = world.slack.simulation.sockets._tickets
    opened = world.slack.simulation.sockets.ticket

    def run_out() -> str:
        ticket = opened()
        tickets.clear()
        return ticket

    world.slack.simulation.sockets.ticket = run_out
    await world.control.end_sockets()
    await asyncio.sleep(1)
    world.slack.simulation.sockets.ticket = opened
    await world.until(world.control.connections, seconds=20)
    await card.reply(anna, "heard")

    assert world.customers.texts[-1] == "heard"


async def test_stopping_leaves_no_connection_and_no_task_behind(quick_world: World):
    before = {task for task in asyncio.all_tasks() if "lane" not in task.get_name()}
    await quick_world.stop()

    async def gone() -> bool:
        return await quick_world.control.connections() == 0

    await quick_world.until(gone)
    assert len(asyncio.all_tasks()) < len(before)


async def _said(world: World, text: str) -> bool:
    return text in world.customers.texts
