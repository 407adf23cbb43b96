"""Writes, beside a new model, how far its confidence can be trusted and what its decisions would have come to."""

from __future__ import annotations

import io
import tarfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

import numpy as np
import yaml

from engine.nlu.decision_costs import OUT_OF_SCOPE, Costs, decide

UNSEEN = "unseen.npz"
BINS = 10
SIZE = 360  # of the diagram, in pixels


@dataclass(frozen=True)
class Unseen:
    """Examples that were held out, as the classifier saw them while it knew nothing like them."""

    intents: list[str]
    meant: np.ndarray
    chances: np.ndarray  # a row an example, a column an intent


@dataclass(frozen=True)
class Bin:
    """The examples whose likeliest intent had about the same confidence."""

    confidence: float
    right: float
    count: int


def write_report(model: Path, config: Path) -> Path | None:
    """The page, or None for a model without a classifier of ours."""
    unseen = _read(model)
    if unseen is None:
        return None
    page = model.with_name(model.name.removesuffix(".tar.gz") + ".html")
    costs = _costs(config)
    page.write_text(_page(bins(unseen), outcomes(unseen, costs), costs), "utf-8")
    return page


def bins(unseen: Unseen) -> list[Bin]:
    """From the least to the most confident; empty ones are left out."""
    confidence, right = unseen.chances.max(axis=1), unseen.chances.argmax(axis=1) == unseen.meant
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(float(confidence[place == i].mean()), float(right[place == i].mean()), int((place == i).sum()))
        for i in range(BINS)
        if (place == i).any()
    ]


def outcomes(unseen: Unseen, costs: Costs) -> dict[str, float]:
    """Shares: of the examples in scope and, apart from them, of those out of scope."""
    seen: Counter[str] = Counter()
    for meant, chances in zip(unseen.meant, unseen.chances, strict=True):
        best = np.argsort(-chances)[:10]
        ranking = [{"name": unseen.intents[i], "confidence": chances[i]} for i in best]
        decision = decide(ranking, costs)
        wish = unseen.intents[meant]
        group = "out of scope" if wish == OUT_OF_SCOPE else "in scope"
        right = {"answer": best[0] == meant, "ask": meant in best[:3], "reject": wish == OUT_OF_SCOPE}[
            decision
        ]
        seen[group] += 1
        seen[f"{group}: {_NAMES[decision]}, {'right' if right else 'wrong'}"] += 1
    totals = {group: seen.pop(group, 0) for group in ("in scope", "out of scope")}
    return {name: count / totals[name.split(":")[0]] for name, count in sorted(seen.items())}


_NAMES = {"answer": "answered", "ask": "asked what was meant", "reject": "said that it is not for this shop"}


def _read(model: Path) -> Unseen | None:
    with tarfile.open(model) as archive:
        for member in archive.getmembers():
            if Path(member.name).name == UNSEEN:
                file = archive.extractfile(member)
                assert file is not None  # noqa: S101 - it is no folder
                with np.load(io.BytesIO(file.read())) as kept:
                    return Unseen(kept["intents"].tolist(), kept["meant"], kept["chances"].astype(float))
    return None


def _costs(config: Path) -> Costs:
    pipeline = yaml.safe_load(config.read_text("utf-8"))["pipeline"]
    named = [part.get("costs") for part in pipeline if part["name"].endswith("Decision")]
    return Costs(**(named[0] if named and named[0] else {}))


def _page(found: Iterable[Bin], shares: dict[str, float], costs: Costs) -> str:
    found = list(found)
    rows = "".join(f"<tr><td>{escape(name)}<td>{share:.1%}" for name, share in shares.items())
    prices = "".join(f"<tr><td>{escape(name)}<td>{price:g}" for name, price in asdict(costs).items())
    table = "".join(f"<tr><td>{one.confidence:.2f}<td>{one.right:.2f}<td>{one.count}" for one in found)
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>How sure the assistant may be</title>
<style>body{{font:15px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}}
td,th{{padding:.1rem 1rem .1rem 0;text-align:left}}svg{{max-width:100%}}</style>
<h1>How sure the assistant may be</h1>
<p>A third of the training examples, read by a model that had learnt neither them nor anything like them.
They are harder than most customers' messages.</p>
<h2>Confidence and truth</h2>{_diagram(found)}
<table><tr><th>confidence<th>right<th>examples{table}</table>
<h2>What the decisions come to</h2><table>{rows}</table>
<h2>Costs they were chosen by (config.yml)</h2><table>{prices}</table></html>
"""


def _diagram(found: list[Bin]) -> str:
    most = max(one.count for one in found)
    points = "".join(
        f'<circle cx="{one.confidence * SIZE:.0f}" cy="{(1 - one.right) * SIZE:.0f}" '
        f'r="{3 + 9 * (one.count / most) ** 0.5:.1f}" fill="#2563eb" fill-opacity=".7">'
        f"<title>{one.count} examples: confidence {one.confidence:.2f}, right {one.right:.2f}</title></circle>"
        for one in found
    )
    return (
        f'<svg viewBox="-40 -15 {SIZE + 60} {SIZE + 60}" width="{SIZE + 60}" role="img" '
        f'aria-label="Share that was right against confidence">'
        f'<rect width="{SIZE}" height="{SIZE}" fill="none" stroke="#999"/>'
        f'<line x1="0" y1="{SIZE}" x2="{SIZE}" y2="0" stroke="#999" stroke-dasharray="4"/>{points}'
        f'<text x="0" y="{SIZE + 20}">0</text><text x="{SIZE - 8}" y="{SIZE + 20}">1</text>'
        f'<text x="{SIZE / 2}" y="{SIZE + 36}" text-anchor="middle">confidence</text>'
        f'<text x="-14" y="{SIZE / 2}" text-anchor="middle" transform="rotate(-90 -14 {SIZE / 2})">right</text></svg>'
    )
