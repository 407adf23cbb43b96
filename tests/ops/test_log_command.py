"""`shopdesk log` shows, finds and exports what was said, and changes nothing."""

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import shopdesk
from bot.conversations.messages import Author, Entry, File, FileKind, Offer
from bot.conversations.model import Agent
from bot.conversations.reviews import ReviewKind
from bot.settings import load_settings
from bot.storage.store import open_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAID = (
    Entry(Author.CUSTOMER, "Where is my PARCEL? 100% lost", channel="widget", external_id="a"),
    Entry(Author.BOT, "What is your order number?"),
    Entry(Author.AGENT, "a lost parcel, again", name="Kari", internal=True),
)


@pytest.fixture
def conversation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("SHOPDESK_VAR", str(tmp_path))

    async def talk() -> int:
        async with open_store(load_settings().database_url) as store, store.transaction() as ledger:
            opened = await ledger.open_conversation("widget", "anna", "en", NOON)
            for number, entry in enumerate(SAID):
                await ledger.append(opened.id, entry, NOON + timedelta(seconds=number))
            return opened.id

    return asyncio.run(talk())


@pytest.fixture
def changed(conversation: int) -> int:
    """The conversation goes on with a file, a poll, a change and a withdrawal."""

    async def talk() -> None:
        async with open_store(load_settings().database_url) as store, store.transaction() as ledger:
            offer = Offer(FileKind.DOCUMENT, "return label.pdf", "application/pdf", ref="x")
            file: File = await ledger.offer_file(conversation, "slack", offer, NOON)

            async def append(minute: int, entry: Entry) -> int:
                return (await ledger.append(conversation, entry, NOON + timedelta(minutes=minute))).id

            label = await append(1, Entry(Author.AGENT, "your label", name="Kari", files=(file,)))
            await append(2, Entry(Author.CUSTOMER, "", details={"kind": "poll"}))
            await append(3, Entry(Author.AGENT, "a new label", name="Kari", files=(file,), corrects=label))
            await append(4, Entry(Author.AGENT, "", name="Kari", corrects=label, withdrawn=True))

    asyncio.run(talk())
    return conversation


def log(*words: object) -> Result:
    return CliRunner().invoke(shopdesk, ["log", *map(str, words)])


def test_show_prints_a_conversation_in_order_with_its_notes(conversation: int) -> None:
    result = log("show", conversation)

    assert result.exit_code == 0, result.output
    assert [line.partition("  ")[2] for line in result.output.splitlines()[1:]] == [
        "customer: Where is my PARCEL? 100% lost",
        "bot: What is your order number?",
        "agent Kari (internal): a lost parcel, again",
    ]


def test_show_names_files_changes_and_what_was_taken_back(changed: int) -> None:
    assert [line.partition("  ")[2] for line in log("show", changed).output.splitlines()[4:]] == [
        "agent Kari: your label [document return label.pdf]",
        "customer: [poll]",
        "agent Kari (changes the line of 2026-11-22 12:01:00): a new label [document return label.pdf]",
        "agent Kari (withdraws the line of 2026-11-22 12:01:00):",
    ]


def test_search_says_that_a_line_changes_another(changed: int) -> None:
    newest, first = log("search", "label").output.splitlines()

    assert "(changes an earlier line): a new label [document return label.pdf]" in newest
    assert "agent Kari: your label [document return label.pdf]" in first


def test_show_says_that_there_is_no_such_conversation(conversation: int) -> None:
    result = log("show", 999)

    assert (result.exit_code, result.output) == (1, "Error: There is no conversation 999.\n")


def test_search_finds_lines_with_all_words_whatever_their_capitals_newest_first(conversation: int) -> None:
    result = log("search", "lost", "parcel")

    lines = result.output.splitlines()
    assert ["again" in line for line in lines] == [True, False]
    assert f"conversation      {conversation}" in lines[0]


def test_search_takes_words_as_they_are(conversation: int) -> None:
    assert len(log("search", "100%").output.splitlines()) == 1
    assert log("search", "1%t").exit_code == 1


