"""How the two servers are reached: what is asked of the operator, and what is never said in the clear."""

import ssl

import pytest

from bot.channels.email.addresses import sender
from bot.channels.email.servers import Server, server
from bot.channels.email.start import Line
from bot.commands.platform_checks import email
from bot.settings import BadSettings, Settings, load_settings
from tests.email.dovecot import Dovecot
from tests.email.post_office import PostOffice

US = "help@shop.example"


def settings(smtp: str, imap: str) -> Settings:
    return Settings(smtp_url=smtp, imap_url=imap, mail_from=f"The Shop <{US}>", secret="x" * 40)


async def test_the_doctor_signs_in_at_both_servers_and_says_which_does_not_know_us(dovecot: Dovecot):
    office = PostOffice(dovecot, password="right")
    with office.open():
        good = await email(settings(office.url, dovecot.url(US)))
        office.password = "other"
        wrong_url, office.password = office.url, "right"
        smtp = await email(settings(wrong_url, dovecot.url(US)))
        imap = await email(settings(office.url, dovecot.url(US, password="wrong")))
        folder = await email(settings(office.url, dovecot.url(US, "Nowhere")))

    assert (good.well, list(good.faults)) == (f"both servers know us; letters are from {US}", [])
    assert ["SHOPDESK_SMTP_URL" in fault for fault in smtp.faults] == [True]
    assert ["SHOPDESK_IMAP_URL" in fault for fault in imap.faults] == [True]
    assert "Nowhere" in folder.faults[0]
    assert not any("wrong" in fault or "other" in fault for fault in [*smtp.faults, *imap.faults])


async def test_servers_that_are_away_are_named(dovecot: Dovecot):
    seen = await email(settings("smtp://127.0.0.1:1", "imap://a:b@127.0.0.1:1"))

    assert len(seen.faults) == 2
    assert all("cannot be reached" in fault for fault in seen.faults)


async def test_with_tls_both_are_reached_when_the_certificate_is_trusted_and_else_not(dovecot, monkeypatch):
    office = PostOffice(dovecot, tls=True)
    context = ssl.create_default_context(cafile=str(dovecot.certificate))
    with office.open(), monkeypatch.context() as trusting:
        strange = await email(settings(office.url, dovecot.url(US, tls=True)))
        trusting.setattr(Server, "context", lambda self: context)
        trusted = await email(settings(office.url, dovecot.url(US, tls=True)))

    assert len(strange.faults) == 2
    assert not trusted.faults


def test_a_password_goes_to_another_machine_by_tls_only():
    assert server("smtp://u:p@mail.shop.example").needs_tls
    assert server("imap://u:p@10.0.0.7").needs_tls
    assert not server("smtp://127.0.0.1:25").needs_tls
    assert server("smtps://u:p@mail.shop.example").tls


def test_user_and_password_may_hold_any_sign_and_are_not_shown():
    known = server("imaps://help%40shop.example:p%3A%2F%40@mail.shop.example/Shop%20mail")

    assert (known.user, known.password, known.port, known.folder) == (US, "p:/@", 993, "Shop mail")
    assert "p:/@" not in repr(Line(known, known, sender(US), b"x"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOPDESK_SMTP_URL", "mail.shop.example"),
        ("SHOPDESK_IMAP_URL", "https://mail.shop.example"),
        ("SHOPDESK_MAIL_FROM", "The Shop"),
        ("SHOPDESK_MAIL_FROM", "Shop <help@shop.example>\r\nBcc: x@y.z"),
        ("SHOPDESK_SMTP_URL", "smtps://us:hush@mail.shop.example"),  # alone
    ],
)
def test_a_setting_that_cannot_work_is_named_without_its_password(name: str, value: str, monkeypatch):
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match="SHOPDESK_") as caught:
        load_settings()
    assert "hush" not in str(caught.value)
