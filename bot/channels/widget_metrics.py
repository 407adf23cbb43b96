"""What is counted about the widget."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class WidgetMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.sockets = Gauge("shopdesk_widget_sockets", "Open sockets of the widget.", registry=registry)
        self._messages = Counter(
            "shopdesk_widget_messages",
            "Messages acknowledged, by whether they were new.",
            ["kind"],
            registry=registry,
        )
        self._refused = Counter(
            "shopdesk_widget_refused",
            "Frames and connections refused, by reason.",
            ["reason"],
            registry=registry,
        )

    def received(self, *, duplicate: bool) -> None:
        self._messages.labels("duplicate" if duplicate else "new").inc()

    def refused(self, reason: str) -> None:
        self._refused.labels(reason).inc()