def test_search_can_be_narrowed_and_then_needs_no_words(conversation: int) -> None:
    assert len(log("search", "--agent", "Kari").output.splitlines()) == 3
    assert len(log("search", "lost", "--channel", "widget", "--language", "en").output.splitlines()) == 2
    assert log("search", "lost", "--channel", "telegram").exit_code == 1
    assert log("search", "--until", "2026-11-22").exit_code == 1
    assert "Say what to look for" in log("search").output


def test_export_has_a_conversation_a_line_with_all_that_was_said(conversation: int) -> None:
    result = log("export")

    episodes = [json.loads(line) for line in result.output.splitlines()]
    assert [episode["conversation"]["id"] for episode in episodes] == [conversation]
    assert [
        (said["seq"], said["entry"]["author"], said["entry"]["text"]) for said in episodes[0]["messages"]
    ] == [(number, entry.author.value, entry.text) for number, entry in enumerate(SAID, 1)]
    assert episodes[0]["messages"][0]["created_at"] == "2026-11-22T12:00:00Z"


def test_export_as_csv_has_a_row_a_line_and_nothing_that_a_spreadsheet_would_run(conversation: int) -> None:
    async def attack() -> None:
        async with open_store(load_settings().database_url) as store, store.transaction() as ledger:
            await ledger.append(conversation, Entry(Author.CUSTOMER, '=HYPERLINK("x")\nnew line'), NOON)

    asyncio.run(attack())
    rows = list(csv.DictReader(io.StringIO(log("export", "--format", "csv").output)))

    assert [row["text"] for row in rows] == [*(entry.text for entry in SAID), '\'=HYPERLINK("x")\nnew line']
    assert [row["internal"] for row in rows] == ["False", "False", "True", "False"]
    assert rows[0] | {"at": "2026-11-22T12:00:00+00:00", "author": "customer", "channel": "widget"} == rows[0]


def test_export_as_a_page_has_notes_for_staff_and_none_for_the_customer(conversation: int) -> None:
    everything = log("export", "--format", "html").output
    copy = log("export", "--format", "html", "--for-customer").output

    assert everything.startswith("<!doctype html>")
    for said in SAID:
        assert said.text in everything
    assert f"<h2>{conversation} · widget · en</h2>" in everything
    assert "again" not in copy
    assert "What is your order number?" in copy
    assert log("export", "--format", "html", "--channel", "telegram").output.count("<section") == 0
    assert log("export", "--for-customer").exit_code == 2


def test_export_can_be_narrowed_to_days(conversation: int) -> None:
    assert log("export", "--since", "2026-11-23").output == ""
    assert log("export", "--until", "2026-11-22").output == ""
    assert log("export", "--since", "2026-11-22", "--until", "2026-11-23").output.count("\n") == 1
    assert log("export", "--agent", "Kari", "--channel", "widget").output.count("\n") == 1
    assert log("export", "--agent", "Ola").output == ""


def test_reviews_show_what_staff_marked_with_the_question_and_their_note(conversation: int) -> None:
    assert log("reviews").output == "Error: Staff have marked no answer.\n"

    async def mark() -> None:
        async with open_store(load_settings().database_url) as store, store.transaction() as ledger:
            asked = await ledger.append(conversation, Entry(Author.CUSTOMER, "may I return shoes?"), NOON)
            entry = Entry(Author.BOT, "We sell shoes.", answers=asked.id)
            answer = await ledger.append(conversation, entry, NOON)
            kari = Agent("slack:U1", "Kari")
            await ledger.review(answer.id, kari, ReviewKind.WRONG, "[30 days] were asked for", NOON)

    asyncio.run(mark())

    assert log("reviews").output.splitlines() == [
        f"wrong answer, conversation {conversation}, Kari: [30 days] were asked for",
        "  2026-11-22 12:00:00  customer: may I return shoes?",
        "  2026-11-22 12:00:00  bot: We sell shoes.",
    ]


def test_without_a_log_nothing_is_made_and_doctor_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPDESK_VAR", str(tmp_path))

    result = log("export")

    assert "shopdesk doctor" in result.output
    assert list(tmp_path.iterdir()) == []
