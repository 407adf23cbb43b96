"""What the desk reads at its start: routing, prepared texts, manifest, scopes; and what the doctor says of it."""

from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.conversations.errors import ChannelBusy
from bot.desk.slack.check import check
from bot.desk.slack.controls.canned import BadCanned, Canned
from bot.desk.slack.manifest import manifest
from bot.desk.slack.names import COMMAND, MARK_MISSING, MARK_WRONG, TAKE
from bot.desk.slack.routing import Routing
from bot.desk.slack.routing_rules import BadRouting, read_rules
from bot.desk.slack.scopes import REQUIRED, missing
from bot.desk.slack.start import Access, open_line
from tests.fakes.slack.server import fake_slack
from tests.slack.in_world import DATA, OSLO, Clock, World, open_world

MONDAY_TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Oslo
RULES = """
rules:
  - channel: returns
    topics: [return_start, refund_status]
    languages: [en, nb]
  - channel: "#suomi"
    languages: [fi]
    hours: "Mo-Fr 08:00-16:00; PH off"
"""


def rules_file(folder: Path, text: str) -> Path:
    path = folder / "routing.yml"
    path.write_text(text, encoding="utf-8")
    return path


async def test_the_first_rule_that_fits_wins_and_else_the_desks_own_channel(tmp_path: Path):
    rules_file(tmp_path, RULES)
    async with fake_slack() as slack:
        returns = await slack.control.add_channel("returns")
        access = Access(slack.bot_token, channel="shopdesk", api=slack.api_url)
        async with open_line(access, Clock(), tmp_path, country="NO", zone=OSLO) as line:
            routing = line.routing
            with pytest.raises(ChannelBusy):
                routing.place("refund_status", "nb", MONDAY_TEN)
            await routing.find_channels()
            places = {name: channel for channel, name in routing.places()}

            assert set(places) == {"shopdesk", "returns", "suomi"}  # what was not there was made
            assert places["returns"] == returns
            assert routing.place("refund_status", "nb", MONDAY_TEN) == returns
            assert routing.place("refund_status", "it", MONDAY_TEN) == places["shopdesk"]
            assert routing.place(None, "fi", MONDAY_TEN) == places["suomi"]
            assert routing.place(None, "fi", MONDAY_TEN.replace(hour=20)) == places["shopdesk"]
            assert routing.places()[0] == (places["shopdesk"], "shopdesk")
            assert routing.name(returns) == "returns"
            assert routing.name("C0") is None


async def test_a_public_channel_is_joined_and_a_closed_one_is_named(tmp_path: Path):
    from bot.desk.slack.routing import NoSuchChannel

    async with fake_slack() as slack:
        await slack.control.add_channel("shopdesk", with_app=False)
        access = Access(slack.bot_token, api=slack.api_url)
        async with open_line(access, Clock(), tmp_path, country="NO", zone=OSLO) as line:
            await line.routing.find_channels()
            assert (await slack.control.channels())[0]["has_app"]

        await slack.control.add_channel("secret", private=True, with_app=False)
        access = Access(slack.bot_token, channel="secret", api=slack.api_url)
        async with open_line(access, Clock(), tmp_path, country="NO", zone=OSLO) as line:
            with pytest.raises(
                NoSuchChannel, match=r"#secret is a private or archived channel; invite the app"
            ):
                await line.routing.find_channels()


async def test_a_hand_over_goes_to_its_topics_channel(tmp_path: Path):
    (tmp_path / "data").mkdir()
    rules_file(tmp_path / "data", "rules: [{channel: parcels, topics: [order_status]}]")
    for texts in DATA.glob("canned.*.yml"):
        (tmp_path / "data" / texts.name).write_text(texts.read_text(encoding="utf-8"), encoding="utf-8")
    async with open_world(tmp_path, folder=tmp_path / "data") as world:
        card = await world.asks_for_a_person()

        assert world.line.routing.name(card.channel) == "parcels"


