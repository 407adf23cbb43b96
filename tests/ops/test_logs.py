"""Log lines: the conversation on each, JSON on demand, and no customer's words in a traceback."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from bot.commands.logs import configure_logs
from bot.conversations.trace import CONVERSATION


@pytest.fixture(autouse=True)
def loggers_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_every_line_has_the_conversation_also_those_of_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info", "json")

    before = CONVERSATION.set(42)
    structlog.get_logger("bot.turns").info("turn_done", milliseconds=30)
    logging.getLogger("some.library").warning("slow", extra={"seq": 7})
    CONVERSATION.reset(before)
    structlog.get_logger("bot.turns").info("outside")

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line.get("conversation") for line in lines] == [42, 42, None]
    assert lines[1]["seq"] == 7
    assert lines[0] | {"timestamp": ""} == {
        "event": "turn_done", "milliseconds": 30, "conversation": 42, "level": "info", "logger": "bot.turns",
        "timestamp": "",
    }  # fmt: skip


@pytest.mark.parametrize("style", ["json", "console"])
def test_a_traceback_shows_no_values(capsys: pytest.CaptureFixture[str], style: str) -> None:
    configure_logs("info", style)

    def fail(text: str) -> None:
        raise ValueError("no answer")

    try:
        fail("my card is " + "4111")
    except ValueError:
        structlog.get_logger("bot").exception("turn_failed")
        logging.getLogger("bot").exception("turn_failed")

    written = capsys.readouterr().err
    assert written.count("no answer") >= 2
    assert "my card is 4111" not in written


def test_lines_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("warning", "console")

    structlog.get_logger("bot").info("quiet")

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("style", ["json", "console"])
def test_no_personal_data_is_written_whoever_logs_it_and_how(
    capsys: pytest.CaptureFixture[str], style: str
) -> None:
    """Fails when a value, a library's arguments or the text of an error goes out as it is."""
    configure_logs("info", style)

    structlog.get_logger("bot").info("card 4111 1111 1111 1111", by={"emails": ["kari@example.no"]})
    logging.getLogger("some.library").warning("refused %s", "0300-1234567", extra={"said": "131052-308T"})
    try:
        raise ValueError("no such order for ola@example.no")
    except ValueError as error:
        structlog.get_logger("bot").exception("failed")
        logging.getLogger("bot").exception("failed")
        logging.getLogger("bot").warning("failed: %s", error, extra={"error": error})

    written = capsys.readouterr().err
    for secret in ("4111", "kari@", "1234567", "308T", "ola@"):
        assert secret not in written
    assert written.count("[e-mail]") >= 5
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", written)  # the time is not taken for a number
