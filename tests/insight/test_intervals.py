"""Intervals: known values, and that they hold the truth as often as they say."""

import random
from statistics import NormalDist

import pytest

from bot.insight.intervals import Z, apart, median, share


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_a_share_has_wilsons_interval(part: int, whole: int, low: float, high: float) -> None:
    """The examples of Newcombe 1998, method 3. Mutation: the normal interval, which is 0 to 0 for none of twenty."""
    found = share(part, whole)

    assert found is not None
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_two_shares_are_apart_by_newcombes_interval() -> None:
    """Newcombe 1998, method 10: 56/70 and 48/80."""
    one, other = share(56, 70), share(48, 80)
    assert one is not None
    assert other is not None

    gap = apart(one, other)

    assert gap.value == pytest.approx(0.2)
    assert (gap.low, gap.high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))


def test_of_nothing_there_is_no_estimate() -> None:
    assert share(0, 0) is None
    assert median([]) is None


@pytest.mark.parametrize("number", [8, 31, 400])
def test_a_medians_interval_holds_the_true_one_as_often_as_it_says(number: int) -> None:
    """Mutation: half the reach."""
    chance = random.Random(3)
    held = 0
    for _ in range(1000):
        found = median(sorted(chance.lognormvariate(4, 1) for _ in range(number)))
        assert found is not None
        held += found.low <= 2.718281828**4 <= found.high

    assert held / 1000 >= 0.93


def test_z_leaves_out_five_in_a_hundred() -> None:
    assert NormalDist().cdf(Z) == pytest.approx(0.975)
