"""`shopdesk log verify` and `shopdesk privacy`, as an operator runs them."""

import asyncio
import base64
import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import shopdesk
from bot.conversations.evidence import Notary
from bot.conversations.evidence_keys import EvidenceKey
from bot.conversations.messages import Author, Entry, FileKind, Offer
from bot.settings import evidence_secret, load_settings
from bot.storage.store import open_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log with two conversations, signed."""
    monkeypatch.setenv("SHOPDESK_VAR", str(tmp_path))

    async def talk() -> None:
        settings = load_settings()
        async with open_store(settings.database_url) as store:
            async with store.transaction() as ledger:
                for address in ("anna", "kari"):
                    opened = await ledger.open_conversation("widget", address, "en", NOON)
                    offer = Offer(FileKind.PHOTO, "torn.png", "image/png", "ref")
                    photo = await ledger.offer_file(opened.id, "widget", offer, NOON)
                    await ledger.keep_file(photo.key, f"picture of {address}".encode())
                    for text in (f"I am {address}", "and I wait"):
                        await ledger.append(opened.id, Entry(Author.CUSTOMER, text, files=(photo,)), NOON)
            await Notary(store, EvidenceKey(evidence_secret(settings)), lambda: NOON).once()

    asyncio.run(talk())
    return tmp_path / "shopdesk.db"


class Rasa(BaseHTTPRequestHandler):
    """Remembers one event."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"sessions": {"1.0": ["event"]}}).encode())

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Rasa) as server:
        monkeypatch.setenv("SHOPDESK_RASA_URLS", f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def on_disk(file: Path) -> bytes:
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def run(*words: str) -> Result:
    return CliRunner().invoke(shopdesk, list(words))


def test_verify_says_that_the_log_is_what_was_written_and_with_which_key(file: Path) -> None:
    result = run("log", "verify")

    assert result.exit_code == 0, result.output
    assert "4 lines in 2 conversations" in result.output
    key = EvidenceKey((file.parent / "evidence-key").read_text().strip()).public
    assert f"Public key {key}" in result.output
    assert run("log", "verify", "--public-key", key).exit_code == 0


def test_verify_names_what_was_changed_and_fails(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("DROP TRIGGER messages_refuse_update")
        database.execute("UPDATE messages SET author = 'agent' WHERE conversation_id = 2 AND seq = 2")
    database.close()

    result = run("log", "verify")

    assert result.exit_code == 1
    assert "conversation 2, line 2: altered" in result.output


def test_verify_misses_a_checkpoint_that_somebody_noted(file: Path) -> None:
    signature = run("log", "verify").output.partition("Last checkpoint ")[2].split()[0]
    assert run("log", "verify", "--holds", signature).exit_code == 0

    with sqlite3.connect(file) as database:
        database.execute("DELETE FROM heads")
        database.execute("DELETE FROM checkpoints")
    database.close()

    result = run("log", "verify", "--holds", signature)
    assert result.exit_code == 1
    assert "taken away" in result.output


def test_verify_needs_a_key_that_is_one(file: Path) -> None:
    assert file.exists()
    assert run("log", "verify", "--public-key", "abc").exit_code == 2


@pytest.mark.usefixtures("rasa")
def test_a_person_is_exported_with_their_files(file: Path) -> None:
    assert file.exists()

    found = json.loads(run("privacy", "export", "widget:anna").output)

    assert [line["entry"]["text"] for line in found["episodes"][0]["messages"]] == ["I am anna", "and I wait"]
    assert [base64.b64decode(content) for content in found["contents"].values()] == [b"picture of anna"]
    assert found["sessions"] == {"1.0": ["event"]}
    assert "kari" not in json.dumps(found)


def test_an_export_without_rasa_says_what_is_missing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert file.exists()
    monkeypatch.setenv("SHOPDESK_RASA_URLS", "http://127.0.0.1:1")

    result = run("privacy", "export", "1")

    assert result.exit_code == 1
    assert "Rasa does not answer" in result.output


def test_a_person_is_erased_and_the_log_verifies_afterwards(file: Path) -> None:
    assert run("privacy", "erase", "widget:anna").exit_code == 1  # nobody said yes
    assert b"I am anna" in on_disk(file)

    result = run("privacy", "erase", "widget:anna", "--yes")

    assert result.exit_code == 0, result.output
    assert "Conversations: 1" in result.output
    assert b"anna" not in on_disk(file)
    assert b"I am kari" in on_disk(file)
    assert run("log", "verify").exit_code == 0
    assert run("log", "show", "1").exit_code == 0
    assert "kari" in run("log", "search", "kari").output


def test_a_person_of_whom_nothing_is_kept_is_an_error(file: Path) -> None:
    assert file.exists()
    for command in ("export", "erase"):
        result = run("privacy", command, "telegram:1")
        assert result.exit_code == 1
        assert "Nothing is kept" in result.output
