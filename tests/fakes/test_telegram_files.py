"""Files that go through the fake of Telegram, both ways."""

import pytest
from telegram import InputFile
from telegram.error import BadRequest, InvalidToken, NetworkError

from tests.fakes.telegram.drawing import png
from tests.fakes.telegram.files import DOWNLOAD_BYTES


async def test_a_customers_photo_is_fetched_byte_for_byte(bot, kari):
    await kari.sends("photo", png(640, 480), caption="broken")

    [update] = await bot.get_updates()
    thumbnail, whole = update.message.photo
    content = await (await whole.get_file()).download_as_bytearray()
    assert bytes(content) == png(640, 480)
    assert (whole.width, whole.height, update.message.caption) == (640, 480, "broken")
    assert (thumbnail.width, thumbnail.height) == (90, 68)


async def test_a_document_keeps_its_name_and_type(bot, kari):
    await kari.sends("document", b"%PDF-1.7", name="../Rechnung ü.pdf", media_type="application/pdf")

    [update] = await bot.get_updates()
    document = update.message.document
    assert (document.file_name, document.mime_type, document.file_size) == (
        "../Rechnung ü.pdf",
        "application/pdf",
        8,
    )


@pytest.mark.parametrize("kind", ["voice", "video", "audio", "animation", "video_note", "sticker"])
async def test_every_kind_can_be_fetched(bot, kari, kind):
    await kari.sends(kind, b"content of it")

    [update] = await bot.get_updates()
    file = await getattr(update.message, kind).get_file()
    assert bytes(await file.download_as_bytearray()) == b"content of it"


async def test_beyond_20_mb_a_bot_cannot_fetch_it(bot, kari):
    await kari.sends("document", size=DOWNLOAD_BYTES)
    await kari.sends("document", size=DOWNLOAD_BYTES + 1)

    fits, too_big = [it.message.document for it in await bot.get_updates()]
    assert len(await (await fits.get_file()).download_as_bytearray()) == DOWNLOAD_BYTES
    with pytest.raises(BadRequest, match="ile is too big"):
        await too_big.get_file()


async def test_what_nobody_sent_cannot_be_fetched(bot, telegram):
    with pytest.raises(BadRequest, match="nvalid file_id"):
        await bot.get_file("AgAC-never-seen")
    with pytest.raises(InvalidToken, match="Not Found"):
        await bot.request.retrieve(f"{telegram.base_file_url}{telegram.token}/documents/file_99.pdf")


async def test_without_the_token_nothing_can_be_fetched(bot, telegram, kari):
    await kari.sends("document", b"secret")
    [update] = await bot.get_updates()
    file = await update.message.document.get_file()

    with pytest.raises(InvalidToken):
        await bot.request.retrieve(file.file_path.replace(telegram.token, "424242:" + "x" * 35))


async def test_what_the_bot_sends_arrives_byte_for_byte(bot, control, kari):
    content = bytes(range(256)) + b"\r\n--x--\r\n\r\n"
    await bot.send_document(kari.id, InputFile(content, "Beleg ä.bin"), caption="your receipt")

    [seen] = await kari.got()
    assert await control.file(seen.file["file_id"]) == content
    assert (seen.text, seen.file["file_name"]) == ("your receipt", "Beleg ä.bin")


async def test_a_file_that_is_there_can_be_sent_again_by_its_id(bot, control, kari):
    first = await bot.send_photo(kari.id, png())
    await bot.send_photo(kari.id, first.photo[-1].file_id)

    again = (await kari.got())[1]
    assert await control.file(again.file["file_id"]) == png()
    with pytest.raises(BadRequest, match="rong file identifier"):
        await bot.send_photo(kari.id, "https://varde.example/picture.png")


async def test_no_picture_and_no_content_are_refused(bot, kari):
    with pytest.raises(BadRequest, match="mage_process_failed"):
        await bot.send_photo(kari.id, b"not a picture")
    with pytest.raises(BadRequest, match="ile must be non-empty"):
        await bot.send_document(kari.id, b"")
    with pytest.raises(NetworkError, match="Too Large"):
        await bot.send_document(kari.id, bytes(50 * 1024 * 1024 + 1))


async def test_a_caption_has_1024_characters_at_most(bot, kari):
    await bot.send_photo(kari.id, png(), caption="x" * 1024)

    with pytest.raises(BadRequest, match="essage caption is too long"):
        await bot.send_photo(kari.id, png(), caption="x" * 1025)


async def test_a_place_arrives_both_ways(bot, kari):
    await bot.send_location(kari.id, 60.39, 5.32)
    await kari.sends_location(59.91, 10.75)

    [seen] = await kari.got()
    [update] = await bot.get_updates()
    assert seen.location == (60.39, 5.32)
    assert (update.message.location.latitude, update.message.location.longitude) == (59.91, 10.75)
    with pytest.raises(BadRequest, match="rong latitude"):
        await bot.send_location(kari.id, 100, 5)
