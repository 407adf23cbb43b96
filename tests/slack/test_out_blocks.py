"""Slack's limits hold for whatever is put into the builders."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.slack.text import blocks
from bot.desk.slack.text.blocks import Choice
from bot.desk.slack.text.escape import clean, size
from bot.desk.slack.text.markup import bold, markup, said
from tests.slack.limits import complaints

LONG = st.one_of(
    st.text(max_size=40),
    st.builds(lambda piece, times: piece * times, st.text(min_size=1, max_size=8), st.integers(1, 1500)),
    st.sampled_from(["", " ", "\n", "&" * 3000, "<" * 2999, "😀" * 1600, "x" * 3001, "\x00", "\ud800"]),
)
MARKUP = st.builds(
    lambda parts: markup(*(said(part, 3000) for part in parts), *(bold(part) for part in parts)),
    st.lists(LONG, max_size=6),
)
WORDS = st.one_of(LONG, MARKUP)
BUTTON = st.builds(
    blocks.button, LONG, LONG, LONG, style=st.sampled_from([None, "primary", "odd"]), address=LONG
)
CHOICES = st.lists(st.builds(Choice, LONG, LONG), max_size=120)
MENU = st.builds(blocks.menu, LONG, LONG, CHOICES)
BLOCK = st.one_of(
    st.builds(blocks.section, WORDS, st.lists(WORDS, max_size=14)),
    st.builds(blocks.header, LONG),
    st.builds(lambda elements: blocks.context(*elements), st.lists(WORDS, max_size=14)),
    st.builds(blocks.divider),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(BLOCK, max_size=60), st.lists(st.one_of(BUTTON, MENU), max_size=30))
def test_every_message_fits(made: list[blocks.Block], elements: list[blocks.Element]) -> None:
    message = blocks.fitting([*made, *blocks.actions(elements)])

    assert complaints(message, limit=50) == []


@settings(deadline=None, max_examples=60)
@given(LONG, LONG, st.lists(st.tuples(LONG, LONG, st.booleans()), max_size=120), LONG)
def test_every_modal_and_home_page_fits(title: str, name: str, fields: list[Any], private: str) -> None:
    questions = [
        blocks.question(f"f{place}", label, blocks.text_field("f", value=value, lines=lines))
        for place, (label, value, lines) in enumerate(fields)
    ]
    modal = blocks.modal(title, name, questions, submit=title, close=title, private=private)

    assert complaints(modal["blocks"], limit=100) == []
    assert complaints(blocks.home(questions)["blocks"], limit=100) == []
    assert all(1 <= len(modal[part]["text"]) <= 24 for part in ("title", "submit", "close") if part in modal)
    assert len(modal["private_metadata"]) <= 3000
    assert len(modal["callback_id"]) <= 255


@settings(deadline=None, max_examples=60)
@given(LONG, st.integers(5, 4000))
def test_a_long_text_in_pieces_is_the_whole_text(content: str, limit: int) -> None:
    parts = blocks.pieces(content, limit)

    assert all(size(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(clean(content).split())


def test_a_message_that_is_too_long_says_how_much_is_missing() -> None:
    message = blocks.fitting([blocks.divider()] * 53)

    assert len(message) == 50
    assert message[-1]["elements"][0]["text"] == "… and 4 more"
