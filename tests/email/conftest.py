"""A shop with a real log on one side, and a real mail server and mailbox on the other."""

import asyncio
import smtplib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from itertools import count
from pathlib import Path

import pytest

from bot.channels.email.addresses import CHANNEL, sender
from bot.channels.email.servers import server
from bot.channels.email.start import Line
from bot.conversations.answers import Answer, HandoffRequest
from bot.conversations.delivery import Deliveries
from bot.conversations.desk import Desk
from bot.conversations.files import Files
from bot.conversations.letters import Letters, UnlessRead
from bot.conversations.messages import Delivery, Message
from bot.conversations.model import Agent, Conversation
from bot.conversations.returned import ReturnedLetters
from bot.storage.store import SqlStore, open_store
from tests.conversations.conftest import Chat
from tests.email.dovecot import Dovecot, NoDovecot, running_dovecot
from tests.email.post_office import PostOffice

NUMBERS = count(1)
PAUSE = timedelta(seconds=60)
KARI = Agent("kari", "Kari")


@dataclass
class Shop(Chat):
    """The road of `Chat`, from the website's page and with the real e-mail channel."""

    line: Line | None = None
    office: PostOffice | None = None
    customer: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        super().__post_init__()
        self.handover._reachable = (CHANNEL,)

    def restart(self) -> None:
        assert self.line is not None
        self.store.gather_for(CHANNEL, PAUSE)
        self.files = Files(
            self.store,
            {CHANNEL: self.line.files},
            self.texts_of,
            self.live,
            self.clock,
            feed=self.feed,
            wake=self.lanes.enter_later,
        )
        letters = Letters(CHANNEL, readers=("widget",))
        self.desk = Desk(
            self.store, self.lanes, self.texts_of, self.live, self.clock, feed=self.feed, letters=letters
        )
        channel = self.line.channel(self.store, self.files, self.texts_of, self.clock)
        self.deliveries = Deliveries(
            self.store,
            {CHANNEL: UnlessRead(channel, self.store, self.live), "slack": self.slack},
            self.live,
            self.clock,
            feed=self.feed,
            wake=self.lanes.enter_later,
            repeated=self.repeats.append,
        )
        self.lanes.lead_to(
            self.turns.take, self.files.take, self.deliveries.send_to_customers, self.deliveries.send
        )
        returned = ReturnedLetters(self.store, self.live, self.clock, feed=self.feed)
        self.poller = self.line.poller(
            intake=self.intake, returns=returned, store=self.store, clock=self.clock, every=0.05
        )

    @property
    def us(self) -> str:
        assert self.line is not None
        return self.line.sender.mail

    async def leaves_an_address(self) -> int:
        """On the page: asks for a person, nobody comes, the address is left."""
        self.dialogue.ready.append(
            Answer((), handoff=HandoffRequest("asked", "order_status", "Where is it?"))
        )
        conversation_id = (await self.says("Where is my parcel?")).conversation_id
        self.clock.advance(minutes=6)
        await self.sweeps()
        await self.says(self.customer)
        return conversation_id

    async def agent_answers(self, conversation_id: int, *texts: str) -> list[Message]:
        await self.desk.claim(conversation_id, KARI)
        said = [
            await self.desk.reply(conversation_id, KARI, text, f"r{next(self.numbers)}") for text in texts
        ]
        await self.settle()
        return said

    async def minute_passes(self, seconds: float = 61) -> None:
        """Time goes by, and whatever is due then is done."""
        self.clock.advance(seconds=seconds)
        await self.sweeps()

    def letters(self) -> list[EmailMessage]:
        """What lies in the customer's mailbox."""
        return self.mailbox(self.customer)

    def mailbox(self, user: str) -> list[EmailMessage]:
        assert self.office is not None
        return [message_from_bytes(raw, policy=default) for raw in self.office.dovecot.mails(user)]

    def writes(self, text: str, *, answers: EmailMessage | None = None, **headers: str) -> EmailMessage:
        """A mail of the customer's, sent through the mail server as their program would."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = headers.pop("From", self.customer)
        mail["To"] = self.us
        mail["Subject"] = headers.pop("Subject", f"Re: {answers['Subject']}" if answers else "A question")
        mail["Message-ID"] = headers.pop("Message_ID", f"<m{next(NUMBERS)}@example.com>")
        if answers is not None:
            mail["In-Reply-To"] = answers["Message-ID"]
            mail["References"] = f"{answers['References']} {answers['Message-ID']}"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        self.posts(mail)
        return mail

    def posts(self, mail: EmailMessage) -> None:
        assert self.office is not None
        with smtplib.SMTP("127.0.0.1", self.office.port, timeout=20) as client:
            client.sendmail("somebody@example.com", [self.us], mail.as_bytes())

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.poller.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def fetches(self) -> None:
        """Take in all mail that is unread now."""
        assert self.office is not None
        async with self.polling(), asyncio.timeout(30):
            while await asyncio.to_thread(self.office.dovecot.unread, self.us):
                await asyncio.sleep(0.05)
        await self.settle()

    async def by_mail(self) -> list[Conversation]:
        """Conversations on the channel, in order."""
        found = []
        for number in range(1, 100):
            try:
                conversation = await self.store.conversation(number)
            except Exception:  # noqa: BLE001 - there are no more
                return found
            if conversation.channel == CHANNEL:
                found.append(conversation)
        return found

    async def delivery_of(self, message: Message) -> Delivery | None:
        for number in range(1, 200):
            delivery = await self.store.delivery(number)
            if delivery and delivery.channel == CHANNEL and delivery.message.id == message.id:
                return delivery
        return None


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    try:
        with running_dovecot() as started:
            yield started
    except NoDovecot as missing:
        pytest.fail(str(missing))


@pytest.fixture
def office(dovecot: Dovecot) -> Iterator[PostOffice]:
    made = PostOffice(dovecot)
    with made.open():
        yield made


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with open_store(f"sqlite:///{tmp_path}/log.db") as opened:
        yield opened


@pytest.fixture
def line(office: PostOffice) -> Line:
    us = f"help{next(NUMBERS)}@shop.example"
    return Line(
        server(office.url),
        server(office.dovecot.url(us)),
        sender(f"The Shop <{us}>"),
        b"a secret of the tests",
    )


@pytest.fixture
async def shop(store: SqlStore, office: PostOffice, line: Line) -> AsyncIterator[Shop]:
    customer = f"ola{next(NUMBERS)}@example.com"
    made = Shop(store, desks=("slack",), line=line, office=office, customer=customer)
    yield made
    await made.lanes.close()
