"""The whole gateway with its settings: a mail comes in and is answered, though nothing but mail is there."""

import asyncio
import smtplib

from prometheus_client import CollectorRegistry

from bot.app import open_gateway
from bot.channels.email.addresses import CHANNEL
from bot.insight.metrics import Metrics
from bot.settings import Settings
from bot.storage.store import open_store
from tests.email.dovecot import Dovecot
from tests.email.post_office import PostOffice

US, OLA = "gateway@shop.example", "ola-of-the-gateway@example.com"
MAIL = f"From: Ola <{OLA}>\r\nTo: {US}\r\nMessage-ID: <first@example.com>\r\nSubject: Hello\r\n\r\nWhere is it?\r\n"


async def test_a_gateway_with_three_settings_takes_mail_in_and_answers_it(
    dovecot: Dovecot, office: PostOffice, tmp_path, monkeypatch
):
    monkeypatch.setattr("bot.app.Metrics", lambda: Metrics(CollectorRegistry()))  # a process has one gateway
    settings = Settings(
        smtp_url=office.url,
        imap_url=dovecot.url(US),
        mail_from=f"The Shop <{US}>",
        var=tmp_path,
        secret="x" * 40,
        rasa_urls="http://127.0.0.1:1",
        sweep_seconds=0.1,
        mail_pause=0.1,
    )
    with smtplib.SMTP("127.0.0.1", office.port) as client:
        client.sendmail(OLA, [US], MAIL)
    async with open_gateway(settings), asyncio.timeout(60):
        while not await asyncio.to_thread(dovecot.mails, OLA):
            await asyncio.sleep(0.1)
    async with open_store(settings.database_url) as store:
        line = await store.seen(CHANNEL, "first@example.com")
    [answer, *_] = [envelope.content.decode() for envelope in office.taken[1:]]

    assert line is not None
    assert "In-Reply-To: <first@example.com>" in answer
    assert "Subject: Re: Hello" in answer
