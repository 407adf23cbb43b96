"""Prometheus figures of the road: turns, deliveries, and what is still to do."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

from bot.conversations.answers import Answer, Question
from bot.conversations.errors import (
    ChannelBusy,
    ChannelRefused,
    DeliveryError,
    DialogueFailed,
)
from bot.conversations.messages import Delivery
from bot.conversations.ports import Channel, Dialogue

log = logging.getLogger(__name__)

FRESH_SECONDS = 5
DELAYS = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800)  # a burst to one Slack channel takes minutes
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 5, 8, 15, 30)


class Metrics:
    """All figures, registered once per registry."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self.registry = registry
        self.turn_seconds = Histogram(
            "shopdesk_turn_seconds",
            "From asking the bot to its answer, waiting in line included.",
            buckets=SECONDS,
            registry=registry,
        )
        self.turns = Counter(
            "shopdesk_turns_total", "Turns of the bot, by how they went.", ["result"], registry=registry
        )
        self.deliveries = Counter(
            "shopdesk_deliveries_total",
            "Attempts to send, by channel and result.",
            ["channel", "result"],
            registry=registry,
        )
        self.repeats = Counter(
            "shopdesk_possible_repeats_total",
            "Lines sent although an earlier process may have sent them, where the channel cannot tell.",
            ["channel"],
            registry=registry,
        )
        self.delivery_delay = Histogram(
            "shopdesk_delivery_delay_seconds",
            "From the line in the log to its sending.",
            ["channel"],
            buckets=DELAYS,
            registry=registry,
        )
        self.slack_queue = Gauge(
            "shopdesk_slack_queue",
            "Sendings that wait for their turn, by Slack channel.",
            ["place"],
            registry=registry,
        )
        self.to_do = Gauge(
            "shopdesk_to_do",
            "Rows of the log that wait: conversations by handling, unanswered messages, due deliveries.",
            ["what"],
            registry=registry,
        )

    def waiting_for_slack(self, place: str, number: int) -> None:
        self.slack_queue.labels(place).set(number)

    def refresh(self, counts: Mapping[str, int]) -> None:
        for what, number in counts.items():
            self.to_do.labels(what).set(number)

    async def keep_fresh(self, count: Callable[[], Awaitable[Mapping[str, int]]]) -> None:
        """Take over the store's counts every few seconds, until cancelled."""
        while True:
            try:
                self.refresh(await count())
            except Exception:  # the database may be away: the loop must outlive that
                log.exception("counting failed")
            await asyncio.sleep(FRESH_SECONDS)


class MeasuredDialogue:
    """A Dialogue that notes how long turns take and how they end."""

    def __init__(self, inner: Dialogue, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def ask(self, question: Question) -> Answer:
        started = time.perf_counter()
        try:
            answer = await self._inner.ask(question)
        except DialogueFailed:
            self._metrics.turns.labels("failed").inc()
            raise
        finally:
            self._metrics.turn_seconds.observe(time.perf_counter() - started)
        self._metrics.turns.labels("handoff" if answer.handoff else "answered").inc()
        return answer


class MeasuredChannel:
    """A Channel that notes what became of each sending, by lines."""

    def __init__(self, name: str, inner: Channel, metrics: Metrics) -> None:
        self.together = inner.together
        self._name = name
        self._inner = inner
        self._metrics = metrics

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        result = "failed"
        try:
            receipt = await self._inner.send(deliveries)
            result = "sent"
        except DeliveryError as error:
            result = _result(error)
            raise
        finally:
            self._metrics.deliveries.labels(self._name, result).inc(len(deliveries))
        now = time.time()
        for delivery in deliveries:
            delay = now - delivery.message.created_at.timestamp()
            self._metrics.delivery_delay.labels(self._name).observe(max(0.0, delay))
        return receipt

    async def find(self, delivery: Delivery) -> str | None:
        return await self._inner.find(delivery)


def _result(error: DeliveryError) -> str:
    match error:
        case ChannelBusy():
            return "busy"
        case ChannelRefused():
            return "refused"
        case _:
            return "unknown"
