"""The customer's own copy: all that they may see, nothing that they may not, in their language, as one safe page."""

import html
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversations.answers import Answer, Reply
from bot.conversations.messages import Author, Entry, File, FileKind, Message, Wish
from bot.conversations.transcript_page import Section, page
from bot.conversations.transcripts import SOURCE, Transcripts
from bot.wording.texts import Texts
from tests.conversations.conftest import KARI, Chat

TEXTS = Texts(ZoneInfo("UTC"))
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def said(found: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r'<p class="said"[^>]*>(.*?)</p>', found, re.DOTALL)]


def copies(chat: Chat) -> Transcripts:
    return Transcripts(chat.store, chat.texts_of, chat.clock)


async def copy(chat: Chat) -> str:
    found = await copies(chat).of(chat.customers_channel, chat.address)
    assert found is not None
    return found


async def test_a_copy_has_every_line_that_the_customer_saw_and_no_internal_one(chat: Chat) -> None:
    """Fails when a note of staff stands in the customer's copy."""
    chat.dialogue.ready.append(Answer((Reply("Hello!"),)))
    await chat.says("hi <b>there</b>")
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.note(conversation, KARI, "a difficult one", "n1")
    await chat.desk.reply(conversation, KARI, "I am here", "r1")

    found = await copy(chat)

    assert said(found)[:3] == ["hi <b>there</b>", "Hello!", "I want a person"]
    assert said(found)[-1] == "I am here"
    assert "a difficult one" not in found
    assert "<b>Kari</b>" in found


async def test_a_copy_is_only_of_ones_own(chat: Chat) -> None:
    await chat.says("mine")
    chat.address = "visitor-2"
    await chat.says("of another")

    assert said(await copy(chat)) == ["of another", "bot: of another"]
    assert await copies(chat).of("widget", "visitor-3") is None


async def test_a_copy_reads_in_the_customers_language_and_direction(chat: Chat) -> None:
    chat.language = "ur"
    await chat.says("سلام")

    found = await copy(chat)

    assert '<html lang="ur" dir="rtl">' in found
    assert chat.texts_of.say("ur", "transcript_title") in found
    assert 'dir="ltr"' in page(chat.texts_of, "ur-Latn", [], NOW)


async def test_a_card_number_is_not_copied(chat: Chat) -> None:
    await chat.says("4111 1111 1111 1111")

    assert "[card]" in await copy(chat)
    assert "4111" not in await copy(chat)


async def test_who_wishes_for_a_copy_is_sent_it_as_a_document(chat: Chat) -> None:
    chat.files._sources[SOURCE] = copies(chat)
    chat.customers_channel = "telegram"
    await chat.says("hello")

    await chat.sends(text="/transcript", wish=Wish.TRANSCRIPT)

    line = await chat.last()
    [file] = line.entry.files
    assert line.entry.text == chat.texts_of.say("en", "transcript_here")
    assert (file.name, file.media_type) == ("conversation.html", "text/html")
    assert said((await chat.files.content(file.key)).decode())[:2] == ["hello", "bot: hello"]
    assert chat.channel.sent[-1] == line.entry.text


def lines(*entries: Entry) -> list[Message]:
    return [Message(place, 1, place, NOW, entry) for place, entry in enumerate(entries, 1)]


async def test_a_corrected_line_has_its_new_words_and_a_withdrawn_one_none(chat: Chat) -> None:
    spoken = lines(
        Entry(Author.CUSTOMER, "orignal", files=(File("k", FileKind.PHOTO, "shoe <1>.png", "image/png"),)),
        Entry(Author.BOT, "answer"),
        Entry(Author.AGENT, "secret", name="Kari"),
        Entry(Author.CUSTOMER, "original", corrects=1),
        Entry(Author.CUSTOMER, "the original", corrects=4),
        Entry(Author.AGENT, "", name="Kari", corrects=3, withdrawn=True),
    )

    found = page(chat.texts_of, "en", [Section("", "en", spoken)], NOW)

    assert said(found) == ["the original", "answer", "<i>Message withdrawn</i>"]
    assert "secret" not in found
    assert found.count("<i>edited</i>") == 1
    assert "shoe &lt;1&gt;.png" in found
    assert '<li class="year">2026</li>' in found


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {(tag, name) for name, _ in attrs} | {(tag, "")}


@settings(deadline=None)
@given(st.text(alphabet="<>\"'&/ =scriptonerrorimg\u202e") | st.text())
def test_nothing_that_anybody_wrote_becomes_markup(text: str) -> None:
    entries = [Entry(Author.CUSTOMER, f"x{text}"), Entry(Author.AGENT, "x", name=text)]
    parsed, plain = Tags(), Tags()

    parsed.feed(page(TEXTS, "en", [Section(f"h{text}", "en", lines(*entries))], NOW))
    plain.feed(
        page(
            TEXTS, "en", [Section("h", "en", lines(*[Entry(e.author, "x", name="n") for e in entries]))], NOW
        )
    )

    assert parsed.seen == plain.seen


@pytest.mark.parametrize("language", ["en", "nb", "fi", "it", "ur", "ur-Latn"])
async def test_the_page_needs_nothing_from_elsewhere(chat: Chat, language: str) -> None:
    found = page(chat.texts_of, language, [Section("", language, lines(Entry(Author.BOT, "x")))], NOW)

    assert not re.search(r"src=|href=|url\(|@import|<script", found)
    assert "default-src 'none'" in found
