"""People's words in Slack: whatever they write, nobody is called, nothing is disguised, nothing is formatted."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.desk.slack.text import escape
from bot.desk.slack.text.blocks import context, section
from bot.desk.slack.text.markup import HERE, bold, date, link, markup, mention, said
from tests.slack.slack_reading import as_read, text_objects, what_slack_does

SIGNS = st.sampled_from(
    [*"<>&*_~`@#!:|\n\r \\'\"^", "here", "channel", "U123", "http://a.no", "smile", "&gt;", "&amp;"]
)
HOSTILE = st.lists(st.one_of(SIGNS, st.text(max_size=3)), max_size=40).map("".join)
MARKED = st.text("*_~`<>&:!@#|^ \n\tab1", max_size=30)
ANYTHING = st.one_of(
    st.text(), HOSTILE, MARKED, st.text(st.characters(exclude_categories=()))
)  # lone halves too


@given(ANYTHING)
def test_whatever_people_write_slack_does_nothing_with_it_in_a_plain_text(text: str) -> None:
    for shown in text_objects([section(text), context(text)]):
        assert shown["type"] == "plain_text"
        assert shown["emoji"] is False
        assert what_slack_does(shown["text"], mrkdwn=False) == []
        shown["text"].encode()  # it can be sent


@example("*a* _b_ ~c~ `d` :e:\n> f @here #general !x")
@given(ANYTHING)
def test_whatever_people_write_slack_does_nothing_with_it_where_it_formats(text: str) -> None:
    """Fails when neutral() leaves one of Slack's signs as it is."""
    assert what_slack_does(said(text), mrkdwn=True) == []
    assert what_slack_does(escape.neutral(text), mrkdwn=True) == []


@given(ANYTHING, ANYTHING)
def test_nobody_breaks_out_of_a_bold_word_or_a_link_label(name: str, label: str) -> None:
    assert what_slack_does(bold(name)[1:-1], mrkdwn=True) == []
    written = link("https://desk.example/c/1", label)
    address, _, shown = written[1:-1].partition("|")
    assert address == "https://desk.example/c/1"
    assert what_slack_does(shown, mrkdwn=True) == []
    assert "|" not in shown


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf")), min_size=1))
def test_plain_text_is_read_as_it_was_written(text: str) -> None:
    assert as_read(escape.escape(escape.clean(text))) == text


@given(ANYTHING, st.integers(1, 60))
def test_a_cut_text_fits_and_is_the_beginning_of_the_whole(text: str, limit: int) -> None:
    shown = escape.cut(text, limit)

    assert escape.size(shown) <= limit
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@pytest.mark.parametrize(
    "call", ["<!channel>", "<!here>", "<@U123>", "<#C1>", "<!subteam^S1>", "<https://evil.example|Your bank>"]
)
def test_a_call_or_a_link_in_disguise_is_shown_as_its_signs(call: str) -> None:
    assert as_read(section(call)["text"]["text"]) == call
    assert what_slack_does(section(call)["text"]["text"], mrkdwn=False) == []


def test_signs_that_turn_the_reading_direction_round_are_taken_out_but_urdu_stays() -> None:
    assert escape.clean("pay\u202eelpmaxe.live//:sptth") == "payelpmaxe.live//:sptth"
    assert escape.clean("میں\u200cنے آرڈر کیا") == "میں\u200cنے آرڈر کیا"


def test_only_our_own_markup_calls_people_and_only_by_a_real_id() -> None:
    assert markup(HERE, said(" look")).fit(100) == "<!here> look"
    assert mention("U123") == "<@U123>"
    assert mention("U1> <!channel") == ""


def test_markup_that_is_too_long_loses_whole_parts() -> None:
    """Fails when a date is cut in its middle and stands there as raw signs."""
    when = date(datetime(2026, 3, 2, tzinfo=UTC), "{time}", "midnight")
    assert markup(said("since "), when).fit(20) == "since …"


def test_an_accent_or_a_joined_emoji_is_not_torn_off() -> None:
    assert escape.cut("ab👍🏽cdef", 6) == "ab…"


@pytest.mark.parametrize("limit", range(12, 32))
def test_no_part_of_a_card_number_is_left_over_where_a_text_is_cut(limit: int) -> None:
    """Fails when a text is cut before it is masked."""
    assert "4" not in escape.cut("I paid with 4111 1111 1111 1111 today", limit)
