"""`shopdesk talk`, as an author of the assistant's words uses it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_author_sees_what_was_understood_and_presses_a_button_by_its_number() -> None:
    """Fails without the press: the "1" would be read as a message."""
    said = "what is the return policy for shoes?\n1\n:new\nhvor er pakken min?\n"
    talk = subprocess.run(
        [sys.executable, "-m", "bot", "talk"],
        cwd=ROOT, input=said, capture_output=True, text=True, timeout=900, check=True,
    )  # fmt: skip
    policy, pressed, norwegian = (part.split("> ")[-1] for part in talk.stdout.split("\n\n")[1:4])

    assert "answer · return_policy" in policy
    assert "category shoes" in policy
    assert "60 days" in policy
    assert "by return-shoes (policies.yml:" in policy
    assert "start_return 100%" in pressed
    assert "order_status" in norwegian
    assert norwegian.splitlines()[0].endswith("nb")
