"""The figures of the road."""

import pytest
from prometheus_client import CollectorRegistry

from bot.conversations.answers import Answer, HandoffRequest, Question, Reply
from bot.conversations.errors import DialogueFailed
from bot.insight.metrics import MeasuredDialogue, Metrics


class Scripted:
    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)

    async def ask(self, question: Question) -> Answer:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_turns_are_counted_by_how_they_went() -> None:
    metrics = Metrics(CollectorRegistry())
    dialogue = MeasuredDialogue(
        Scripted(Answer((Reply("hi"),)), Answer((), handoff=HandoffRequest("asked")), DialogueFailed("late")),
        metrics,
    )
    question = Question("1.0", 1, "widget", "en", "hi")
    await dialogue.ask(question)
    await dialogue.ask(question)
    with pytest.raises(DialogueFailed):
        await dialogue.ask(question)

    def turns(result: str) -> float | None:
        return metrics.registry.get_sample_value("shopdesk_turns_total", {"result": result})

    assert (turns("answered"), turns("handoff"), turns("failed")) == (1, 1, 1)
    assert metrics.registry.get_sample_value("shopdesk_turn_seconds_count") == 3


def test_what_is_still_to_do_is_read_from_the_log() -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.refresh({"unanswered": 3})

    assert metrics.registry.get_sample_value("shopdesk_to_do", {"what": "unanswered"}) == 3
