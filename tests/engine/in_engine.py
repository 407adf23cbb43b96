"""Runs under the engine's Python: reads calls on stdin, a JSON list a line, and writes their results."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from engine.quiet import set_environment

set_environment()
ROOT = Path(__file__).parents[2]


def entities(text: str, requested: str | None = None, language: str | None = None) -> list[list[str]]:
    from engine.nlu.entities.found import Context

    found = _finder().find(text, Context(date(2026, 11, 22), requested, language))
    return [[item.entity, item.value] for item in found]


def language(text: str, current: str = "en", first: bool = False) -> str:
    from engine.nlu.language.choice import choose
    from engine.nlu.language.profile import words
    from engine.nlu.language.request import find

    profile = _profile()
    scores = profile.score(text)
    request = find(text, scores, current, profile.languages)
    return request.language if request else choose(scores, len(words(text)), current, first=first)


def request(text: str, current: str = "en") -> Any:
    from engine.nlu.language.request import find

    found = find(text, _profile().score(text), current, _profile().languages)
    return found and [found.language, found.alone]


def _profile(made: list[Any] = []) -> Any:  # noqa: B006 - made once for all calls
    from engine.nlu.language.examples import read_examples
    from engine.nlu.language.profile import learn

    if not made:
        made.append(learn(read_examples(ROOT / "data/nlu", ROOT / "data/responses")))
    return made[0]


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
    Decision({"answer": 0.4, "margin": 0.1, "reject": 0.3}).process([message])
    return [
        message.get("understood")["decision"],
        message.get("understood")["intent"]["name"],
        message.get("intent")["name"],
    ]


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


def _finder(made: list[Any] = []) -> Any:  # noqa: B006 - made once for all calls
    from engine.nlu.catalogue import read_catalogue
    from engine.nlu.entities.component import Finder

    if not made:
        made.append(Finder(read_catalogue(Path(__file__).parent / "project/data/shop")))
    return made[0]


CALLS = {
    "entities": entities,
    "language": language,
    "request": request,
    "tokens": tokens,
    "responses": responses,
    "decision": decision,
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
