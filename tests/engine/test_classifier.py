"""The classifier, its confidence, the report of a training, and the score of a benchmark."""

from __future__ import annotations

import pytest

from tests.engine.programs import EnginePython


def test_the_regression_learns_from_sparse_and_dense_parts_alike(ask: EnginePython) -> None:
    sparse, dense = [[1, 0], [1, 0], [0, 1], [0, 1]] * 5, [[1.0], [-1.0], [1.0], [-1.0]] * 5
    classes = [0, 1, 2, 3] * 5  # each part alone tells only two groups apart

    guessed = ask(
        [
            {
                "call": "regression",
                "parts": [sparse, dense],
                "classes": classes,
                "asked": [sparse[:4], dense[:4]],
            }
        ]
    )[0]

    assert guessed == [0, 1, 2, 3]


@pytest.mark.parametrize("times", [0.5, 1.0, 3.0])
def test_the_temperature_undoes_too_much_or_too_little_confidence(ask: EnginePython, times: float) -> None:
    assert ask([{"call": "heat", "times": times}])[0] == pytest.approx(times, rel=0.1)


def test_sentences_that_are_alike_are_held_out_together(ask: EnginePython) -> None:
    rows = [[1, 0, 0.1], [0, 1, 0], [1, 0, 0], [0, 1, 0.1], [-1, -1, 0]]

    group = ask([{"call": "grouped", "rows": rows}])[0]

    assert group[0] == group[2]
    assert group[1] == group[3]
    assert len(set(group)) == 3


def test_the_report_sets_confidence_against_truth_and_counts_what_customers_would_get(
    ask: EnginePython,
) -> None:
    intents = ["greet", "out_of_scope", "thank"]
    chances = [[0.95, 0.03, 0.02], [0.95, 0.02, 0.03], [0.5, 0.1, 0.4], [0.05, 0.9, 0.05]]

    bins, outcomes = ask([{"call": "report", "chances": chances, "meant": [0, 2, 2, 1], "intents": intents}])[
        0
    ]

    assert [(round(right, 2), count) for _, right, count in bins] == [(0, 1), (0.67, 3)]
    assert outcomes == pytest.approx(
        {
            "in scope: answered, right": 1 / 3,
            "in scope: answered, wrong": 1 / 3,
            "in scope: asked what was meant, right": 1 / 3,
            "out of scope: said that it is not for this shop, right": 1.0,
        }
    )


def test_a_benchmark_takes_the_threshold_that_makes_most_rows_right(ask: EnginePython) -> None:
    score = ask(
        [
            {
                "call": "benchmark_score",
                "meant": ["a", "b", "none", "none", "a"],
                "guessed": [["a", 0.9], ["a", 0.3], ["b", 0.4], ["a", 0.2], ["a", 0.8]],
                "none": "none",
            }
        ]
    )[0]

    assert score == {
        "in_scope_accuracy": 0.6667,
        "in_scope_rows": 3,
        "best_overall_accuracy": 0.8,
        "threshold": 0.4,
    }