async def test_handing_over_to_another_channel_moves_the_card_and_the_old_thread_leads_nowhere(
    tmp_path: Path,
):
    (tmp_path / "data").mkdir()
    rules_file(tmp_path / "data", "rules: [{channel: parcels, topics: [order_status]}]")
    for texts in DATA.glob("canned.*.yml"):
        (tmp_path / "data" / texts.name).write_text(texts.read_text(encoding="utf-8"), encoding="utf-8")
    async with open_world(tmp_path, folder=tmp_path / "data") as world:
        anna = await world.control.add_person("Anna")
        old = await world.asks_for_a_person()
        await old.press(anna, TAKE)
        await old.press(anna, "card_hand_over")
        outcome = await world.control.submit(anna, {"field_place": "#shopdesk"})

        async def moved() -> bool:
            return (await world.card()).channel != old.channel

        await world.until(moved)
        await old.reply(anna, "is anybody there?")
        new = await world.card()
        assert not outcome.errors
        assert "is anybody there?" not in world.customers.texts
        assert (await new.conversation()).agent is None
        assert any(
            "moved to another desk channel" in told for told in await world.until(lambda: old.told(anna))
        )
        await new.reply(anna, "I take it back")
        assert world.customers.texts[-1] == "I take it back"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("rules: [{topics: [x]}]", "rule 1: channel '' is no channel name"),
        ("rules: [{channel: Big Name}]", "rule 1: channel 'Big Name' is no channel name"),
        ("rules: [{channel: a, hours: always}]", "rule 1: hours 'always' are not like"),
        ("rules: [{channel: a, languages: [no]}]", "rule 1: languages must be a list of words"),
        ("rules: [{channel: a, topics: refunds}]", "rule 1: topics must be a list of words"),
        ("rules: [{channel: a, topic: [x]}]", "rule 1: unknown topic; known are channel, hours"),
        ("rules: [a]", "rule 1: must have a `channel`"),
        ("rules: {channel: a}", "must hold one list, named `rules`"),
        ("- channel: a", "must hold one list, named `rules`"),
        ("rules: [", "is not YAML"),
    ],
)
def test_a_faulty_rule_is_named_with_its_place(tmp_path: Path, text: str, fault: str):
    with pytest.raises(BadRouting) as raised:
        read_rules(rules_file(tmp_path, text), "NO", ZoneInfo("Europe/Oslo"))

    assert fault in str(raised.value)


def test_all_faults_of_the_rules_come_in_one_message(tmp_path: Path):
    with pytest.raises(BadRouting, match=r"(?s)rule 1:.*rule 2:"):
        read_rules(rules_file(tmp_path, "rules: [{channel: A}, {channel: B}]"), "NO", OSLO)


def test_the_shops_own_rules_and_a_missing_file_are_fine(tmp_path: Path):
    assert read_rules(DATA / "routing.yml", "NO", OSLO) == ()
    assert read_rules(tmp_path / "none.yml", "NO", OSLO) == ()


def test_the_shops_prepared_texts_are_there_in_every_language_with_the_same_places():
    canned = Canned(DATA)

    assert {"en", "nb", "fi", "it", "ur", "ur-Latn"} <= set(canned.languages)
    assert len(canned.names) >= 10
    for name in canned.names:
        used = {
            language: {place for _, place, _, _ in Formatter().parse(canned._texts[language][name]) if place}
            for language in canned.languages
        }
        assert len({frozenset(places) for places in used.values()}) == 1, (name, used)


def test_an_unknown_name_leaves_no_gap_in_any_text():
    canned = Canned(DATA)
    for language in canned.languages:
        for name in canned.names:
            text = canned.text(name, language, {"order": "10442", "agent": "Anna"})
            assert "{" not in text
            assert not any(
                bad in text for bad in ("  ", " ,", ",,", "،،", " .", ",?", "،؟", ",!", " ۔", ",.")
            ), text


@pytest.mark.parametrize(
    ("english", "norwegian", "fault"),
    [
        ("a: Hi {nme}", "a: Hei", "canned.en.yml: 'a' uses {nme}; known are agent, name, order"),
        ("a: Hi", "b: Hei", "canned.nb.yml lacks 'a'"),
        ("a: Hi", "{a: Hei, b: Hei}", "canned.nb.yml has 'b', unknown in English"),
        ("a: Hi {", "a: Hei", "canned.en.yml: 'a' has a stray brace"),
        ("[a]", "a: Hei", "canned.en.yml must hold a text for each name"),
        ("a: [", "a: Hei", "canned.en.yml is not YAML"),
        ("a: " + "x" * 2001, "a: Hei", "is longer than 2000 characters"),
    ],
)
def test_faulty_prepared_texts_are_named(tmp_path: Path, english: str, norwegian: str, fault: str):
    (tmp_path / "canned.en.yml").write_text(english)
    (tmp_path / "canned.nb.yml").write_text(norwegian)

    with pytest.raises(BadCanned) as raised:
        Canned(tmp_path)
    assert fault in str(raised.value)


