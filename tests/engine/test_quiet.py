"""Rasa's log: what a library's error quotes of a customer does not stand there."""

import io
import logging

from engine.quiet import Hiding


def test_addresses_and_long_numbers_are_hidden_in_lines_and_in_errors() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Hiding("%(asctime)s %(message)s"))
    log = logging.getLogger("engine.test_quiet")
    log.addHandler(handler)

    log.warning("cannot parse %s of order 10442", "kari@example.no")
    try:
        raise ValueError("4111 1111 1111 1111 and ۰۳۰۰ ۱۲۳۴۵۶۷")
    except ValueError:
        log.exception("failed")

    lines = written.getvalue()
    assert "cannot parse [hidden] of order 10442" in lines
    assert "4111" not in lines
    assert "۱۲۳۴۵۶۷" not in lines
    assert lines[:2] == "20"  # the time of the line is not taken for a number
