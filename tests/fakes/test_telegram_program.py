"""The fake of Telegram as a program, and its page, used by a person in a browser."""

import asyncio
import json
import os
import signal
import sys

import pytest
from playwright.async_api import async_playwright, expect
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from tests.fakes.telegram.drawing import png

CHROMIUM = os.environ.get("SHOPDESK_CHROMIUM", "/usr/bin/chromium")
TOKEN = "1234567:" + "p" * 35


async def test_the_program_tells_its_port_lets_its_token_in_and_stops_when_told(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    command = [sys.executable, "-m", "tests.fakes.telegram", "--port", "0", "--token", TOKEN]
    program = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert program.stdout is not None
        async with asyncio.timeout(30):
            port = json.loads(await program.stdout.readline())["port"]
        async with Bot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot") as bot:
            me = await bot.get_me()
    finally:
        program.send_signal(signal.SIGTERM)
        code = await program.wait()

    assert me.id == 1234567
    assert code == 0


@pytest.mark.e2e
async def test_a_person_uses_the_page_as_a_customer(telegram, bot, control, tmp_path):
    picture = tmp_path / "damaged.png"
    picture.write_bytes(png())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        await page.goto(f"{telegram.url}/?start=pass-1")
        await expect(page.get_by_label("Message")).to_have_value("/start pass-1")
        await page.get_by_label("Name").fill("Kari <b>N</b>")
        await page.get_by_label("Language").select_option("nb")
        await page.get_by_role("button", name="New customer").click()
        [start] = await _updates(bot)
        kari = start.message.chat_id

        yes = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="7:0")]])
        await bot.send_message(kari, "Damaged? <i>", reply_markup=yes)
        await page.get_by_role("button", name="Yes").click()
        [press] = await _updates(bot, start)
        await press.callback_query.answer("Thank you")
        await expect(page.get_by_role("status")).to_have_text("Thank you")

        await page.get_by_label("Picture").set_input_files(picture)
        [photo] = await _updates(bot, press)
        page.once("dialog", lambda dialog: asyncio.ensure_future(dialog.accept("60.39, 5.32")))
        await page.get_by_role("button", name="Location").click()
        [place] = await _updates(bot, photo)
        await page.get_by_label("Message").fill("it is brokne")
        await page.get_by_role("button", name="Send").click()
        [said] = await _updates(bot, place)
        await page.get_by_role("button", name="edit").last.click()
        await page.get_by_label("Message").fill("it is broken")
        await page.get_by_role("button", name="Send").click()
        [edited] = await _updates(bot, said)
        await bot.send_photo(kari, png(), caption="like this?")
        await expect(page.get_by_role("img", name="Photo")).to_have_count(2)
        shown = await page.get_by_role("list", name="Chat").inner_text()
        await browser.close()

    assert (start.message.text, start.message.from_user.language_code) == ("/start", "nb")
    assert start.message.from_user.first_name == "Kari <b>N</b>"
    assert bytes(await (await photo.message.photo[-1].get_file()).download_as_bytearray()) == png()
    assert place.message.location.longitude == 5.32
    assert (said.message.text, edited.edited_message.text) == ("it is brokne", "it is broken")
    assert "Damaged? <i>" in shown
    assert "it is broken" in shown
    assert "brokne" not in shown


async def _updates(bot, last=None):
    return await bot.get_updates(offset=last.update_id + 1 if last else None, timeout=10)
