"""What a letter says, in every language, and what no letter can be made to say."""

import base64

import pytest

from bot.channels.email.addresses import sender, usable
from bot.conversations.answers import Answer, Reply
from bot.conversations.messages import Button, FileKind, Offer
from bot.wording.texts import HERE
from tests.email.conftest import KARI, Shop

LANGUAGES = sorted(path.stem for path in HERE.glob("*.yml"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_letter_is_in_the_customers_language_and_says_how_to_answer_and_how_to_stop(
    shop: Shop, language: str
):
    shop.language = language
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "1042")
    await shop.minute_passes()
    [letter] = shop.letters()
    plain = letter.get_body(("plain",)).get_content()

    def say(key: str) -> str:
        return shop.texts_of.say(language, f"email_{key}")

    assert plain.startswith(say("greeting"))
    assert say("footer") in plain
    assert "STOP" in say("footer")
    assert say("left") in plain
    assert say("earlier") in plain
    assert letter["Content-Language"] == language
    assert str(conversation_id) in letter["Subject"]


async def test_urdu_is_shown_from_right_to_left_and_what_people_wrote_is_never_markup(shop: Shop):
    shop.language = "ur"
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "<b>پارسل</b> & <script>")
    await shop.minute_passes()
    [letter] = shop.letters()
    page = letter.get_body(("html",)).get_content()

    assert 'dir="rtl"' in page
    assert "&lt;b&gt;پارسل&lt;/b&gt; &amp; &lt;script&gt;" in page
    assert "<script>" not in page


async def test_what_is_for_staff_only_is_in_no_letter(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.desk.note(conversation_id, KARI, "A difficult one", "n1")
    await shop.agent_answers(conversation_id, "It is in Bergen.")
    await shop.minute_passes()

    assert "difficult" not in shop.letters()[0].as_string()


async def test_only_what_is_read_from_right_to_left_has_html(shop: Shop):
    conversation_id = await shop.leaves_an_address()
    await shop.agent_answers(conversation_id, "It is in Bergen.")
    await shop.minute_passes()

    assert shop.letters()[0].get_content_type() == "text/plain"


async def test_no_header_can_be_slipped_in_by_a_subject_a_name_or_an_address(shop: Shop):
    name = base64.b64encode(b"Eve\r\nBcc: a@b.example").decode()
    subject = base64.b64encode(b"Hi\r\nBcc: all@example.com 12").decode()
    raw = (
        f"From: =?utf-8?b?{name}?= <{shop.customer}>\r\nTo: {shop.us}\r\nMessage-ID: <x@y>\r\n"
        f"Subject: =?utf-8?b?{subject}?=\r\n\r\nWhere is my order now?\r\n"
    )
    shop.office.dovecot.deliver(shop.us, raw.encode())
    await shop.fetches()
    [letter] = shop.letters()

    assert letter["Bcc"] is None
    assert letter["To"].addresses[0].addr_spec == shop.customer
    assert letter["Subject"] == "Re: Hi Bcc: all@example.com 12"
    assert [envelope.rcpt_tos for envelope in shop.office.taken] == [[shop.customer]]


@pytest.mark.parametrize(
    "address",
    [
        "a b@example.com",
        "a@example.com\r\nBcc: x@y.z",
        "a@b@c",
        "ærlig@example.com",
        "a" * 70 + "@b.no",
        "",
        "@b.no",
    ],
)
def test_an_address_that_could_do_harm_is_none(address: str):
    assert usable(address) is None


def test_a_domain_in_other_letters_is_written_as_servers_read_it():
    assert usable("Kari@BLÅBÆR.example") == "kari@xn--blbr-roah.example"
    assert sender('"Shop, The" <help@shop.example>').name == "Shop, The"


async def test_what_an_agent_attaches_goes_along(shop: Shop):
    class Holds:
        async def fetch(self, ref: str, limit: int) -> bytes:
            return b"%PDF-1.7 a label"

    conversation_id = await shop.leaves_an_address()
    shop.files._sources = {**shop.files._sources, "desk": Holds()}
    await shop.desk.claim(conversation_id, KARI)
    offer = Offer(FileKind.DOCUMENT, "label.pdf", "application/pdf", "f1")
    await shop.desk.reply(conversation_id, KARI, "Your label", "r1", files=[offer])
    await shop.settle()
    await shop.minute_passes()
    [file] = shop.letters()[0].iter_attachments()

    assert (file.get_filename(), file.get_content()) == ("label.pdf", b"%PDF-1.7 a label")


async def test_quick_replies_are_told_in_words(shop: Shop):
    buttons = (Button("Size 42", "/x"), Button("Size 43", "/y"))
    shop.dialogue.ready.append(Answer((Reply("Which one?", buttons),)))
    shop.writes("I want to change my shoes")
    await shop.fetches()

    assert "Which one?\n\nYou can answer with one of these:\n• Size 42\n• Size 43" in (
        shop.letters()[-1].get_content().replace("\r\n", "\n")
    )
