"""Files, changed lines and the way to Telegram, as a shopper sees them in a real Chromium."""

import struct
import zlib

import pytest
from playwright.async_api import Page, expect

from bot.conversations.messages import Author, FileKind
from tests.widget.test_browser import axe, bubbles, hears, open_chat, say


def _drawn(width: int = 240, height: int = 160) -> bytes:
    """A plain picture, as PNG."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x2a\x7f\x62" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PICTURE = (FileKind.PHOTO, "the hat.png", "image/png", _drawn())
LABEL = (FileKind.DOCUMENT, "return label.pdf", "application/pdf", b"%PDF-1.7")


async def begun(shop, page: Page) -> int:
    """The conversation of a page that has said hello."""
    await open_chat(page)
    await say(page, "hello")
    await hears(page, "You said: hello")
    return int(shop.bot.asked[-1].session.partition(".")[0])


async def loaded(page: Page, name: str) -> bool:
    picture = page.get_by_role("img", name=name)
    await expect(picture).to_be_visible()
    return await picture.evaluate("async (one) => (await one.decode(), one.naturalWidth > 0)")


async def test_a_person_s_picture_is_seen_and_their_file_can_be_had(shop, visit):
    page = await visit()
    conversation = await begun(shop, page)
    await shop.writes(conversation, "Is it this one?", files=(PICTURE, LABEL))
    await hears(page, "Is it this one?")
    assert await loaded(page, "the hat.png")
    label = page.get_by_role("link", name="return label.pdf (opens in a new tab)")
    saved = await page.request.get(await label.get_attribute("href") or "")

    assert await saved.body() == LABEL[3]
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''return%20label.pdf"


async def test_a_reader_at_the_end_stays_there_when_a_picture_comes(shop, visit):
    """Mutation: a picture that takes its room without the list following it."""
    page = await visit()
    conversation = await begun(shop, page)
    await shop.writes(conversation, "\n".join("many lines before it"))
    written = await shop.writes(conversation, "Is it this one?", files=((*PICTURE[:3], None), LABEL))
    await hears(page, "Is it this one?")
    async with shop.store.transaction() as ledger:
        await ledger.keep_file(written.entry.files[0].key, PICTURE[3])
    assert await loaded(page, "the hat.png")

    await expect(page.get_by_role("link", name="return label.pdf")).to_be_in_viewport()


async def test_a_picture_that_was_not_fetched_yet_is_shown_when_it_has_come(shop, visit):
    page = await visit()
    conversation = await begun(shop, page)
    written = await shop.writes(conversation, "Look:", files=((*PICTURE[:3], None),))
    await hears(page, "Look:")
    async with shop.store.transaction() as ledger:
        await ledger.keep_file(written.entry.files[0].key, PICTURE[3])

    assert await loaded(page, "the hat.png")


async def test_a_file_without_words_has_a_line_of_its_own(shop, visit):
    page = await visit()
    await shop.writes(await begun(shop, page), "", files=(LABEL,))

    await expect(page.locator(".agent .bubble")).to_contain_text("return label.pdf")


async def test_a_file_s_name_is_text_and_its_link_leads_nowhere_else(shop, visit):
    page = await visit()
    name = "<img src=x onerror=document.title='stolen'>.pdf"
    await shop.writes(await begun(shop, page), "", files=((LABEL[0], name, *LABEL[2:]),))
    link = page.locator(".agent a.file")
    await expect(link).to_contain_text(name)

    assert (await link.get_attribute("href") or "").startswith(shop.url + "/files/")
    assert "stolen" not in await page.title()


async def test_a_changed_line_is_changed_in_its_place_and_says_so(shop, visit):
    page = await visit()
    conversation = await begun(shop, page)
    first = await shop.writes(conversation, "It comes on Monday")
    await shop.writes(conversation, "Anything else?")
    await shop.writes(conversation, "It comes on Tuesday", corrects=first.id)
    await hears(page, "It comes on Tuesday")
    said = ["hello", "You said: hello", "It comes on Tuesday", "Anything else?"]

    assert await bubbles(page) == said
    await expect(page.locator(".agent").first.locator(".edited")).to_be_in_viewport()
    await page.reload()
    await hears(page, "It comes on Tuesday")
    assert await bubbles(page) == said
    await expect(page.locator(".edited")).to_have_text(["edited"])
    await page.evaluate("shopdesk('setLocale', 'nb')")
    assert await bubbles(page) == said
    await expect(page.locator(".edited")).to_have_text(["redigert"])


async def test_a_line_taken_back_says_so_and_shows_nothing_of_it(shop, visit):
    page = await visit()
    conversation = await begun(shop, page)
    first = await shop.writes(conversation, "for Ola: 10442", files=(LABEL,))
    await hears(page, "for Ola")
    await shop.writes(conversation, "for Ola: 10443", corrects=first.id)
    await shop.writes(conversation, "", corrects=first.id, withdrawn=True)
    await hears(page, "Message withdrawn")
    gone = page.locator(".agent .bubble")

    await expect(gone).to_have_text("Message withdrawn")
    await page.reload()
    await expect(gone).to_have_text("Message withdrawn")
    await page.evaluate("shopdesk('setLocale', 'fi')")
    await expect(gone).to_have_text("Viesti peruttu")
    assert await page.locator(".agent a, .edited").count() == 0


async def test_a_change_is_not_counted_as_a_new_line_and_does_not_join_strangers_lines(shop, visit):
    page = await visit()
    conversation = await begun(shop, page)
    first = await shop.writes(conversation, "It comes on Monday")
    await say(page, "thank you")
    await hears(page, "You said: thank you")
    await page.locator("header").get_by_role("button", name="Close chat").click()
    await shop.writes(conversation, "It comes on Tuesday", corrects=first.id)
    await hears_hidden(page, "It comes on Tuesday")
    await expect(page.locator(".badge")).to_be_hidden()
    await shop.writes(conversation, "Have a nice day")
    await expect(page.locator(".badge")).to_have_text("1")

    assert not await page.locator(".agent.same").count()


async def hears_hidden(page: Page, text: str) -> None:
    await expect(page.locator(".log .bubble", has_text=text).last).to_be_attached()


async def test_the_way_to_telegram_is_offered_once_there_is_something_to_carry(shop, visit):
    page = await visit()
    await open_chat(page)
    away = page.locator("header").get_by_role("button", name="Continue on Telegram")
    await expect(page.locator(".under")).to_be_visible()
    await expect(away).to_be_hidden()
    conversation = await begun(shop, page)
    await page.reload()
    await away.click()
    link = page.get_by_role("link", name="Open Telegram")

    await expect(link).to_be_focused()
    await expect(link).to_have_attribute("href", f"https://t.me/varde_bot?start=pass{conversation}")
    await expect(link).to_have_attribute("rel", "noopener")
    await expect(link).to_have_accessible_name(
        "Open Telegram (the link works for 10 minutes) (opens in a new tab)"
    )


async def test_a_link_is_gone_once_it_was_used(shop, visit):
    page = await visit()
    await begun(shop, page)
    await page.context.route("https://t.me/**", lambda route: route.fulfill(body="Telegram"))
    await page.get_by_role("button", name="Continue on Telegram").click()
    async with page.context.expect_page():
        await page.get_by_role("link", name="Open Telegram").click()

    await expect(page.locator(".notice")).to_be_empty()


async def test_a_closed_conversation_is_not_offered_to_be_carried(shop, visit):
    page = await visit()
    conversation = await begun(shop, page)
    async with shop.store.transaction() as ledger:
        await ledger.save((await ledger.lock(conversation)).close())
    await shop.writes(conversation, "Goodbye", author=Author.SHOP)
    await hears(page, "Goodbye")

    await expect(page.get_by_role("button", name="Continue on Telegram")).to_be_hidden()


async def test_without_telegram_there_is_no_way_there(shop, visit):
    await shop.stop()
    shop.telegram = None
    await shop.start()
    page = await visit()
    await begun(shop, page)

    await expect(page.get_by_role("button", name="Continue on Telegram")).to_be_hidden()


async def test_when_telegram_cannot_be_reached_the_shopper_is_told_so_in_words(shop, visit):
    shop.telegram.reachable = False
    page = await visit()
    await begun(shop, page)
    await page.get_by_role("button", name="Continue on Telegram").click()

    await expect(page.locator(".notice")).to_have_text("That does not work just now. You can go on here.")
    await expect(page.locator(".notice")).to_be_empty(timeout=15_000)


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing_in_files_and_changed_lines(shop, visit, theme, language):
    page = await visit()
    await page.evaluate("theme => shopdesk('setTheme', theme)", theme)
    await page.evaluate("language => shopdesk('setLocale', language)", language)
    conversation = await begun(shop, page)
    await with_all_kinds_of_lines(shop, conversation)
    await expect(page.locator(".log em")).to_be_visible()
    assert await loaded(page, "the hat.png")
    await page.locator("header button").first.click()
    await page.locator(".notice a").wait_for()
    await page.mouse.move(0, 0)

    await axe(page)


async def with_all_kinds_of_lines(shop, conversation: int) -> None:
    first = await shop.writes(conversation, "یہ پیر کو آئے گا")
    second = await shop.writes(conversation, "for somebody else")
    await shop.writes(conversation, "Is it this one?", files=(PICTURE, LABEL))
    await shop.writes(conversation, "یہ منگل کو آئے گا", corrects=first.id)
    await shop.writes(conversation, "", corrects=second.id, withdrawn=True)
