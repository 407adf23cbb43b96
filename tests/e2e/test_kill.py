"""kill -9 at random moments under load: nothing acknowledged is lost, nothing is shown twice, order is kept."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import pytest

from tests.e2e.shopper import Shopper
from tests.e2e.started import Started, started

QUESTIONS = (
    "what is your return policy for shoes?",
    "do you have a store in Bergen",
    "how can I pay?",
    "hello",
    "what does delivery to Norway cost",
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    limits = {"messages_per_minute": "100000", "connections_per_minute": "100000"}
    with started(tmp_path_factory.mktemp("killed"), sweep_seconds="1", **limits) as running:
        yield running


@asynccontextmanager
async def shoppers(product: Started, count: int) -> AsyncIterator[list[Shopper]]:
    crowd = [Shopper(product.socket_url) for _ in range(count)]
    tasks = [asyncio.create_task(shopper.run()) for shopper in crowd]
    try:
        yield crowd
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def chat_away(crowd: list[Shopper], dice: random.Random) -> None:
    """Until cancelled, everyone keeps writing, without waiting for answers."""
    while True:
        await dice.choice(crowd).say(dice.choice(QUESTIONS))
        await asyncio.sleep(dice.uniform(0.02, 0.2))


async def killed_under_load(product: Started, program: str, kills: int, pause: tuple[float, float]) -> None:
    dice = random.Random(program)
    async with shoppers(product, 6) as crowd:
        chatting = asyncio.create_task(chat_away(crowd, dice))
        for _ in range(kills):
            await asyncio.sleep(dice.uniform(*pause))
            await product.ready()
            await asyncio.sleep(dice.uniform(0.0, 0.4))
            product.kill(program)
        chatting.cancel()
        await product.ready()
        for shopper in crowd:
            await shopper.until(lambda s: s.settled, within=60)
        await everything_is_answered(product)
        for shopper in crowd:
            await a_fresh_page_shows_the_same(product, shopper)
            nothing_lost_doubled_or_disordered(shopper)
            assert shopper.handling != "bot" or shopper.shown[-1]["from"] != "customer"


def nothing_lost_doubled_or_disordered(shopper: Shopper) -> None:
    ids = [line["id"] for line in shopper.shown]
    places = [(line["conversation"], line["seq"]) for line in shopper.shown]
    own = [line["client_id"] for line in shopper.shown if line["from"] == "customer"]

    assert shopper.acknowledged == set(shopper.sent)
    assert len(ids) == len(set(ids)), "a line was shown twice"
    assert places == sorted(places), "lines were shown out of order"
    assert sorted(own) == sorted(shopper.sent), "a message is missing or doubled"


async def everything_is_answered(product: Started) -> None:
    """Nothing is left to do in the log: no message without its turn, no line that was not sent."""
    log = sqlite3.connect(f"file:{product.var}/shopdesk.db?mode=ro", uri=True)
    left = "SELECT (SELECT count(*) FROM unanswered) + (SELECT count(*) FROM deliveries WHERE state = 'due')"
    try:
        async with asyncio.timeout(90):
            while log.execute(left).fetchone()[0]:
                await asyncio.sleep(0.1)
    finally:
        log.close()


async def a_fresh_page_shows_the_same(product: Started, shopper: Shopper) -> None:
    fresh = Shopper(product.socket_url)
    fresh._token = shopper._token
    fresh._cursor = {"conversation": 0, "seq": 0}  # from the first line on; without it only the last 100 come
    task = asyncio.create_task(fresh.run())
    shown = {line["id"] for line in shopper.shown}
    await fresh.until(lambda s: shown <= {line["id"] for line in s.shown})
    await shopper.until(lambda s: len(s.shown) >= len(fresh.shown))
    task.cancel()

    assert [line["id"] for line in fresh.shown] == [line["id"] for line in shopper.shown]


async def test_the_gateway_killed_20_times_loses_and_doubles_nothing(own: Started) -> None:
    """Fails when the acknowledgement is sent before the commit (`Session._take`), when a restarted gateway does
    not sweep, when the same client id is stored twice, and when the cursor is moved before a line is sent."""
    await killed_under_load(own, "gateway", kills=20, pause=(0.1, 0.8))


async def test_rasa_killed_in_mid_turn_loses_and_doubles_nothing(own: Started) -> None:
    """Fails when the dialogue client gives up at the first lost connection without a fallback, and when a turn
    that is asked again is run again by Rasa (its replies would be shown twice)."""
    await killed_under_load(own, "rasa", kills=4, pause=(1.0, 2.0))


async def test_the_action_server_killed_in_mid_turn_loses_and_doubles_nothing(own: Started) -> None:
    """Fails when a turn whose action failed is answered with nothing."""
    await killed_under_load(own, "actions", kills=6, pause=(0.5, 1.5))
