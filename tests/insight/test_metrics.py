"""The figures of the road."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry

from bot.conversations.answers import Answer, HandoffRequest, Question, Reply
from bot.conversations.errors import (
    ChannelBusy,
    ChannelUnknown,
    CustomerGone,
    DeliveryError,
    DialogueFailed,
)
from bot.conversations.messages import Author, Delivery, Entry, Message
from bot.insight.metrics import MeasuredChannel, MeasuredDialogue, Metrics


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


class Faulty:
    """A channel that takes two lines together, once it has run out of faults."""

    together = 2

    def __init__(self, *faults: DeliveryError) -> None:
        self.faults = list(faults)

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        if self.faults:
            raise self.faults.pop(0)
        return "1"

    async def find(self, delivery: Delivery) -> str | None:
        return None


def line(id_: int, age: timedelta) -> Delivery:
    now = datetime.now(UTC)
    message = Message(id_, 1, id_, now - age, Entry(Author.CUSTOMER, "hi"))
    return Delivery(id_, message, "slack", "1", now)


async def test_lines_are_counted_by_what_became_of_them_and_by_how_long_they_waited() -> None:
    metrics = Metrics(CollectorRegistry())
    channel = MeasuredChannel(
        "slack", Faulty(ChannelBusy(), CustomerGone("blocked"), ChannelUnknown()), metrics
    )
    lines = [line(1, timedelta(minutes=3)), line(2, timedelta(seconds=1))]
    for _ in range(3):
        with pytest.raises(DeliveryError):
            await channel.send(lines)
    await channel.send(lines)

    def value(name: str, **labels: str) -> float | None:
        return metrics.registry.get_sample_value(f"shopdesk_{name}", {"channel": "slack"} | labels)

    assert [
        value("deliveries_total", result=result) for result in ("busy", "refused", "unknown", "sent")
    ] == [2, 2, 2, 2]
    assert value("delivery_delay_seconds_bucket", le="120.0") == 1
    assert value("delivery_delay_seconds_bucket", le="300.0") == 2
