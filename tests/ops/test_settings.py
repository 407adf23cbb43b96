"""Settings: one message for all faults, nothing secret in it, and a secret that is made once."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.settings import ROOT, BadSettings, Settings, load_settings, signing_secret, unknown_variables


def test_without_variables_everything_has_its_default() -> None:
    settings = load_settings()

    assert settings.rasa_urls == ("http://127.0.0.1:5005",)
    assert settings.actions_url == "http://127.0.0.1:5055"
    assert settings.database_url == f"sqlite:///{ROOT}/var/shopdesk.db"


def test_addresses_follow_the_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_RASA_PORT", "6005")
    monkeypatch.setenv("SHOPDESK_ACTIONS_PORT", "6055")

    settings = load_settings()

    assert (settings.rasa_urls, settings.actions_url) == (("http://127.0.0.1:6005",), "http://127.0.0.1:6055")


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_RASA_URLS", "http://a:1, http://b:2/")
    monkeypatch.setenv("SHOPDESK_TRUSTED_PROXIES", "10.1.2.3/8,::1")

    settings = load_settings()

    assert settings.rasa_urls == ("http://a:1", "http://b:2")
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1/128")


def test_all_faults_stand_in_one_message_with_name_value_reason_and_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = {
        "SHOPDESK_PORT": "tcp://10.0.0.1:8080",
        "SHOPDESK_DESK_HOURS": "nine to five",
        "SHOPDESK_DESK_COUNTRY": "Norway",
        "SHOPDESK_TIMEZONE": "Oslo",
        "SHOPDESK_ALLOWED_ORIGINS": "https://shop.example/page",
        "SHOPDESK_TRUSTED_PROXIES": "my-proxy",
        "SHOPDESK_TURN_DEADLINE": "0",
    }
    for name, value in faults.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings) as caught:
        load_settings()

    message = str(caught.value)
    assert [name for name in faults if name not in message] == []
    assert [value for value in faults.values() if value not in message] == []
    assert "Port of the gateway" in message
    assert "not a time zone such as Europe/Oslo" in message


@pytest.mark.parametrize("name", ["SHOPDESK_SECRET", "SHOPDESK_DESK_PASSWORD"])
def test_a_faulty_secret_is_not_printed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "hunter2")

    with pytest.raises(BadSettings, match=name) as caught:
        load_settings()

    assert "hunter2" not in str(caught.value)


def test_two_programs_cannot_have_the_same_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_RASA_PORT", "8080")

    with pytest.raises(BadSettings, match="must all differ"):
        load_settings()


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPDESK_PORT", "")

    assert load_settings().port == 8080


def test_a_misspelt_variable_is_named_with_the_one_that_was_meant() -> None:
    assert unknown_variables(
        ["SHOPDESK_PROT", "SHOPDESK_XYZZY", "SHOPDESK_PORT", "SHOPDESK_CHROMIUM", "HOME"]
    ) == {
        "SHOPDESK_PROT": "SHOPDESK_PORT",
        "SHOPDESK_XYZZY": None,
    }


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)

    first, second = signing_secret(settings), signing_secret(Settings(var=tmp_path))

    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_gateways_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def start(folder: Path) -> str:
        together.wait()
        return signing_secret(Settings(var=folder))

    with ThreadPoolExecutor(8) as gateways:
        rounds = [set(gateways.map(start, [tmp_path / str(number)] * 8)) for number in range(20)]

    assert [len(secrets) for secrets in rounds] == [1] * 20


def test_a_faulty_database_url_is_not_printed_since_it_may_hold_a_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHOPDESK_DATABASE_URL", "mysql://shop:hunter2@db/shop")

    with pytest.raises(BadSettings, match="SHOPDESK_DATABASE_URL") as told:
        load_settings()

    assert "hunter2" not in str(told.value)
