"""kill -9 at random moments under load: nothing acknowledged is lost, nothing is shown twice, order is kept."""

import asyncio
import os
import random
import signal
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
COMPLAINT = "I want to complain about how rude your staff were"
# Without an answer, though the bot answered later ones or never handed over.
PASSED_OVER = """
SELECT id FROM messages asked WHERE author = 'customer'
AND NOT EXISTS (SELECT 1 FROM messages WHERE answers = asked.id)
AND (NOT EXISTS (SELECT 1 FROM handoffs WHERE conversation_id = asked.conversation_id)
OR EXISTS (SELECT 1 FROM messages WHERE conversation_id = asked.conversation_id AND answers > asked.id))
"""
# All lines of one turn have the same time.
ANSWERED_TWICE = """
SELECT answers FROM messages WHERE answers IS NOT NULL
GROUP BY answers HAVING count(DISTINCT created_at) > 1
"""

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
        for _ in range(kills - 1):
            await asyncio.sleep(dice.uniform(*pause))
            await product.ready()
            await asyncio.sleep(dice.uniform(0.0, 0.4))
            await killed_when_acknowledged(product, program, crowd, [dice.choice(crowd)])
        chatting.cancel()
        await product.ready()
        # Nobody writes or resends after this one: what was not answered is the restarted shop's to find.
        await killed_when_acknowledged(product, program, crowd, crowd)
        await product.ready()
        for shopper in crowd:
            await shopper.until(lambda s: s.settled, within=60)
        await everything_is_answered(product)
        for shopper in crowd:
            await a_fresh_page_shows_the_same(product, shopper)
            nothing_lost_doubled_or_disordered(shopper)


async def killed_when_acknowledged(
    product: Started, program: str, crowd: list[Shopper], heard: list[Shopper]
) -> None:
    """All ask at once; the moment that these have heard that they are heard, the program dies."""
    process = product.pid(program)
    for shopper in crowd:
        for question in QUESTIONS[:2]:
            await shopper.say(question)
    for shopper in heard:
        await shopper.until(lambda s: s.acknowledged == set(s.sent))
    os.kill(process, signal.SIGKILL)


def nothing_lost_doubled_or_disordered(shopper: Shopper) -> None:
    ids = [line["id"] for line in shopper.shown]
    places = [(line["conversation"], line["seq"]) for line in shopper.shown]
    own = [line["client_id"] for line in shopper.shown if line["from"] == "customer"]

    assert shopper.acknowledged == set(shopper.sent)
    assert len(ids) == len(set(ids)), "a line was shown twice"
    assert places == sorted(places), "lines were shown out of order"
    assert sorted(own) == sorted(shopper.sent), "a message is missing or doubled"


async def everything_is_answered(product: Started) -> None:
    """No message waits for its turn; each had one turn, unless people had taken over by then."""
    log = sqlite3.connect(f"file:{product.var}/shopdesk.db?mode=ro", uri=True)
    try:
        async with asyncio.timeout(90):
            while log.execute("SELECT count(*) FROM unanswered").fetchone()[0]:
                await asyncio.sleep(0.1)
        assert log.execute(PASSED_OVER).fetchall() == []
        assert log.execute(ANSWERED_TWICE).fetchall() == []
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
    """Checked by acknowledging before the commit (`Session._take`): never settled.

    Checked by a sweep that enters no lane: messages stayed unanswered.
    Checked without UNIQUE(channel, external_id): what was sent again was there twice.
    Checked by a welcome that does not heed the page's cursor: lines were shown twice.
    """
    await killed_under_load(own, "gateway", kills=20, pause=(0.1, 0.8))


async def test_rasa_killed_in_mid_turn_loses_and_doubles_nothing(own: Started) -> None:
    """Checked by an empty answer in place of the fallback (`Bot.answer`): messages were passed over.

    What Rasa itself does with a turn that is asked again is checked in tests/engine/test_once.py.
    """
    await killed_under_load(own, "rasa", kills=4, pause=(1.0, 2.0))


async def test_the_action_server_killed_in_mid_turn_loses_and_doubles_nothing(own: Started) -> None:
    """Checked by an empty answer in place of the fallback (`Bot.answer`): messages were passed over."""
    await killed_under_load(own, "actions", kills=6, pause=(0.5, 1.5))


async def test_what_an_action_has_done_is_not_done_again_when_its_turn_is_asked_again(own: Started) -> None:
    """Checked by a complaint whose key is not the message's id: it was written down twice."""
    async with shoppers(own, 1) as (shopper,):
        with own.suspended("actions"):
            await shopper.say(COMPLAINT)
            await asyncio.sleep(2)  # Rasa has called the action and waits
            for program in ("rasa", "gateway"):
                os.kill(own.pid(program), signal.SIGSTOP)
        await complaints(own)
        await killed_and_back(own, "rasa")
        await killed_and_back(own, "gateway")
        await shopper.until(lambda s: s.answered)

        assert "C-" in shopper.shown[1]["text"]
        assert await complaints(own) == [COMPLAINT]


async def killed_and_back(product: Started, program: str) -> None:
    def starts() -> int:
        return product.screen.count(f"{program} is ready after")

    before = starts()
    product.kill(program)
    async with asyncio.timeout(60):
        while starts() == before:
            await asyncio.sleep(0.1)


async def complaints(product: Started) -> list[str]:
    """Those written down in the shop's own database; waits for the first."""
    shop = sqlite3.connect(f"file:{product.var}/shop.db?mode=ro", uri=True)
    try:
        async with asyncio.timeout(5):
            while not (texts := [text for (text,) in shop.execute("SELECT text FROM complaints")]):
                await asyncio.sleep(0.01)
    finally:
        shop.close()
    return texts
