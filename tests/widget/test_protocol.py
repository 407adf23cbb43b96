"""The widget's protocol, spoken by another client than the widget against a real server, core and log."""

import asyncio
import contextlib
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
import websockets
from prometheus_client import CollectorRegistry

from bot.channels.rate_limits import RateLimit
from bot.channels.widget_metrics import WidgetMetrics
from bot.channels.widget_session import Gone, Session
from bot.channels.widget_tokens import Tokens
from bot.conversations.answers import Answer, Reply
from bot.conversations.live import Hint, Watch, address_key
from bot.conversations.messages import Author, Cursor, Entry, FileKind, Message
from bot.conversations.model import Agent
from bot.wording.texts import Texts

KARI = Agent("kari", "Kari")


def new_id() -> str:
    return str(uuid4())


def places(messages: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(message["conversation"], message["seq"]) for message in messages]


async def closed_with(socket: websockets.ClientConnection) -> int | None:
    """Read until the other side closes, and tell how it did."""
    with contextlib.suppress(websockets.ConnectionClosed):
        async with asyncio.timeout(10):
            async for _ in socket:
                pass
    return socket.close_code


async def test_what_is_acknowledged_is_in_the_log_already(shop):
    async with shop.visit() as visitor:
        await visitor.say("hello", new_id())
        ack = await visitor.next("ack")

        stored = await shop.store.messages(ack["conversation"])
        assert [line.entry.text for line in stored if line.seq == ack["seq"]] == ["hello"]


async def test_a_message_and_its_answer_come_back_in_order_with_places(shop):
    async with shop.visit() as visitor:
        said = new_id()
        await visitor.say("hello", said)
        await visitor.hears("You said: hello")

        own, answer = visitor.messages()
        assert (own["from"], own["client_id"], answer["from"]) == ("customer", said, "bot")
        assert (own["conversation"], own["seq"] + 1) == (answer["conversation"], answer["seq"])


async def test_the_same_id_again_is_acknowledged_again_and_never_doubled(shop):
    async with shop.visit() as visitor:
        said = new_id()
        for _ in range(5):
            await visitor.say("once", said)
        acks = [await visitor.next("ack") for _ in range(5)]
        await visitor.say("last", new_id())
        await visitor.hears("You said: last")

        assert len({ack["seq"] for ack in acks}) == 1
        assert [line["text"] for line in visitor.messages()].count("once") == 1
        assert len(shop.bot.asked) == 2


async def test_one_visitor_cannot_take_another_s_message_id(shop):
    same = new_id()
    async with shop.visit() as kari, shop.visit() as ola:
        await kari.say("mine", same)
        await kari.hears("You said: mine")
        await ola.say("also mine", same)
        await ola.hears("You said: also mine")

        assert "You said: mine" not in [line["text"] for line in ola.messages()]


async def test_after_a_lost_connection_the_log_goes_on_where_the_cursor_stands(shop):
    async with shop.visit() as first:
        await first.say("one", new_id())
        seen = await first.hears("You said: one")
        token = first.token
    async with shop.visit(token) as elsewhere:
        for text in ("two", "three"):
            await elsewhere.say(text, new_id())
            await elsewhere.hears(f"You said: {text}")

    after = {"conversation": seen["conversation"], "seq": seen["seq"]}
    async with shop.visit(token, after=after) as back:
        missed = back.welcome["messages"]

        assert [line["text"] for line in missed] == ["two", "You said: two", "three", "You said: three"]
        assert not back.welcome["fresh"]


async def test_more_than_a_welcome_can_hold_still_comes_whole_and_in_order(shop):
    async with shop.visit() as visitor:
        await visitor.say("start", new_id())
        await visitor.hears("You said: start")
        token = visitor.token
    shop.bot.answers["many"] = Answer(tuple(Reply(f"line {n}") for n in range(350)))
    async with shop.visit(token) as visitor:
        await visitor.say("many", new_id())
        await visitor.hears("line 349")
    await shop.lanes.idle()  # nothing else will wake the next page

    async with shop.visit(token, after={"conversation": 0, "seq": 0}) as back:
        await back.hears("line 349")
        lines = [*back.welcome["messages"], *back.messages()]

        assert len(lines) == 353
        assert all(left < right for left, right in pairwise(places(lines)))


