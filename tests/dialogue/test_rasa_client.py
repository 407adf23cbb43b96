"""The client of Rasa: whatever Rasa does, the turn gets an answer or a clear failure, in time and in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.conversations.answers import Question
from bot.conversations.errors import DialogueFailed
from bot.conversations.messages import File, FileKind
from bot.dialogue.rasa import RasaDialogue, RasaLimits

GOOD: dict[str, Any] = {
    "replies": [{"text": "Sure?", "buttons": [{"title": "Yes", "payload": "/affirm"}], "image": None}],
    "parse": {"intent": {"name": "cancel_order", "confidence": 0.9}},
    "handoff": None,
    "outcomes": [{"topic": "cancel_order", "outcome": "done"}],
    "slots": {"town": "Bergen"},
    "busy": True,
    "replayed": False,
}
Handler = Callable[[web.Request], Awaitable[web.Response]]
TestServer.__test__ = False  # type: ignore[attr-defined]  # it is no test, whatever its name


@asynccontextmanager
async def rasa(
    handler: Handler, *, deadline: float = 0.6, urls: int = 1, patience: float | None = None
) -> AsyncIterator[RasaDialogue]:
    """Answers over real connections; `patience` is the HTTP client's own deadline."""
    async with AsyncExitStack() as running:
        servers = [await _started(running, handler) for _ in range(urls)]
        timeout = aiohttp.ClientTimeout(total=patience)
        client = await running.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        addresses = [str(server.make_url("")) for server in servers]
        yield RasaDialogue(addresses, RasaLimits(deadline=deadline), client)


async def _started(running: AsyncExitStack, handler: Handler) -> TestServer:
    app = web.Application()
    app.router.add_post("/webhooks/shopdesk/turn", handler)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0)
    running.push_async_callback(server.close)
    return server


def answered(body: object = GOOD, status: int = 200) -> web.Response:
    return web.json_response(body, status=status)


