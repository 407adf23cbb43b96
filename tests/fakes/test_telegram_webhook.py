"""Updates that the fake of Telegram sends to a bot's own address."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

import pytest
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest, Conflict

from tests.fakes.telegram.receiving import serving


@dataclass
class Receiver:
    """A bot's address, which answers as it is told."""

    url: str = ""
    answers: list[int] = field(default_factory=list)  # the next ones; 200 after them
    seconds: float = 0
    got: list[dict] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0

    async def take(self, request):
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append(await request.json())
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        return Response(status_code=self.answers.pop(0) if self.answers else 200)

    @property
    def texts(self):
        return [it["message"]["text"] for it in self.got]

    async def wait_for(self, count):
        async with asyncio.timeout(10):
            while len(self.got) < count or self.at_once:
                await asyncio.sleep(0.02)


@pytest.fixture
async def receiver():
    receiver = Receiver()
    async with serving(Route("/hook", receiver.take, methods=["POST"])) as url:
        receiver.url = f"{url}/hook"
        yield receiver


async def test_updates_go_to_the_webhook_with_its_secret_and_in_order(bot, control, kari, receiver):
    await kari.says("before")
    await bot.set_webhook(receiver.url, secret_token="only-we-know")
    for text in ("one", "two"):
        await kari.says(text)

    await receiver.wait_for(3)
    assert receiver.texts == ["before", "one", "two"]
    assert receiver.secrets == {"only-we-know"}
    assert await control.pending() == []


async def test_what_is_not_taken_comes_again_before_what_follows(bot, kari, receiver):
    receiver.answers = [500, 503]
    await bot.set_webhook(receiver.url)
    for text in ("one", "two"):
        await kari.says(text)

    await receiver.wait_for(4)
    info = await bot.get_webhook_info()
    assert receiver.texts == ["one", "one", "one", "two"]
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert (info.url, info.pending_update_count) == (receiver.url, 0)


async def test_chats_are_served_in_parallel_up_to_the_limit(bot, control, receiver):
    receiver.seconds = 0.3
    await bot.set_webhook(receiver.url, max_connections=3)
    for _ in range(6):
        customer = await control.new_customer()
        await customer.says("hello")

    await receiver.wait_for(6)
    assert receiver.most_at_once == 3


async def test_one_chat_is_served_one_at_a_time(bot, kari, receiver):
    receiver.seconds = 0.1
    await bot.set_webhook(receiver.url)
    for text in ("one", "two", "three"):
        await kari.says(text)

    await receiver.wait_for(3)
    assert receiver.most_at_once == 1


async def test_past_updates_are_sent_again_shuffled_when_a_test_wants_it(bot, control, kari, receiver):
    await bot.set_webhook(receiver.url)
    texts = [str(number) for number in range(20)]
    for text in texts:
        await kari.says(text)
    await receiver.wait_for(20)

    answers = await control.deliver_again(times=3, seed=1, parallel=1)

    assert answers == {"200": 60}
    assert Counter(receiver.texts) == dict.fromkeys(texts, 4)
    assert receiver.texts[20:40] != texts


async def test_without_anyone_there_updates_wait_and_the_reason_is_told(bot, kari, control):
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await kari.says("hello")
    async with asyncio.timeout(5):
        while (info := await bot.get_webhook_info()).last_error_message is None:
            await asyncio.sleep(0.02)

    assert info.last_error_message == "Connection refused"
    assert info.pending_update_count == 1


async def test_fetching_is_refused_while_a_webhook_is_set(bot, kari, receiver):
    await bot.set_webhook(receiver.url)

    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()


async def test_setting_a_webhook_ends_a_long_poll(bot, receiver):
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)

    await bot.set_webhook(receiver.url)

    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await polling


async def test_after_its_end_updates_are_fetched_again(bot, kari, receiver):
    await bot.set_webhook(receiver.url)
    await bot.delete_webhook()
    await kari.says("hello")

    assert [it.message.text for it in await bot.get_updates(timeout=1)] == ["hello"]
    assert receiver.got == []


async def test_waiting_updates_are_dropped_on_demand(bot, kari):
    await kari.says("hello")
    await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == ()


async def test_a_bad_address_and_a_bad_secret_are_refused(bot):
    with pytest.raises(BadRequest, match="ad webhook"):
        await bot.set_webhook("ftp://varde.example")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://varde.example/hook", secret_token="a b")