async def test_lines_written_while_the_page_reads_come_once_each(shop):
    async with shop.visit() as writer:
        token = writer.token
        await asyncio.gather(*(_write(writer, n) for n in range(40)), _readers(shop, token))
        await writer.say("end", new_id())
        await writer.hears("You said: end")

        found = places(writer.messages())
        assert len(found) == len(set(found)) == 82
        assert found == sorted(found)


async def _write(visitor, n: int) -> None:
    await visitor.say(f"text {n}", new_id())


async def _readers(shop, token: str) -> None:
    for _ in range(5):
        async with shop.visit(token, after={"conversation": 0, "seq": 0}) as reader:
            await asyncio.sleep(0.05)
            found = places([*reader.welcome["messages"], *reader.messages()])
            assert found == sorted(set(found))


async def test_a_page_without_a_cursor_gets_the_last_lines(shop):
    async with shop.visit() as visitor:
        await visitor.say("hello", new_id())
        await visitor.hears("You said: hello")
        token = visitor.token

    async with shop.visit(token) as again:
        assert [line["text"] for line in again.welcome["messages"]] == ["hello", "You said: hello"]


async def test_a_button_is_pressed_by_its_place_and_its_payload_never_leaves_the_server(shop):
    async with shop.visit() as visitor:
        await visitor.say("choose", new_id())
        asked = await visitor.hears("Shoes or shirts?")
        await visitor.send(type="press", id=new_id(), message=asked["id"], button=1, text="Shirts")
        await visitor.hears("You said: /shirts")

        assert asked["buttons"] == ["Shoes", "Shirts"]
        assert shop.bot.asked[-1].payload == "/shirts"
        assert "/shoes" not in json.dumps(asked)


async def test_text_that_looks_like_a_payload_is_text(shop):
    async with shop.visit() as visitor:
        await visitor.say("/shirts", new_id())
        await visitor.hears("You said: /shirts")

        assert (shop.bot.asked[-1].text, shop.bot.asked[-1].payload) == ("/shirts", None)


async def test_a_forged_or_expired_token_gives_a_new_visitor_and_says_so(shop):
    old = Tokens(["secret of the tests"], idle=timedelta(days=90))
    forged = Tokens(["another secret"]).sign("visitor")
    async with shop.visit(forged) as visitor:
        assert visitor.welcome["fresh"]
        assert visitor.token != forged

    assert old.visitor(old.sign("visitor")) == "visitor"
    assert Tokens(["secret of the tests"], idle=timedelta(seconds=-1)).visitor(old.sign("visitor")) is None


async def test_a_secret_can_be_replaced_while_the_old_tokens_still_count():
    before, after = Tokens(["old"]), Tokens(["old", "new"])

    assert after.visitor(before.sign("visitor")) == "visitor"
    assert before.visitor(after.sign("visitor")) is None


async def test_pages_of_strangers_are_refused_at_the_handshake(shop):
    strange = (
        "http://[",
        "http://",
        f"http://127.0.0.1:{shop.port}@evil.example",
        f"file://127.0.0.1:{shop.port}",
    )
    for origin in ("https://evil.example", "null", "https://shop.example.evil.example", *strange):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await shop.connect(origin=origin)
        assert refused.value.response.status_code == 403


async def test_the_shop_s_pages_and_our_own_are_let_in(shop):
    for origin in ("https://shop.example", shop.url):
        async with shop.connect(origin=origin):
            pass


@pytest.mark.parametrize(
    "first",
    [
        '{"type":"ping"}',
        "not json",
        '{"type":"hello","token":7}',
        '{"type":"hello","after":{"conversation":-1,"seq":0}}',
        '{"type":"hello","language":"x?"}',
        "[" * 8000,
    ],
)
async def test_a_socket_that_does_not_begin_with_a_hello_is_told_and_closed(shop, first):
    async with shop.connect() as socket:
        await socket.send(first)
        told = json.loads(await socket.recv())

        assert (told["type"], told["code"]) == ("error", "no_hello")
        assert await closed_with(socket) == 1008


