"""What is read of a mail: the words that are new in it, its files, and nothing else."""

import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.channels.email.inbound.attachments import attachments
from bot.channels.email.inbound.body import words
from bot.channels.email.inbound.quoted import own_words
from tests.email.conftest import Shop

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20

ANSWERS = {
    "gmail": "Yes, please.\n\nOn Mon, Mar 2 at 11:04 AM The Shop <help@shop.example> wrote:\n\n> Hello,\n> Shall we?\n",
    "gmail, broken": "Yes, please.\n\nOn Mon, Mar 2 at 11:04 AM The Shop\n<help@shop.example> wrote:\n> Shall we?\n",
    "nb": "Yes, please.\n\nman. 2. mars 2026 kl. 11:04 skrev The Shop <help@shop.example>:\n\n> Hei!\n",
    "apple nb": "Yes, please.\n\n> 2. mars 2026 kl. 11:04 skrev The Shop <help@shop.example>:\n> \n> Hei!\n",
    "fi": "Yes, please.\n\nma 2. maalisk. 2026 klo 11.04 The Shop (help@shop.example) kirjoitti:\n\n> Hei,\n",
    "it": "Yes, please.\n\nIl lun 2 mar 2026 alle ore 11:04 The Shop <help@shop.example> ha scritto:\n\n> Ciao,\n",
    "ur": "Yes, please.\n\nپیر، 2 مارچ، 2026 کو 11:04 پر The Shop <help@shop.example> نے لکھا:\n\n> السلام علیکم،\n",
    "outlook": "Yes, please.\n\n________________________________\nFrom: The Shop <help@shop.example>\n"
    "Sent: Monday, March 2, 2026 11:04\nTo: Ola\nSubject: Re: x\n\nHello,\nShall we?\n",
    "outlook nb": "Yes, please.\n\nFra: The Shop <help@shop.example>\nSendt: mandag 2. mars 2026 11:04\n"
    "Til: Ola\nEmne: SV: x\n\nHei!\n",
    "outlook fi": "Yes, please.\n\nLähettäjä: The Shop <help@shop.example>\nLähetetty: maanantai 2. maaliskuuta 2026\n"
    "Vastaanottaja: Ola\nAihe: VS: x\n\nHei,\n",
    "outlook it": "Yes, please.\n\nDa: The Shop <help@shop.example>\nInviato: lunedì 2 marzo 2026 11:04\n"
    "A: Ola\nOggetto: R: x\n\nCiao,\n",
    "original message": "Yes, please.\n\n-----Original Message-----\nFrom: The Shop\nSent: Monday\nTo: Ola\n\nHello\n",
    "signature": "Yes, please.\n\n-- \nOla Nordmann\nTel. 22 22 22 22\n",
    "telephone": "Yes, please.\n\nSent from my iPhone\n\nOn 2 Mar, at 11:04, The Shop <h@shop.example> wrote:\n> Hi\n",
}
KEPT = [
    "Thanks,\nbut where is order 1042?",
    "- the red one\n- the blue one",
    "From: Oslo\nwhere is it sent?",
    "My number is: 1042",
    "Here is what I need:\n\n1. a label\n2. the address",
    'I read: "To: nobody" on it\n-- what does that mean?',
]


@pytest.mark.parametrize("program", ANSWERS)
def test_what_is_quoted_and_signed_is_not_what_the_customer_says(program: str):
    assert own_words(ANSWERS[program]) == "Yes, please."


@pytest.mark.parametrize("text", KEPT)
def test_nothing_that_the_customer_says_is_taken_for_a_quote(text: str):
    assert own_words(text) == text


def test_answers_between_quotes_are_all_kept():
    text = "On 2 Mar 2026 The Shop <h@shop.example> wrote:\n> Size?\n42\n> Colour?\nRed, please\n"

    assert own_words(text).split() == ["42", "Red,", "please"]


@pytest.mark.parametrize(
    "piece", [">", "From:", "a: ", "_" * 40 + "\n", "-" * 50 + "\n", "On x wrote:\n> y\n", "<div>"]
)
def test_a_hostile_mail_takes_no_longer_than_its_length(piece: str):
    started = time.process_time()
    own_words(piece * (200_000 // len(piece)))

    assert time.process_time() - started < 2


def test_of_a_page_only_the_new_words_are_read():
    mail = EmailMessage()
    mail.set_content(
        "<html><head><style>p {color: red}</style></head><body><p>Yes,&nbsp;<b>please</b>.</p><p>Now</p>"
        '<div class="gmail_quote"><div>On Monday The Shop wrote:<br></div><blockquote>Shall we?</blockquote></div>'
        "</body></html>",
        subtype="html",
    )

    assert own_words(words(mail)).split() == ["Yes,", "please.", "Now"]


def test_letters_of_an_unknown_kind_are_read_as_far_as_they_can_be():
    mail = EmailMessage()
    mail["Content-Type"] = "text/plain; charset=klingon-8"
    mail.set_payload("Hello")

    assert words(mail) == "Hello"


async def test_files_are_taken_by_the_usual_rules_and_a_signatures_logo_is_none(shop: Shop):
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = shop.customer, shop.us, "Broken"
    mail["Message-ID"] = "<files@example.com>"
    mail.set_content("It came broken, see here")
    mail.add_alternative('<p>It came broken, see here</p><img src="cid:logo">', subtype="html")
    mail.get_payload()[1].add_related(PNG, "image", "png", cid="<logo>", filename="logo.png")
    mail.add_attachment(PNG, maintype="image", subtype="png", filename="../broken.png")
    mail.add_attachment(b"MZ program", maintype="application", subtype="x-msdownload", filename="a.exe")
    shop.posts(mail)
    await shop.fetches()
    [conversation] = await shop.by_mail()
    await shop.sweeps()
    first = (await shop.lines(conversation.id))[0].entry
    kept, content, _ = await shop.store.file(first.files[0].key)
    _, nothing, lost = await shop.store.file(first.files[1].key)

    assert [file.name for file in first.files] == ["broken.png", "a.exe"]
    assert (kept.name, content) == ("broken.png", PNG)
    assert nothing is None
    assert "not taken" in lost


def test_pictures_of_a_page_are_its_layout():
    mail = EmailMessage()
    mail.set_content('<p>Hello</p><img src="cid:logo">', subtype="html")
    mail.add_related(PNG, "image", "png", cid="<logo>", disposition="inline", filename="logo.png")

    assert attachments(mail) == []


async def test_a_mail_that_is_too_large_is_taken_in_by_its_header_only(shop: Shop, monkeypatch):
    monkeypatch.setattr("bot.channels.email.inbound.mailbox.BYTES", 2_000)
    shop.writes("Where is my order? " * 500)
    await shop.fetches()
    [conversation] = await shop.by_mail()
    lines = await shop.lines(conversation.id)

    assert lines[0].entry.text == ""
    assert "can't open" in shop.letters()[0].get_content()


async def test_a_subject_is_said_with_the_mail_when_it_tells_what_the_mail_does_not(shop: Shop):
    shop.writes("Where is it, please tell me?", Subject="Order 1042")
    shop.writes("Where is my parcel, please?", Subject="Hello")
    await shop.fetches()
    said = [(await shop.lines(conversation.id))[0].entry.text for conversation in await shop.by_mail()]

    assert said == ["Order 1042\nWhere is it, please tell me?", "Where is my parcel, please?"]
