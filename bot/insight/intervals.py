"""Estimates with what chance leaves open: 95 % intervals of shares, medians and of how far two of them lie apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.959964  # 95 % of a normal distribution lie within so many standard deviations


@dataclass(frozen=True, slots=True)
class Estimate:
    """`of`: how many it was measured on."""

    value: float
    low: float
    high: float
    of: int


def share(part: int, whole: int) -> Estimate | None:
    """Wilson's interval: sound for few, and for shares near 0 and 1."""
    if whole == 0:
        return None
    value, square = part / whole, Z * Z / whole
    middle = (value + square / 2) / (1 + square)
    reach = Z / (1 + square) * math.sqrt(value * (1 - value) / whole + square / whole / 4)
    return Estimate(value, max(0.0, middle - reach), min(1.0, middle + reach), whole)


def median(ordered: Sequence[float]) -> Estimate | None:
    """Between the two values whose ranks lie as far from the middle as chance would move it."""
    number = len(ordered)
    if number == 0:
        return None
    reach = Z * math.sqrt(number) / 2
    low = max(0, math.floor(number / 2 - reach))
    high = min(number - 1, math.ceil(number / 2 + reach))
    return Estimate(_middle(ordered), ordered[low], ordered[high], number)


def _middle(ordered: Sequence[float]) -> float:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def apart(one: Estimate, other: Estimate) -> Estimate:
    """One less the other: Newcombe's interval, made of those of the two."""
    gap = one.value - other.value
    return Estimate(
        gap,
        gap - math.hypot(one.value - one.low, other.high - other.value),
        gap + math.hypot(one.high - one.value, other.value - other.low),
        one.of,
    )