async def test_a_silent_socket_is_closed_after_five_seconds(shop):
    async with shop.connect() as socket, asyncio.timeout(8):
        assert json.loads(await socket.recv())["code"] == "no_hello"
        assert await closed_with(socket) == 1008


BAD_FRAMES = [
    "",
    "null",
    "[]",
    "{}",
    '"say"',
    "{",
    '{"type":"say"}',
    '{"type":"fly"}',
    '{"type":["say"]}',
    '{"type":"say","id":"12345678","text":null}',
    '{"type":"say","id":"12345678","text":""}',
    '{"type":"say","id":12345678,"text":"x"}',
    '{"type":"say","id":"../../../etc","text":"x"}',
    '{"type":"say","id":"12345678","text":NaN}',
    '{"type":"say","id":"12345678","text":"\\ud800"}',
    '{"type":"press","id":"12345678","message":1e400,"button":0,"text":"x"}',
    '{"type":"press","id":"12345678","message":"1","button":0,"text":"x"}',
    '{"type":"press","id":"12345678","message":99999999999999999999,"button":0,"text":"x"}',
    '{"type":"say","id":"12345678","text":"x","more":' + "[" * 50 + "]" * 50 + "}",
    "[" * 9000,
    '{"a":' * 2000,
    "\x00\x01\x02",
]


@pytest.mark.parametrize("raw", BAD_FRAMES)
async def test_a_frame_that_makes_no_sense_is_answered_and_the_talk_goes_on(shop, raw):
    async with shop.visit() as visitor:
        await visitor.socket.send(raw)
        told = await visitor.next("error")
        await visitor.say("still here", new_id())
        await visitor.hears("You said: still here")

        assert told["code"] == "bad_frame"
        assert told["text"]


async def test_binary_frames_and_a_second_hello_are_answered_too(shop):
    async with shop.visit() as visitor:
        await visitor.socket.send(b"\xff\xfe")
        await visitor.next("error")
        await visitor.send(type="hello")

        assert (await visitor.next("error"))["text"] == "hello was said already."


async def test_after_twenty_such_frames_the_socket_is_closed(shop):
    async with shop.visit() as visitor:
        for _ in range(20):
            await visitor.socket.send("nonsense")
        for _ in range(20):
            await visitor.next("error")

        assert await closed_with(visitor.socket) == 1008


async def test_text_beyond_the_limit_is_still_taken_and_answered_kindly(shop):
    async with shop.visit() as visitor:
        await visitor.say("x" * 2500, new_id())
        await visitor.next("ack")
        answer = await visitor.next("message", lambda frame: frame["from"] == "shop")

        assert "2,000" in answer["text"]
        assert shop.bot.asked == []


@pytest.mark.parametrize("size", [16 * 1024, 40_000])
async def test_a_frame_beyond_16_kb_is_told_and_closed(shop, size):
    async with shop.visit() as visitor:
        await visitor.say("x" * size, new_id())

        assert (await visitor.next("error"))["code"] == "too_large"
        assert await closed_with(visitor.socket) == 1009


async def test_a_huge_frame_is_not_even_read(shop):
    async with shop.visit() as visitor:
        told = []
        with contextlib.suppress(websockets.ConnectionClosed):
            await visitor.socket.send(["x" * 50_000] * 200)
        with contextlib.suppress(websockets.ConnectionClosed):
            async for frame in visitor.socket:
                told.append(frame)  # noqa: PERF401 - the end is an exception, what came before it counts

        assert told == []  # the reason is told only to frames that were read
        assert visitor.socket.close_code in (1009, 1006)
        assert _sockets(shop) == 0


