"""The client of Rasa: whatever Rasa does, the turn gets an answer or a clear failure, in time and in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.conversations.answers import Question
from bot.conversations.errors import DialogueFailed
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
Handler = Callable[[httpx.Request], Awaitable[httpx.Response]]


@asynccontextmanager
async def rasa(handler: Handler, *, deadline: float = 0.6, urls: int = 1) -> AsyncIterator[RasaDialogue]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
        addresses = [f"http://rasa-{n}" for n in range(urls)]
        yield RasaDialogue(addresses, RasaLimits(deadline=deadline), client)


def question(conversation: int = 1, text: str = "cancel it") -> Question:
    return Question(f"{conversation}.0", 7, "widget", "en", text)


def answering(body: object, status: int = 200) -> Handler:
    async def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=body)

    return handler


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
    async def slow(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        return httpx.Response(200, json=GOOD)

    async with rasa(slow, deadline=0.1) as dialogue, asyncio.timeout(2):
        with pytest.raises(DialogueFailed, match=r"0\.1 s"):
            await dialogue.ask(question())


async def test_the_deadline_is_ours_and_not_the_http_clients() -> None:
    """Fails when httpx gives up a read after its own 5 s: the question is then asked twice, behind all others."""
    given: list[object] = []

    async def noting(request: httpx.Request) -> httpx.Response:
        given.append(request.extensions["timeout"]["read"])
        return httpx.Response(200, json=GOOD)

    async with rasa(noting) as dialogue:
        await dialogue.ask(question())

    assert given == [None]


async def test_behind_a_stuck_process_nobody_waits_a_deadline_for_each_one_before_them() -> None:
    """Fails when each place in line gets a whole deadline of its own: ten customers would wait ten deadlines."""

    async def stuck(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        return httpx.Response(200, json=GOOD)

    async with rasa(stuck, deadline=2.0) as dialogue, asyncio.timeout(9):
        results = await asyncio.gather(
            *(dialogue.ask(question(n)) for n in range(10)), return_exceptions=True
        )

    assert all(isinstance(result, DialogueFailed) for result in results)


async def test_one_late_answer_does_not_cost_those_behind_it_theirs() -> None:
    """Fails when those in line are given up unasked, or when a process once late counts as stuck for ever."""

    async def late_once(request: httpx.Request) -> httpx.Response:
        if b'"text":"0"' in request.content:
            await asyncio.sleep(30)
        await asyncio.sleep(0.1)
        return httpx.Response(200, json=GOOD)

    async with rasa(late_once, deadline=0.3) as dialogue:
        first, *others = await asyncio.gather(
            *(dialogue.ask(question(n, str(n))) for n in range(6)), return_exceptions=True
        )

    assert isinstance(first, DialogueFailed)
    assert not [other for other in others if isinstance(other, BaseException)]


async def test_while_rasa_restarts_the_same_question_is_asked_again_and_answered() -> None:
    tries: list[bytes] = []

    async def restarting(request: httpx.Request) -> httpx.Response:
        tries.append(request.content)
        if len(tries) < 3:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json=GOOD)

    async with rasa(restarting, deadline=5) as dialogue:
        await dialogue.ask(question())

    assert len(tries) == 3
    assert len(set(tries)) == 1


async def test_one_dead_process_does_not_hold_its_line_while_it_is_tried_again() -> None:
    """Fails when the place in line is kept between tries: ten customers would then wait ten deadlines."""

    async def dead(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    async with rasa(dead, deadline=0.6) as dialogue, asyncio.timeout(2):
        results = await asyncio.gather(
            *(dialogue.ask(question(n)) for n in range(10)), return_exceptions=True
        )

    assert all(isinstance(result, DialogueFailed) for result in results)


async def test_one_question_at_a_time_is_asked_of_a_process_first_come_first_served() -> None:
    """Fails without the semaphore, and when it lets a later question overtake."""
    active = most = 0
    order: list[str] = []

    async def counting(request: httpx.Request) -> httpx.Response:
        nonlocal active, most
        active += 1
        most = max(most, active)
        await asyncio.sleep(0.002)
        order.append(request.content.decode().split('"text":"')[1].split('"')[0])
        active -= 1
        return httpx.Response(200, json=GOOD)

    async with rasa(counting, deadline=5) as dialogue:
        await asyncio.gather(*(dialogue.ask(question(n, str(n))) for n in range(30)))

    assert most == 1
    assert order == [str(n) for n in range(30)]


async def test_a_conversation_always_goes_to_the_same_process_and_conversations_are_spread() -> None:
    asked: dict[str, set[str]] = {}

    async def noting(request: httpx.Request) -> httpx.Response:
        session = request.content.decode().split('"session":"')[1].split(".")[0]
        asked.setdefault(session, set()).add(request.url.host)
        return httpx.Response(200, json=GOOD)

    async with rasa(noting, urls=3) as dialogue:
        for _ in range(2):
            for n in range(60):
                await dialogue.ask(question(n))

    assert all(len(hosts) == 1 for hosts in asked.values())
    assert len(set().union(*asked.values())) == 3
