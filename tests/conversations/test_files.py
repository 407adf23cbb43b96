"""Files that people send: fetched after their line, checked, and refused with a word."""

import re

import pytest

from bot.conversations.errors import ChannelBusy, ChannelRefused
from bot.conversations.file_rules import clean_name, content_refusal, type_refusal
from bot.conversations.messages import File, FileKind, Offer
from tests.conversations.conftest import KARI, Chat

JPEG = b"\xff\xd8\xff and so on"
PHOTO = Offer(FileKind.PHOTO, "../../etc/shoe.jpg", "image/jpeg", "ref-1")


async def send(chat: Chat, offer: Offer = PHOTO) -> File:
    receipt = await chat.sends(kind=offer.kind.value, files=(offer,))
    lines = await chat.lines(receipt.conversation_id)
    return next(line.entry.files[0] for line in reversed(lines) if line.entry.files)


async def test_a_file_is_kept_beside_the_log_under_a_clean_name(chat: Chat) -> None:
    chat.source.holds["ref-1"] = JPEG
    file = await send(chat)

    assert file.name == "shoe.jpg"
    assert await chat.files.content(file.key) == JPEG


async def test_a_file_that_cannot_be_had_yet_is_tried_again_and_so_is_its_sending(chat: Chat) -> None:
    """Fails when the line is sent on, or the file given up, at the first trouble."""
    chat.source.holds["ref-1"] = ChannelBusy(30)
    file = await send(chat)
    with pytest.raises(ChannelBusy):
        await chat.files.content(file.key)

    chat.source.holds["ref-1"] = JPEG
    chat.clock.advance(seconds=31)
    await chat.sweeps()
    assert await chat.files.content(file.key) == JPEG


@pytest.mark.parametrize(
    ("offer", "content", "why"),
    [
        (Offer(FileKind.DOCUMENT, "a.html", "text/html", "r"), b"<p>", "type text/html"),
        (Offer(FileKind.DOCUMENT, "a.svg", "image/svg+xml", "r"), b"<svg>", "type image/svg+xml"),
        (Offer(FileKind.DOCUMENT, "a.exe", "application/x-msdownload", "r"), b"MZ", "are not taken"),
        (Offer(FileKind.PHOTO, "a.jpg", "image/jpeg", "r", 21 * 1024 * 1024), JPEG, "larger than 20 MB"),
        (Offer(FileKind.PHOTO, "a.jpg", "image/jpeg", "r"), b"<html>", "not really image/jpeg"),
        (Offer(FileKind.DOCUMENT, "a.txt", "text/plain", "r"), b" <!DOCTYPE html>", "could be run"),
        (Offer(FileKind.VIDEO, "a.mp4", "video/mp4", "r"), b"MZ\x90\x00", "could be run"),
        (Offer(FileKind.DOCUMENT, "a.txt", "text/plain", "r"), b"a\0b", "not really text"),
        (Offer(FileKind.PHOTO, "a.jpg", "image/jpeg", "r"), b"", "empty"),
        (Offer(FileKind.PHOTO, "a.jpg", "image/jpeg", "r"), ChannelRefused("it is gone"), "it is gone"),
    ],
)
async def test_a_file_that_is_not_taken_is_explained_to_staff_and_politely_to_its_sender(
    chat: Chat, offer: Offer, content: bytes | Exception, why: str
) -> None:
    """Fails without the checks of type, size and content."""
    chat.source.holds["r"] = content
    file = await send(chat, offer)

    with pytest.raises(ChannelRefused, match=re.escape(why)):
        await chat.files.content(file.key)
    told = [m.entry for m in await chat.lines(1) if m.entry.details.get("event") == "file_refused"]
    assert [entry.internal for entry in told] == [True]
    assert why in told[0].text
    assert f"couldn't take the file {offer.name}" in (await chat.texts())[-1]


async def test_a_picture_under_the_name_of_another_kind_is_taken(chat: Chat) -> None:
    """Fails when a picture's bytes must be of the very kind that it is called."""
    chat.source.holds["r"] = b"\x89PNG\r\n\x1a\n and so on"
    file = await send(chat, Offer(FileKind.PHOTO, "a.jpg", "image/jpeg", "r"))

    assert (await chat.files.content(file.key)).startswith(b"\x89PNG")


async def test_an_agents_file_goes_to_the_customer_and_its_refusal_only_to_staff(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    chat.source.holds |= {"good": JPEG, "bad": b"<html>"}
    for ref in ("good", "bad"):
        offer = Offer(FileKind.PHOTO, f"{ref}.jpg", "image/jpeg", ref)
        await chat.desk.reply(conversation, KARI, "", f"s-{ref}", channel="slack", files=(offer,))
        await chat.settle()

    assert [
        run[0].message.entry.files[0].name for run in chat.channel.runs if run[0].message.entry.files
    ] == [
        "good.jpg",
        "bad.jpg",
    ]
    assert "The file bad.jpg was not taken: it is not really image/jpeg." in chat.slack.sent
    assert not any("couldn't take" in text for text in chat.channel.sent)


async def test_a_fault_in_fetching_holds_up_no_answer(chat: Chat) -> None:
    chat.source.holds["ref-1"] = RuntimeError("a fault of ours")
    await send(chat)

    assert "can't look at pictures" in chat.channel.sent[-1]


async def test_a_file_that_never_comes_is_given_up(chat: Chat) -> None:
    chat.source.holds["ref-1"] = ChannelBusy(1)
    file = await send(chat)
    for _ in range(60):
        chat.clock.advance(seconds=2)
        await chat.sweeps()

    with pytest.raises(ChannelRefused, match="could not be fetched"):
        await chat.files.content(file.key)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("shoe.jpg", "shoe.jpg"),
        ("C:\\temp\\shoe.jpg", "shoe.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\nb\0c.pdf", "abc.pdf"),
        ('a<b>:"c|?*.pdf', "a_b_c_.pdf"),
        ("جوتا.jpg", "جوتا.jpg"),
        ("x" * 300 + ".jpeg", "x" * 95 + ".jpeg"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_files_name_is_made_safe_and_stays_readable(given: str, clean: str) -> None:
    assert clean_name(given) == clean


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/jpeg", JPEG),
        ("image/png", b"\x89PNG\r\n\x1a\n..."),
        ("application/pdf", b"%PDF-1.7"),
        ("text/plain; charset=utf-8", "hei på deg".encode()),
        ("audio/ogg", b"OggS"),
        ("video/mp4", b"\0\0\0\x18ftypmp42"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04..."),
    ],
)
def test_what_customers_usually_send_is_taken(media_type: str, content: bytes) -> None:
    assert type_refusal(media_type, len(content)) is None
    assert content_refusal(media_type, content) is None
