"""What agents read and do, over HTTP, on the real log."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.conversations.answers import Answer
from bot.conversations.messages import Author
from tests.conversations.conftest import PERSON
from tests.desk.conftest import Shop, act, opened, words

DEEP = "[" * 5000


async def test_the_queue_shows_who_waits_and_why(shop: Shop) -> None:
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")

    queue = (await kari.get("/desk/api/queue")).json()

    (waiting,) = queue["waiting"]
    assert (waiting["id"], waiting["place"], waiting["handling"]) == (number, 1, "waiting")
    assert waiting["handoff"]["topic"] == "order_status"
    assert waiting["handoff"]["slots"] == {"order_number": "10442", "email": "kari@example.no"}
    assert (queue["mine"], queue["others"], queue["callbacks"]) == ([], [], [])


async def test_those_who_wait_stand_in_order_of_asking(shop: Shop) -> None:
    """Mutation: places counted from another end."""
    first = await shop.asks_about_order()
    shop.clock.advance(seconds=30)
    shop.address = "visitor-2"
    second = await shop.asks_for_a_person()
    kari = await shop.agent("Kari")

    waiting = (await kari.get("/desk/api/queue")).json()["waiting"]

    assert [(row["id"], row["place"]) for row in waiting] == [(first, 1), (second, 2)]


async def test_a_claimed_conversation_is_mine_for_one_and_with_a_colleague_for_the_other(shop: Shop) -> None:
    number = await shop.asks_about_order()
    kari, ola = await shop.agent("Kari"), await shop.agent("Ola")

    await act(kari, number, "claim")

    assert [row["id"] for row in (await kari.get("/desk/api/queue")).json()["mine"]] == [number]
    assert [row["agent"] for row in (await ola.get("/desk/api/queue")).json()["others"]] == ["Kari"]


async def test_the_bots_reading_stands_with_the_message_it_read(shop: Shop) -> None:
    """Mutation: a view that leaves the parse out, or shows more than three readings."""
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")

    lines = (await opened(kari, number))["lines"]

    asked, answered = lines[0], lines[1]
    assert (asked["by"], answered["by"], answered["answers"]) == ("customer", "bot", asked["id"])
    assert answered["buttons"] == ["The last one"]
    assert answered["understood"]["intent"] == "order_status"
    assert len(answered["understood"]["ranking"]) == 3
    assert answered["understood"]["entities"] == [{"entity": "order_number", "value": "10442"}]
    assert answered["understood"]["decision"] == "ask"
    assert "/affirm" not in str(lines)  # payloads stay on the server


async def test_reading_on_from_the_cursor_gives_only_what_is_new(shop: Shop) -> None:
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    known = (await opened(kari, number))["lines"][-1]["seq"]

    await shop.says("hello?")

    assert [line["text"] for line in (await opened(kari, number, known))["lines"]] == ["hello?"]


async def test_when_two_claim_at_once_one_wins_and_the_other_reads_who(shop: Shop) -> None:
    """Mutation: a desk that lets a claim overwrite an owner gives 200 twice."""
    number = await shop.asks_about_order()
    agents = {"Kari": await shop.agent("Kari"), "Ola": await shop.agent("Ola")}

    answers = await asyncio.gather(*(act(agent, number, "claim") for agent in agents.values()))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner, loser = sorted(agents, key=lambda name: answers[list(agents).index(name)].status_code)
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert winner in refused.json()["error"]
    seen = await opened(agents[loser], number)
    assert seen["conversation"]["agent"] == winner
    assert seen["can"]["reply"] is False


async def test_only_the_owner_can_answer_and_anybody_can_leave_a_note(shop: Shop) -> None:
    number = await shop.asks_about_order()
    kari, ola = await shop.agent("Kari"), await shop.agent("Ola")
    await act(kari, number, "claim")

    refused = await act(ola, number, "reply", words("I answer too"))
    noted = await act(ola, number, "note", words("She called us yesterday"))
    await act(kari, number, "reply", words("It is on its way"))

    assert refused.status_code == 409
    assert "Kari" in refused.json()["error"]
    assert noted.status_code == 200
    assert "It is on its way" in await shop.texts()
    assert "I answer too" not in await shop.texts()


async def test_a_note_never_reaches_the_customer(shop: Shop) -> None:
    """Mutation: `internal=False` in the note's line; it then stands in the customer's history and is sent."""
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, number, "claim")

    await act(kari, number, "note", words("Looks like a fraud"))
    await shop.settle()

    noted = [line for line in (await opened(kari, number))["lines"] if line["by"] == "note"]
    assert [line["text"] for line in noted] == ["Looks like a fraud"]
    assert "Looks like a fraud" not in await shop.texts()
    assert "Looks like a fraud" not in shop.channel.sent
    recent = await shop.store.recent("widget", shop.address)
    assert "Looks like a fraud" not in [message.entry.text for message in recent]


async def test_a_reply_sent_twice_is_one_message(shop: Shop) -> None:
    """Mutation: an external id made by the server instead of the page."""
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, number, "claim")
    body = words("It is on its way")

    answers = await asyncio.gather(*(act(kari, number, "reply", body) for _ in range(5)))

    assert {answer.status_code for answer in answers} == {200}
    assert (await shop.texts()).count("It is on its way") == 1


async def test_one_agent_cannot_swallow_anothers_message_by_its_id(shop: Shop) -> None:
    """Mutation: external ids without the agent in them."""
    number = await shop.asks_about_order()
    kari, ola = await shop.agent("Kari"), await shop.agent("Ola")
    await act(kari, number, "claim")
    body = words("first")

    await act(ola, number, "note", body)
    await act(kari, number, "reply", body | {"text": "second"})

    assert "second" in await shop.texts()


async def test_after_a_hand_back_the_bot_answers_again(shop: Shop) -> None:
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, number, "claim")
    await shop.says("are you there?")
    silent = await shop.texts()

    answer = await act(kari, number, "hand-back")
    await shop.says("where is my parcel?")

    assert answer.status_code == 200
    assert "bot: are you there?" not in silent
    assert "bot: where is my parcel?" in await shop.texts()
    assert (await opened(kari, number))["can"]["reply"] is False


async def test_an_interrupted_errand_is_offered_again_unless_the_agent_has_settled_it(shop: Shop) -> None:
    """Mutation: offering "Hand back, settled" to everybody; handing back as if nothing were settled."""
    kari, can, asked = await shop.agent("Kari"), [], []
    for command, slots in (
        ("hand-back", {}),
        ("hand-back", {"errand": {"interrupted": "return_form"}}),
        ("hand-back-settled", {"errand": {"interrupted": "return_form"}}),
    ):
        shop.address = f"visitor-{len(can)}"
        shop.dialogue.ready.append(Answer((), handoff=PERSON, slots=slots))
        number = (await shop.says("a person please")).conversation_id
        await act(kari, number, "claim")
        can.append((await opened(kari, number))["can"]["hand_back_settled"])
        before = len(shop.dialogue.asked)
        answer = await act(kari, number, command)
        await shop.settle()
        asked.append([question.payload for question in shop.dialogue.asked[before:]])
        assert answer.status_code == 200

    assert can == [False, True, True]
    assert asked == [[], ["/go_on"], []]


async def test_after_a_close_the_next_message_opens_another_conversation(shop: Shop) -> None:
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, number, "claim")
    last = (await opened(kari, number))["lines"][-1]["seq"]

    await act(kari, number, "close", {"seen": last})
    receipt = await shop.says("one more thing")

    assert receipt.conversation_id != number
    later = await opened(kari, receipt.conversation_id)
    assert [(other["id"], other["text"]) for other in later["others"]] == [(number, "is 10442 on its way?")]


async def test_a_conversation_is_not_closed_over_what_the_agent_has_not_read(shop: Shop) -> None:
    """Mutation: not passing `seen` on."""
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, number, "claim")
    last = (await opened(kari, number))["lines"][-1]["seq"]
    await shop.says("wait, one thing")

    answer = await act(kari, number, "close", {"seen": last})

    assert answer.status_code == 409
    assert "just written" in answer.json()["error"]


async def test_a_call_back_stands_in_the_queue_until_it_is_answered(shop: Shop) -> None:
    number = await shop.asks_about_order()
    shop.clock.advance(minutes=6)
    await shop.sweeps()
    await shop.says("kari@example.no")
    kari = await shop.agent("Kari")

    (callback,) = (await kari.get("/desk/api/queue")).json()["callbacks"]
    answer = await act(kari, number, "answered")

    assert callback["handoff"]["contact"] == "kari@example.no"
    assert answer.status_code == 200
    assert (await kari.get("/desk/api/queue")).json()["callbacks"] == []
    assert (await opened(kari, number))["lines"][-1]["event"] == "call_back_answered"


async def test_what_cannot_be_done_is_told_and_not_an_error_of_ours(shop: Shop) -> None:
    number = (await shop.says("hi")).conversation_id
    kari = await shop.agent("Kari")

    answers = [await act(kari, number, name) for name in ("claim", "hand-back", "answered")]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert all(answer.json()["error"] for answer in answers)


@pytest.mark.parametrize("number", [999, 2**31, 2**63, 10**30])
async def test_there_is_no_such_conversation(shop: Shop, number: int) -> None:
    """Mutation: passing any number on to the database, which cannot hold the last two."""
    kari = await shop.agent("Kari")

    answers = [await kari.get(f"/desk/api/conversations/{number}"), await act(kari, number, "claim")]

    assert [answer.status_code for answer in answers] == [404, 404]


BAD_BODIES: list[Any] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    DEEP.encode(),
    b'{"id": "x", "text": "hi"}',
    b'{"id": "0b0f6a0e-7d0b-4a44-9f0a-1a8f2e6d7c11"}',
    b'{"id": "0b0f6a0e-7d0b-4a44-9f0a-1a8f2e6d7c11", "text": 1}',
    b'{"id": "0b0f6a0e-7d0b-4a44-9f0a-1a8f2e6d7c11", "text": "  "}',
    b'{"id": "0b0f6a0e-7d0b-4a44-9f0a-1a8f2e6d7c11", "text": "a\\u0000b"}',
    b'{"id": "0b0f6a0e-7d0b-4a44-9f0a-1a8f2e6d7c11", "text": "\\ud800"}',
    b'{"id": "0b0f6a0e-7d0b-4a44-9f0a-1a8f2e6d7c11", "text": "hi", "more": 1}',
    b'{"id": "0b0f6a0e-7d0b-4a44-9f0a-1a8f2e6d7c11", "text": "' + b"x" * 4001 + b'"}',
    b"x" * 1_000_000,
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: repr(body[:70]))
async def test_a_malformed_body_is_the_senders_fault(shop: Shop, body: bytes) -> None:
    """Mutation: `json.loads` without a guard gives 500 for several of these."""
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, number, "claim")
    before = await shop.texts()

    headers = {"content-type": "application/json"}
    paths = [*(f"conversations/{number}/{name}" for name in ("reply", "note", "close")), "sign-in"]
    answers = [await kari.post(f"/desk/api/{path}", content=body, headers=headers) for path in paths]

    assert all(400 <= answer.status_code < 500 for answer in answers), [answer.text for answer in answers]
    assert all(answer.json()["error"] for answer in answers)
    assert await shop.texts() == before


async def test_an_endless_body_is_not_read_to_its_end(shop: Shop) -> None:
    """Mutation: no limit on the body's length."""
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10_000_000:
            sent += 10_000
            yield b" " * 10_000

    headers = {"content-type": "application/json"}
    path = f"/desk/api/conversations/{number}/note"
    answer = await kari.post(path, content=endless(), headers=headers)

    assert answer.status_code == 413
    assert sent < 100_000


async def test_a_form_of_another_page_is_no_command(shop: Shop) -> None:
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")

    answer = await kari.post(f"/desk/api/conversations/{number}/claim", data={"a": "b"})

    assert answer.status_code == 415


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 30, "٣", ""])
async def test_a_cursor_that_is_no_number_is_the_senders_fault(shop: Shop, after: str) -> None:
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")

    answer = await kari.get(f"/desk/api/conversations/{number}", params={"after": after})

    assert answer.status_code == 400


async def test_an_agents_words_are_not_taken_for_the_shops(shop: Shop) -> None:
    """A shop's line and an agent's line are told apart by their author, not by their words."""
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    await act(kari, number, "claim")
    await act(kari, number, "reply", words("Shop: you are number 1"))

    lines = (await opened(kari, number))["lines"]

    assert [line["by"] for line in lines if line["text"].startswith("Shop:")] == [str(Author.AGENT)]
