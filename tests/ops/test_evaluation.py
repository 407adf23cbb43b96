"""`shopdesk nlu`: its scores, its output and its complaints."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import shopdesk
from bot.commands.evaluation import Row, Understood, behaviour, confusions, read_rows, score, scores_by


def understood(meant: str, predicted: str, decision: str = "answer", *, others=(), **fields) -> Understood:
    row = {"id": "1", "text": "…", "intent": meant, **fields}
    ranking = [{"name": name, "confidence": 0.5} for name in (predicted, *others)]
    return Understood(Row(**row), {"intent": ranking[0], "ranking": ranking, "decision": decision})


RESULTS = [
    understood("greet", "greet", origin="real_user"),
    understood("greet", "thank", alt=["thank"], origin="real_user"),
    understood("greet", "goodbye", origin="template"),
    understood("warranty", "item_problem", "ask", others=("warranty",), origin="template"),
    understood("out_of_scope", "greet", "reject", origin="real_user"),
]


def test_alternatives_count_as_right_only_leniently() -> None:
    whole = score(RESULTS)

    assert (whole.count, whole.strict, whole.lenient) == (5, 0.4, 0.6)


def test_what_would_be_offered_and_what_was_answered_wrongly_are_counted() -> None:
    whole = score(RESULTS)

    assert (whole.offered, whole.wrong) == (0.6, 0.2)  # the rejected one offers nothing right


def test_scores_are_told_by_origin() -> None:
    by_origin = scores_by(RESULTS, "origin")

    assert by_origin["real_user"].lenient == 1
    assert by_origin["template"].lenient == 0


def test_a_rejected_message_was_understood_as_out_of_scope() -> None:
    assert RESULTS[-1].predicted == "out_of_scope"


def test_wrong_answers_are_told_apart_from_questions_and_rejections() -> None:
    seen = behaviour(RESULTS)

    assert (seen.answered_right, seen.answered_wrong) == (0.4, 0.2)
    assert (seen.asked_with_the_right_choice, seen.asked_without) == (0.2, 0)
    assert (seen.rejected_right, seen.rejected_wrong) == (0.2, 0)


def test_confusions_leave_out_what_was_acceptable() -> None:
    assert dict(confusions(RESULTS)) == {("greet", "goodbye"): 1, ("warranty", "item_problem"): 1}


def test_a_prediction_has_what_was_asked_for() -> None:
    line = json.loads(RESULTS[3].as_line())

    assert line == {
        "id": "1",
        "text": "…",
        "intent": "warranty",
        "predicted": "item_problem",
        "confidence": 0.5,
        "ranking": [
            {"intent": "item_problem", "confidence": 0.5},
            {"intent": "warranty", "confidence": 0.5},
        ],
        "language": "en",
        "decision": "ask",
    }


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("not json", "line 2: the line"),
        ('{"id": "2", "text": "hi"}', "line 2: intent: Field required"),
        ('{"id": "2", "text": "", "intent": "greet"}', "line 2: text"),
        ('{"id": "2", "text": "hi", "intent": "greet", "alt": "thank"}', "line 2: alt"),
        ('{"id": "1", "text": "hi", "intent": "greet"}', "line 2: the id '1' was used before"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, line: str, complaint: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": "1", "text": "hello", "intent": "greet"}\n' + line + "\n")

    result = CliRunner().invoke(shopdesk, ["nlu", "evaluate", str(file)])

    assert result.exit_code == 1
    assert complaint in result.output


def test_blank_lines_and_unknown_fields_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('\n{"id": "1", "text": "hello", "intent": "greet", "dataset": "x"}\n\n')

    assert [row.intent for row in read_rows(file)] == ["greet"]


@pytest.mark.engine
def test_a_benchmark_learns_from_one_file_and_is_scored_on_another(tmp_path: Path) -> None:
    train, test = tmp_path / "train.jsonl", tmp_path / "test.jsonl"
    wishes = {
        "BIKE": ["is the red bicycle ready", "bike repair", "my bicycle"],
        "TEA": ["green tea", "a cup of tea"],
    }
    rows = [{"text": text, "intent": intent} for intent, texts in wishes.items() for text in texts]
    train.write_text("".join(json.dumps(row) + "\n" for row in rows))
    asked = [("my bicycle is broken", "BIKE"), ("tea please", "TEA"), ("colourless sleep", "NONE")]
    test.write_text("".join(json.dumps({"text": text, "intent": intent}) + "\n" for text, intent in asked))

    result = subprocess.run(
        [Path(sys.executable).with_name("shopdesk"), "nlu", "benchmark", train, test, "--none", "NONE"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stderr
    scored = json.loads(result.stdout)
    assert (scored["in_scope_accuracy"], scored["in_scope_rows"]) == (1.0, 2)
    assert scored["best_overall_accuracy"] >= 0.66