async def test_who_writes_too_fast_hears_how_long_to_wait_and_nothing_is_lost(shop):
    shop.messages._step, shop.messages._burst = 0.5, 1.0
    async with shop.visit() as visitor:
        texts = [f"text {n}" for n in range(6)]
        for text in texts:
            wait, said = 1.0, new_id()
            while wait:
                await visitor.say(text, said)
                answer = await _ack_or_error(visitor)
                wait = answer.get("retry_after", 0.0)
                await asyncio.sleep(wait)
        await visitor.hears("You said: text 5")

        refused = [frame for frame in visitor.heard if frame["type"] == "error"]
        assert {frame["code"] for frame in refused} == {"too_fast"}
        assert all(frame["id"] and frame["text"].endswith("1 s.") for frame in refused)
        assert [line["text"] for line in visitor.messages() if line["from"] == "customer"] == texts


async def _ack_or_error(visitor) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while True:
            frame = json.loads(await visitor.socket.recv())
            visitor.heard.append(frame)
            if frame["type"] in ("ack", "error"):
                return frame


async def test_a_reconnect_does_not_reset_the_limit_on_messages(shop):
    shop.messages._step, shop.messages._burst = 30.0, 30.0
    token = None
    told = []
    for _ in range(4):
        async with shop.visit(token) as visitor:
            token = visitor.token
            await visitor.say("hello", new_id())
            told.append((await _ack_or_error(visitor))["type"])

    assert told == ["ack", "ack", "error", "error"]


async def test_too_many_connections_or_new_visitors_of_one_address_are_told_when_to_come_back(shop):
    shop.sessions._step, shop.sessions._burst = 30.0, 30.0
    async with shop.visit() as kept, shop.visit():
        async with shop.connect() as socket:
            await socket.send('{"type":"hello","language":"nb"}')
            told = json.loads(await socket.recv())

            assert told["code"] == "too_many"
            assert told["retry_after"] > 25
            assert "nettverket" in told["text"]
            assert await closed_with(socket) == 1013
        async with shop.visit(kept.token) as known:
            assert not known.welcome["fresh"]


def test_a_rate_is_a_burst_and_then_an_even_refill_and_forgets_who_is_gone():
    time = [0.0]
    limit = RateLimit(3, per=60, now=lambda: time[0])

    assert [limit.take("a") for _ in range(3)] == [0, 0, 0]
    assert limit.take("a") == pytest.approx(20)
    assert limit.take("b") == 0
    time[0] = 20
    assert limit.take("a") == 0
    assert limit.take("a") > 0
    time[0] = 200
    limit.take("c")
    assert len(limit) == 1


async def test_the_bot_at_work_and_a_person_joining_are_seen(shop):
    shop.bot.thinking = 0.2
    async with shop.visit() as visitor:
        await visitor.say("hello", new_id())
        assert (await visitor.next("typing"))["on"]
        await visitor.next("typing", lambda frame: not frame["on"])
        await visitor.say("person", new_id())
        assert (await visitor.next("state"))["handling"] == "waiting"
        number = await shop.conversation_of(visitor)
        await shop.desk.claim(number, KARI)
        assert await visitor.next("state") == {"type": "state", "handling": "human", "agent": "Kari"}
        await shop.desk.note(number, KARI, "secret", new_id())
        await shop.desk.reply(number, KARI, "I am here", new_id())
        reply = await visitor.hears("I am here")
        shop.live.notify(address_key("widget", (await shop.store.conversation(number)).address), Hint.TYPING)
        await visitor.next("typing", lambda frame: frame["on"])

        assert (reply["from"], reply["name"]) == ("agent", "Kari")
        assert "secret" not in json.dumps(visitor.heard)
    async with shop.visit(visitor.token) as again:
        assert (again.welcome["handling"], again.welcome["agent"]) == ("human", "Kari")
        assert "secret" not in json.dumps(again.welcome)


async def test_the_language_can_change_in_mid_talk(shop):
    async with shop.visit(language="it") as visitor:
        await visitor.say("ciao", new_id())
        await visitor.hears("You said: ciao")
        await visitor.send(type="language", language="fi")
        await visitor.say("moi", new_id())
        await visitor.hears("You said: moi")

        assert [question.language for question in shop.bot.asked] == ["it", "fi"]


async def test_ping_is_answered(shop):
    async with shop.visit() as visitor:
        await visitor.send(type="ping")

        assert await visitor.next("pong") == {"type": "pong"}


