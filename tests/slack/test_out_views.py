"""Cards, thread lines and App Home fit Slack's limits whatever the log holds, and nothing in them calls anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversations.answers import HandoffRequest
from bot.conversations.handoffs import Cause, Handoff, HandoffEnd, Resolution, Verdict
from bot.conversations.messages import Author, Button, Customer, Delivery, Entry, File, FileKind, Message
from bot.conversations.model import Agent, Conversation, Handling
from bot.desk.slack.card.facts import Earlier, Facts
from bot.desk.slack.card.view import card, moved
from bot.desk.slack.card.words import mask
from bot.desk.slack.controls.home_view import HomeFacts, HomeRow, home_view
from bot.desk.slack.outbox.direct import answer
from bot.desk.slack.outbox.lines import Scene, comment, posts, without_files
from tests.slack.limits import complaints
from tests.slack.slack_reading import text_objects, what_slack_does

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
OURS = ("<!date^", "<@U", "<https://desk.example/", "<https://www.openstreetmap.org/")
TEXT = st.one_of(
    st.text(max_size=30),
    st.builds(lambda piece, times: piece * times, st.text(min_size=1, max_size=6), st.integers(1, 800)),
    st.sampled_from(
        ["<!channel>", "<@U123>", "*a*", "", "😀" * 900, '"' * 3000, "<https://evil.example|bank>"]
    ),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "location": ANYTHING,
        "contact": ANYTHING,
        "venue": ANYTHING,
        "quoted": ANYTHING,
        "quotes": st.integers(),
        "kind": ANYTHING,
        "sources": ANYTHING,
        "parse": ANYTHING,
        "event": st.sampled_from(["alert", "escalated", "assigned", "refused"]),
    },
)
ENTRY = st.builds(
    Entry,
    st.sampled_from(Author),
    TEXT,
    name=st.one_of(st.none(), TEXT),
    buttons=st.lists(st.builds(Button, TEXT, TEXT), max_size=4).map(tuple),
    internal=st.booleans(),
    corrects=st.one_of(st.none(), st.just(1)),
    withdrawn=st.booleans(),
    details=DETAILS,
)
HANDOFF = st.builds(
    Handoff,
    id=st.integers(1),
    conversation_id=st.integers(1),
    request=st.builds(
        HandoffRequest, TEXT, st.one_of(st.none(), TEXT), TEXT, st.dictionaries(TEXT, ANYTHING, max_size=14)
    ),
    asked_at=st.just(NOW),
    answered_at=st.sampled_from([None, NOW]),
    end=st.one_of(st.none(), st.sampled_from(HandoffEnd)),
    contact=st.one_of(st.none(), TEXT),
    snoozed_until=st.sampled_from([None, NOW]),
    resolution=st.sampled_from([None, Resolution(Verdict.SOLVED, Cause.DELIVERY)]),
)


def message(number: int, entry: Entry) -> Message:
    return Message(number, 1, number, NOW, entry)


def facts(handoff: Handoff, handling: Handling, name: str, entries: list[Entry], parse: Any) -> Facts:
    agent = Agent("slack:U123", name) if handling is Handling.HUMAN else None
    return Facts(
        Conversation(1, "telegram", "kari", "nb", NOW, NOW, handling, agent),
        handoff,
        Customer("telegram", "kari", name, blocked_at=NOW),
        [message(number, entry) for number, entry in enumerate(entries, start=1)],
        parse if isinstance(parse, dict) else None,
        [Earlier(NOW, name, "https://desk.example/p1"), Earlier(NOW, None, None)],
    )


def harmless(payload: Any) -> None:
    """Only our own dates, links and mentions act; plain text never does."""
    for shown in text_objects(payload):
        acts = what_slack_does(shown["text"], mrkdwn=False)
        if shown["type"] == "plain_text":
            assert acts == []
            continue
        controls = [act.removeprefix("control ") for act in acts if act.startswith("control ")]
        assert all(f"<{control}".startswith(OURS) for control in controls), controls
        rest = shown["text"]
        for control in controls:
            rest = rest.replace(f"<{control}>", "")
        assert what_slack_does(rest, mrkdwn=False) == []


@settings(deadline=None, max_examples=60)
@given(HANDOFF, st.sampled_from(Handling), TEXT, st.lists(ENTRY, max_size=6), ANYTHING)
def test_every_card_fits_and_is_harmless(
    handoff: Handoff, handling: Handling, name: str, entries: list[Entry], parse: Any
) -> None:
    shown = facts(handoff, handling, name, entries, parse)
    for text, blocks in (
        card(shown, timedelta(hours=24)),
        moved(shown, "https://desk.example/p1", "desk"),
    ):
        assert complaints(blocks, limit=50) == []
        harmless(blocks)
        assert what_slack_does(text, mrkdwn=True) == []
        assert 0 < len(text) < 4000


@settings(deadline=None, max_examples=60)
@given(st.lists(ENTRY, min_size=1, max_size=10), TEXT, st.booleans())
def test_every_thread_message_fits_is_harmless_and_holds_each_line_once(
    entries: list[Entry], name: str, named: bool
) -> None:
    owed = [
        Delivery(number, message(number, entry), "slack", "1", NOW, original="C1:1.2")
        for number, entry in enumerate(entries, start=1)
    ]
    scene = Scene(name, named=named, place_of=lambda _receipt: "https://desk.example/p1")
    made = list(posts(owed, scene))

    assert [delivery.id for post in made for delivery in post.deliveries] == list(range(1, len(owed) + 1))
    for post in made:
        assert complaints(list(post.blocks), limit=50) == []
        assert what_slack_does(post.text, mrkdwn=True) == []
        calls = [block for block in post.blocks if "<!here>" in str(block)]
        assert bool(calls) == post.broadcast
        harmless([block for block in post.blocks if block not in calls])


@settings(deadline=None, max_examples=40)
@given(ENTRY, TEXT)
def test_direct_answers_and_words_about_files_fit(entry: Entry, name: str) -> None:
    delivery = Delivery(1, message(1, entry), "slack_dm", "U1", NOW)
    blocks = answer(delivery)
    assert complaints(blocks, limit=50) == []
    harmless(blocks)

    photo = File("k", FileKind.PHOTO, name, "image/jpeg")
    with_file = replace(delivery, message=message(1, replace(entry, files=(photo,), details={})))
    [post] = posts([with_file], Scene(name))
    said = comment(post, Scene(name))
    assert len(said) <= 3000
    assert what_slack_does(said.replace("*", ""), mrkdwn=True) == []
    assert without_files(with_file, Scene(name), "lost").files == ()


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.builds(HomeRow, st.integers(1), TEXT, TEXT, TEXT, st.just(NOW), st.just(None), TEXT, TEXT),
        max_size=40,
    ),
    st.dictionaries(TEXT, TEXT, max_size=12),
    st.sampled_from([None, "open", "closed"]),
)
def test_every_home_page_fits_and_is_harmless(
    rows: list[HomeRow], figures: dict[str, str], switch: str | None
) -> None:
    view = home_view(HomeFacts(True, NOW, switch, rows, rows, rows, rows, figures))

    assert complaints(view["blocks"], limit=100) == []
    harmless(view["blocks"])


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("kari.n@example.no", "k•••@•••.no"),
        ("10442", "•••42"),
        ("5003", "••••"),
        ("+4790012345", "•••••••••45"),
    ],
)
def test_a_masked_value_can_be_recognised_but_not_used(value: str, masked: str) -> None:
    assert mask(value) == masked
