"""What staff write, as customers read it."""

import pytest

from bot.conversations.messages import FileKind
from bot.desk.slack.inbound.events import read_event
from bot.desk.slack.text.plain import emoji_in, mentions, plain

NAMES = {"U1": "Ola", "U2": "<b> & co"}
WAVE = {"wave": "👋", "+1::skin-tone-3": "👍🏼"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain words", "plain words"),
        ("5 &lt; 6 &amp; 7 &gt; 3", "5 < 6 & 7 > 3"),
        ("&amp;lt; stays as it was typed", "&lt; stays as it was typed"),
        ("<https://x.example/a_b_c>", "https://x.example/a_b_c"),
        ("see <https://x.example/?a=1&amp;b=2|the label>", "see the label (https://x.example/?a=1&b=2)"),
        ("<http://x.example|x.example>", "http://x.example"),
        ("<mailto:kari@x.example|kari@x.example>", "kari@x.example"),
        ("<tel:+4721090000|+47 21 09 00 00>", "+47 21 09 00 00 (+4721090000)"),
        ("ask <@U1> or <@U9>", "ask @Ola or @U9"),
        ("ask <@U9|Per>", "ask @Per"),
        ("hi <@U2>", "hi @<b> & co"),
        ("in <#C1|returns>", "in #returns"),
        ("<!here> and <!subteam^S1|@team>", "@here and @team"),
        ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ("*bold* _it_ ~gone~ `code`", "bold it gone code"),
        ("*_both_* and *two words*", "both and two words"),
        ("*<https://x.example|the label>*", "the label (https://x.example)"),
        ("2*3*4 and snake_case_name and ~5", "2*3*4 and snake_case_name and ~5"),
        ("* a list\n* of things", "* a list\n* of things"),
        ("```\nif a_b &lt; *c*:\n```", "if a_b < *c*:"),
        ("`a*b*c`", "a*b*c"),
        (":wave: hi :+1::skin-tone-3: :varde:", "👋 hi 👍🏼 :varde:"),
        ("at 10:30:00 sharp", "at 10:30:00 sharp"),
        ("سلام *کاری*", "سلام کاری"),
        ("", ""),
    ],
)
def test_slacks_markup_becomes_plain_words(written: str, read: str):
    assert plain(written, NAMES, WAVE) == read


def test_very_many_links_are_all_there():
    written = " ".join(f"<https://x.example/{n}>" for n in range(7000))

    assert len(plain(written, {}, {}).split()) == 7000


def test_who_is_called_is_known():
    assert mentions("<@U1> and <@U2|Per>") == {"U1", "U2"}
    assert mentions("<!here> <!subteam^S1|team>") == {"!"}
    assert mentions("<https://x.example> <#C1> <!date^1^{date}|x> mail@x.example") == set()


def test_emoji_are_read_from_the_messages_blocks():
    blocks = [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "emoji", "name": "wave", "unicode": "1f44b"},
                        {"type": "emoji", "name": "+1", "skin_tone": 3, "unicode": "1f44d-1f3fc"},
                        {"type": "emoji", "name": "varde"},
                    ],
                }
            ],
        }
    ]

    assert emoji_in(blocks) == WAVE


def test_files_are_offered_by_what_they_are_and_linked_ones_only_named():
    files = [
        {"id": "F1", "name": "a.png", "mimetype": "image/png", "size": 5},
        {"id": "F2", "name": "b.pdf", "mimetype": "application/pdf"},
        {"id": "F3", "name": "c.m4a", "mimetype": "audio/mp4", "subtype": "slack_audio"},
        {"id": "F4", "name": "d.doc", "mode": "external"},
        {"id": "F5", "mode": "tombstone"},
    ]
    said = read_event({"subtype": "file_share", "channel": "C1", "ts": "1.1", "user": "U1", "files": files})

    assert [(offer.ref, offer.kind) for offer in said.files] == [
        ("F1", FileKind.PHOTO),
        ("F2", FileKind.DOCUMENT),
        ("F3", FileKind.VOICE),
    ]
    assert said.linked == ("d.doc", "file")


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "channel_join", "user": "U1", "ts": "1.1"},
        {"subtype": "bot_message", "bot_id": "B1", "ts": "1.1"},
        {"bot_id": "B1", "user": "U1", "ts": "1.1"},
        {"subtype": "message_changed", "message": {"bot_id": "B1", "ts": "1.1", "edited": {"ts": "2.1"}}},
        {"subtype": "message_deleted", "previous_message": {"bot_id": "B1", "ts": "1.1", "user": "U0"}},
        {"subtype": "message_deleted"},
        {"subtype": "message_changed"},
        {},
    ],
)
def test_what_no_person_wrote_says_nothing(event: dict):
    assert read_event({"type": "message", "channel": "C1"} | event) is None
