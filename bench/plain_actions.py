"""The action server for stock Rasa: the same, without the signals that only our gateway reads.

Stock Rasa's Socket.IO channel breaks on a custom response, and its REST channel would carry them for nothing.
"""

import sys

from actions.__main__ import main
from actions.turn import Outcome, Turn


def _unsaid(_turn: Turn, _topic: str, _outcome: Outcome) -> None:
    """Takes the place of Turn.report."""


def _uncited(_turn: Turn, *_rules: object) -> None:
    """Takes the place of Turn.cite."""


if __name__ == "__main__":
    Turn.report = _unsaid  # type: ignore[method-assign, assignment]
    Turn.cite = _uncited  # type: ignore[method-assign, assignment]
    sys.exit(main())