async def test_a_nul_character_does_not_reach_the_log(shop):
    async with shop.visit() as visitor:
        await visitor.say("a\x00b", new_id())

        assert (await visitor.next("message"))["text"] == "ab"


async def test_a_page_that_does_not_read_is_dropped_and_others_are_not_held_up(shop, monkeypatch):
    monkeypatch.setattr("bot.web.widget_socket.StarletteSocket.__init__.__defaults__", (0.5,))
    async with shop.visit() as other:
        lazy = await shop.connect()
        await lazy.send('{"type":"hello"}')
        token = json.loads(await lazy.recv())["token"]
        lazy.transport.pause_reading()
        await _write_much(shop, _address(token))
        await other.say("hello", new_id())
        await other.hears("You said: hello")
        async with asyncio.timeout(10):
            while _sockets(shop) > 1:
                await asyncio.sleep(0.05)
        lazy.transport.abort()


async def test_text_that_is_no_utf_8_closes_its_socket_and_leaves_no_traceback(shop, caplog):
    async with shop.connect() as socket:
        await socket.send(b'{"type":"hello","token":"\xff"}', text=True)

        assert await closed_with(socket) == 1007
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_flood_on_one_socket_leaves_all_others_their_turn():
    """Fails when frames that came together are handled without a break: 16,000 of them fit into one read."""
    frames = ['{"type":"ping"}', '{"type":"language","language":"fi"}', "{", *['{"type":"ping"}'] * 500]
    metrics, nobody = WidgetMetrics(CollectorRegistry()), EmptyLog()
    flood = Session(
        Flood(frames), "v", "en",
        intake=None, log=nobody, wording=Texts(UTC), messages=RateLimit(1), metrics=metrics,
    )  # fmt: skip
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    with pytest.RaisesGroup(Gone):
        await flood.run(Watch(), None, {})
    beside.cancel()

    assert turns >= len(frames)


class Flood:
    """Everything it says has arrived already."""

    def __init__(self, frames: list[str]) -> None:
        self._frames = iter(frames)

    async def receive(self) -> str:
        for frame in self._frames:
            return frame
        raise Gone

    async def send(self, text: str) -> None: ...


class EmptyLog:
    async def current(self, channel: str, address: str) -> None: ...

    async def history(self, channel: str, address: str, *, after: Cursor, limit: int = 200) -> list[Message]:
        return []

    async def recent(self, channel: str, address: str, *, limit: int = 200) -> list[Message]:
        return []


async def _write_much(shop, address: str) -> None:
    """More than the buffers of both kernels hold, waiting for a visitor who is connected."""
    moment = datetime.now(UTC)
    async with shop.store.transaction() as ledger:
        conversation = await ledger.open_conversation("widget", address, "en", moment)
        for _ in range(200):
            await ledger.append(conversation.id, Entry(Author.BOT, "x" * 100_000), moment)
    shop.live.notify(address_key("widget", address))


def _sockets(shop) -> float:
    return shop.registry.get_sample_value("shopdesk_widget_sockets")


async def test_a_stop_closes_every_socket_with_service_restart(shop):
    async with shop.visit() as visitor:
        await shop.stop()

        assert await closed_with(visitor.socket) == 1012
        await shop.start()


async def test_a_restart_loses_and_doubles_nothing(shop):
    sent = []
    token, cursor, lines = None, None, []
    for n in range(3):
        async with shop.visit(token, after=cursor) as visitor:
            token = visitor.token
            lines += visitor.welcome["messages"]
            said = new_id()
            sent.append(f"text {n}")
            await visitor.say(sent[-1], said)
            await visitor.next("ack")
            await shop.stop()
            await closed_with(visitor.socket)
            lines += visitor.messages()
        if lines:
            cursor = {"conversation": lines[-1]["conversation"], "seq": lines[-1]["seq"]}
        await shop.start()
    for number in await shop.store.to_do(_later()):
        shop.lanes.enter(number)
    await shop.lanes.idle()
    async with shop.visit(token, after=cursor) as visitor:
        lines += visitor.welcome["messages"]

    texts = [line["text"] for line in lines]
    assert [text for text in texts if text in sent] == sent
    assert sorted(set(texts)) == sorted(texts)
    assert len(await shop.store.history("widget", _address(token), after=Cursor())) == len(texts)


