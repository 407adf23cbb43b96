"""The doctor asks Telegram and Slack themselves, and names what is missing there."""

import pytest
import yaml
from click.testing import CliRunner

from bot.__main__ import shopdesk
from bot.commands.platform_checks import slack, telegram
from bot.desk.slack.scopes import REQUIRED
from bot.settings import Settings
from tests.fakes.slack.server import FakeSlack, fake_slack
from tests.fakes.telegram.server import fake_telegram


def slack_settings(world: FakeSlack, **more: str) -> Settings:
    tokens = {"slack_bot_token": world.bot_token, "slack_app_token": world.app_token}
    return Settings(slack_api=world.api_url, **(tokens | more))


async def test_telegram_tells_the_bots_name_or_that_the_token_is_wrong() -> None:
    async with fake_telegram() as world:
        good = await telegram(Settings(telegram_token=world.token, telegram_api=world.url))
        bad = await telegram(Settings(telegram_token=f"1{world.token}", telegram_api=world.url))

    assert "@" in good.well
    assert not good.faults
    [fault] = bad.faults
    assert "SHOPDESK_TELEGRAM_TOKEN" in fault
    assert world.token not in fault


async def test_slack_names_every_scope_that_is_missing_and_what_it_is_for() -> None:
    async with fake_slack() as world:
        whole = await slack(slack_settings(world))
        await world.control.grant(sorted(set(REQUIRED) - {"reactions:write", "files:write"}))
        lacking = await slack(slack_settings(world))

    assert not whole.faults
    assert len(lacking.faults) == 2
    for scope in ("reactions:write", "files:write"):
        assert any(f"{scope} ({REQUIRED[scope]})" in fault for fault in lacking.faults)


async def test_slack_tells_which_of_the_two_tokens_is_wrong() -> None:
    async with fake_slack() as world:
        bot = await slack(slack_settings(world, slack_bot_token="xoxb-other"))
        app = await slack(slack_settings(world, slack_app_token="xapp-other"))

    assert len(bot.faults) == len(app.faults) == 1
    assert bot.well == ""
    assert "SHOPDESK_SLACK_BOT_TOKEN" in bot.faults[0]
    assert "SHOPDESK_SLACK_APP_TOKEN" in app.faults[0]
    assert "connections:write" in app.faults[0]


async def test_a_platform_that_does_not_answer_is_told_as_such() -> None:
    async with fake_slack() as world:
        settings = slack_settings(world)
    seen = await slack(settings)

    assert len(seen.faults) == 1
    assert seen.well == ""


@pytest.mark.parametrize("arguments", [[], ["--url", "https://shop.example/slack"]])
def test_the_manifest_is_yaml_with_every_scope(arguments: list[str]) -> None:
    told = CliRunner().invoke(shopdesk, ["slack", "manifest", *arguments])
    content = yaml.safe_load(told.output)

    assert set(content["oauth_config"]["scopes"]["bot"]) == set(REQUIRED)
    assert content["settings"]["socket_mode_enabled"] is not bool(arguments)
    assert ("https://shop.example/slack" in told.output) is bool(arguments)


def test_without_tokens_the_channels_are_off_and_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(f"SHOPDESK_{name}", raising=False)
    told = CliRunner().invoke(shopdesk, ["doctor"]).output

    assert "off: SHOPDESK_TELEGRAM_TOKEN is not set" in told
    assert "off: SHOPDESK_SLACK_BOT_TOKEN is not set" in told