async def test_an_app_made_from_the_manifest_can_do_all_of_it(tmp_path: Path):
    async with fake_slack() as slack:
        await slack.control.install(yaml.safe_load(manifest()))
        async with open_world(tmp_path, slack=slack) as world:
            anna = await world.control.add_person("Anna")
            card = await world.asks_for_a_person()
            await card.press(anna, TAKE)
            await card.reply(anna, "I am here")
            await world.control.say_to_app(anna, "hello")
            await world.quiet()
            await world.control.open_home(anna)
            await world.until(lambda: world.control.home(anna))
            command = await world.control.command(anna, card.channel, f"{COMMAND} help")
            marked = await world.control.message_shortcut(anna, card.channel, card.ts, MARK_WRONG)
            await world.app._gaps.fill()

            assert world.customers.texts[-1] == "I am here"
            assert command.acknowledged
            assert marked.acknowledged
            assert await check(world.line) == (
                "https://" + world.line.workspace.identity.url.split("//")[1],
                [],
            )
            refused = [call for call in await world.control.calls() if call["outcome"] == "missing_scope"]
            assert refused == []


def test_the_manifest_asks_for_what_the_code_uses():
    content = yaml.safe_load(manifest("Varde desk"))

    assert content["display_information"]["name"] == "Varde desk"
    assert set(content["oauth_config"]["scopes"]["bot"]) == set(REQUIRED)
    assert content["settings"]["socket_mode_enabled"] is True
    assert {shortcut["callback_id"] for shortcut in content["features"]["shortcuts"]} == {
        MARK_WRONG,
        MARK_MISSING,
    }
    assert "request_url" not in manifest()


def test_with_a_public_address_the_manifest_turns_sockets_off():
    content = yaml.safe_load(manifest(url="https://desk.example/slack"))

    assert content["settings"]["socket_mode_enabled"] is False
    assert content["settings"]["event_subscriptions"]["request_url"] == "https://desk.example/slack"
    assert content["settings"]["interactivity"]["request_url"] == "https://desk.example/slack"
    assert content["features"]["slash_commands"][0]["url"] == "https://desk.example/slack"


async def test_the_doctor_names_a_missing_scope_and_what_it_is_for(world: World):
    await world.control.grant(sorted(set(REQUIRED) - {"reactions:write"}))
    _url, faults = await check(world.line)

    assert len(faults) == 1
    assert faults[0].startswith("The app lacks the scope reactions:write (mark lines as delivered")


async def test_the_doctor_names_tokens_that_do_not_work(tmp_path: Path):
    async with fake_slack() as slack:
        wrong = Access("xoxb-wrong", api=slack.api_url)
        async with open_line(wrong, Clock(), DATA, country="NO", zone=OSLO) as line:
            [fault] = (await check(line))[1]
            assert fault.startswith("SHOPDESK_SLACK_BOT_TOKEN does not work: Slack: Slack does not take")
            assert "xoxb-wrong" not in fault
        half = Access(slack.bot_token, "xapp-wrong", api=slack.api_url)
        async with open_line(half, Clock(), DATA, country="NO", zone=OSLO) as line:
            [fault] = (await check(line))[1]
            assert fault.startswith("SHOPDESK_SLACK_APP_TOKEN does not work")


def test_missing_scopes_come_with_their_purpose():
    assert missing(REQUIRED) == {}
    assert set(missing([])) == set(REQUIRED)


async def test_secrets_are_in_no_repr(world: World):
    for thing in (world.line, world.line.access, Routing(world.line.client, (), "a")):
        assert world.slack.bot_token not in repr(thing)
        assert world.slack.app_token not in repr(thing)