def _later() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


def _address(token: str | None) -> str:
    return Tokens(["secret of the tests"]).visitor(token) or ""


async def _talk(shop, visitor) -> int:
    await visitor.say("hello", new_id())
    await visitor.hears("You said: hello")
    return await shop.conversation_of(visitor)


async def test_a_person_s_files_come_with_names_and_links_and_never_with_their_keys(shop):
    async with shop.visit() as visitor:
        conversation = await _talk(shop, visitor)
        label = (FileKind.DOCUMENT, "label.pdf", "application/pdf", b"%PDF-1.7")
        written = await shop.writes(conversation, "Your label", files=(label,))
        line = await visitor.hears("Your label")

        (file,) = line["files"]
        assert (file["name"], file["kind"], file["type"]) == ("label.pdf", "document", "application/pdf")
        assert shop.links.key(file["url"].removeprefix("/files/")) == written.entry.files[0].key
        assert "key" not in file


async def test_a_changed_line_names_the_line_it_stands_for_and_says_when_that_was_taken_back(shop):
    async with shop.visit() as visitor:
        conversation = await _talk(shop, visitor)
        first = await shop.writes(conversation, "It comes on Monday")
        await shop.writes(conversation, "It comes on Tuesday", corrects=first.id)
        changed = await visitor.hears("It comes on Tuesday")
        await shop.writes(conversation, "", corrects=first.id, withdrawn=True)
        taken_back = await visitor.hears("")

        assert (changed["corrects"], changed["withdrawn"]) == (first.id, False)
        assert (taken_back["corrects"], taken_back["withdrawn"]) == (first.id, True)


async def test_the_open_conversation_is_carried_elsewhere_by_a_link(shop):
    async with shop.visit() as visitor:
        assert visitor.welcome["elsewhere"] == "telegram"
        conversation = await _talk(shop, visitor)
        await visitor.send(type="carry")
        carry = await visitor.next("carry")

        assert carry == {
            "type": "carry",
            "to": "telegram",
            "url": f"https://t.me/varde_bot?start=pass{conversation}",
        }


async def test_without_an_open_conversation_the_link_is_just_the_way_there(shop):
    async with shop.visit() as visitor:
        await visitor.send(type="carry")
        await visitor.next("carry")
        conversation = await _talk(shop, visitor)
        async with shop.store.transaction() as ledger:
            await ledger.save((await ledger.lock(conversation)).close())
        await visitor.send(type="carry")
        await visitor.next("carry")

        assert shop.telegram.carried == [None, None]


async def test_without_telegram_nothing_is_offered_and_carry_is_a_mistake_of_the_client(shop):
    await shop.stop()
    shop.telegram = None
    await shop.start()
    async with shop.visit() as visitor:
        await visitor.send(type="carry")

        assert visitor.welcome["elsewhere"] is None
        assert (await visitor.next("error"))["code"] == "bad_frame"


async def test_a_link_that_cannot_be_had_now_is_told_in_words_and_the_talk_goes_on(shop):
    shop.telegram.reachable = False
    async with shop.visit(language="nb") as visitor:
        await visitor.send(type="carry")
        error = await visitor.next("error")
        await _talk(shop, visitor)

        assert (error["code"], error["retry_after"] >= 10) == ("not_now", True)
        assert error["text"] == "Det går ikke akkurat nå. Du kan fortsette her."


async def test_who_asks_for_links_without_end_is_told_to_wait(shop):
    shop.messages = RateLimit(2)
    await shop.stop()
    await shop.start()
    async with shop.visit() as visitor:
        for _ in range(20):
            await visitor.send(type="carry")
        error = await visitor.next("error")

        assert (error["code"], error["retry_after"] > 0) == ("not_now", True)
        assert len(shop.telegram.carried) < 5