def hung_up(request: web.Request) -> web.Response:
    """As when the process dies."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def question(conversation: int = 1, text: str = "cancel it") -> Question:
    return Question(f"{conversation}.0", 7, "widget", "en", text)


def answering(body: object, status: int = 200) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        return answered(body, status)

    return handler


async def test_a_photo_without_words_is_the_payload_that_only_we_make() -> None:
    asked: list[Any] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return answered()

    photo = File("k1", FileKind.PHOTO, "shoe.jpg", "image/jpeg")
    async with rasa(handler) as dialogue:
        for text in (None, "look"):
            await dialogue.ask(replace(question(), text=text, photos=(photo,)))
        await dialogue.ask(question())

    told = [{"key": "k1", "name": "shoe.jpg"}]
    assert [(it["text"], it["payload"], it["photos"]) for it in asked] == [
        (None, "/share_photo", told),
        ("look", None, told),
        ("cancel it", None, None),
    ]


async def test_a_good_answer_is_taken_over_whole() -> None:
    async with rasa(answering(GOOD)) as dialogue:
        answer = await dialogue.ask(question())

    assert answer.replies[0].buttons[0].payload == "/affirm"
    assert answer.outcomes[0].outcome == "done"
    assert (answer.slots, answer.busy) == ({"town": "Bergen"}, True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**GOOD, "replies": []}, 200),
        ({**GOOD, "replies": [{"text": None}]}, 200),
        ([], 200),
        ({"replies": "no"}, 200),
        ({"error": "boom"}, 500),
        ({"error": "what is that"}, 400),
    ],
)
async def test_an_empty_wrong_or_failed_answer_is_a_failure(body: object, status: int) -> None:
    """Fails when an answer without replies is let through."""
    async with rasa(answering(body, status)) as dialogue:
        with pytest.raises(DialogueFailed):
            await dialogue.ask(question())


async def test_a_late_answer_is_a_failure_at_the_deadline() -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return answered()

    async with rasa(slow, deadline=0.1) as dialogue, asyncio.timeout(2):
        with pytest.raises(DialogueFailed, match=r"0\.1 s"):
            await dialogue.ask(question())


async def test_the_deadline_is_ours_and_not_the_http_clients() -> None:
    """Fails when the client gives up a read after its own time: the question is then asked twice, behind all others."""
    given: list[object] = []

    async def noting(request: web.Request) -> web.Response:
        given.append(await request.read())
        await asyncio.sleep(0.2)
        return answered()

    async with rasa(noting, deadline=5, patience=0.05) as dialogue:
        await dialogue.ask(question())

    assert len(given) == 1


async def test_behind_a_stuck_process_nobody_waits_a_deadline_for_each_one_before_them() -> None:
    """Fails when each place in line gets a whole deadline of its own: ten customers would wait ten deadlines."""

    async def stuck(request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return answered()

    async with rasa(stuck, deadline=2.0) as dialogue, asyncio.timeout(9):
        results = await asyncio.gather(
            *(dialogue.ask(question(n)) for n in range(10)), return_exceptions=True
        )

    assert all(isinstance(result, DialogueFailed) for result in results)


async def test_one_late_answer_does_not_cost_those_behind_it_theirs() -> None:
    """Fails when those in line are given up unasked, or when a process once late counts as stuck for ever."""

    async def late_once(request: web.Request) -> web.Response:
        if (await request.json())["text"] == "0":
            await asyncio.sleep(30)
        await asyncio.sleep(0.1)
        return answered()

    async with rasa(late_once, deadline=0.3) as dialogue:
        first, *others = await asyncio.gather(
            *(dialogue.ask(question(n, str(n))) for n in range(6)), return_exceptions=True
        )

    assert isinstance(first, DialogueFailed)
    assert not [other for other in others if isinstance(other, BaseException)]


async def test_while_rasa_restarts_the_same_question_is_asked_again_and_answered() -> None:
    tries: list[bytes] = []

    async def restarting(request: web.Request) -> web.Response:
        tries.append(await request.read())
        if len(tries) < 3:
            return hung_up(request)
        return answered()

    async with rasa(restarting, deadline=5) as dialogue:
        await dialogue.ask(question())

    assert len(tries) == 3
    assert len(set(tries)) == 1


async def test_one_dead_process_does_not_hold_its_line_while_it_is_tried_again() -> None:
    """Fails when the place in line is kept between tries: ten customers would then wait ten deadlines."""

    async def dead(request: web.Request) -> web.Response:
        return hung_up(request)

    async with rasa(dead, deadline=0.6) as dialogue, asyncio.timeout(2):
        results = await asyncio.gather(
            *(dialogue.ask(question(n)) for n in range(10)), return_exceptions=True
        )

    assert all(isinstance(result, DialogueFailed) for result in results)


async def test_one_question_at_a_time_is_asked_of_a_process_first_come_first_served() -> None:
    """Fails without the semaphore, and when it lets a later question overtake."""
    active = most = 0
    order: list[str] = []

    async def counting(request: web.Request) -> web.Response:
        nonlocal active, most
        active += 1
        most = max(most, active)
        await asyncio.sleep(0.002)
        order.append((await request.json())["text"])
        active -= 1
        return answered()

    async with rasa(counting, deadline=5) as dialogue:
        await asyncio.gather(*(dialogue.ask(question(n, str(n))) for n in range(30)))

    assert most == 1
    assert order == [str(n) for n in range(30)]


async def test_a_conversation_always_goes_to_the_same_process_and_conversations_are_spread() -> None:
    asked: dict[str, set[str]] = {}

    async def noting(request: web.Request) -> web.Response:
        session = (await request.json())["session"].partition(".")[0]
        asked.setdefault(session, set()).add(request.host)
        return answered()

    async with rasa(noting, urls=3) as dialogue:
        for _ in range(2):
            for n in range(60):
                await dialogue.ask(question(n))

    assert all(len(hosts) == 1 for hosts in asked.values())
    assert len(set().union(*asked.values())) == 3


async def test_rasa_never_hears_a_card_or_national_number_but_what_proves_an_order() -> None:
    heard: list[Any] = []

    async def note(request: web.Request) -> web.Response:
        heard.append((await request.json())["text"])
        return answered()

    async with rasa(note) as dialogue:
        await dialogue.ask(
            question(text="4111 1111 1111 1111, 131052-308T, kari@example.no, 10442, 0300 1234567")
        )

    assert heard == ["[card], [national number], kari@example.no, 10442, 0300 1234567"]
