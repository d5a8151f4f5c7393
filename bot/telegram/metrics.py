"""Metrics of the running bot, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0)


class Metrics:
    """Counters and histograms of one bot; nothing in them is about anybody."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter("rung_updates", "Updates received, by kind.", ["kind"], registry=self.registry)
        self.duplicates = Counter("rung_updates_repeated", "Updates received again.", registry=self.registry)
        self.set_aside = Counter(
            "rung_updates_set_aside",
            "Updates that could not be read, by kind.",
            ["kind"],
            registry=self.registry,
        )
        self.turns = Histogram(
            "rung_turn_seconds",
            "Seconds from an update's receipt until its answer is written down.",
            ["kind"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.sending = Histogram(
            "rung_send_seconds",
            "Seconds a call of the Bot API takes.",
            ["deed"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.sent = Counter(
            "rung_calls", "Calls of the Bot API that were made.", ["deed"], registry=self.registry
        )
        self.errors = Counter(
            "rung_errors", "What went wrong, by what it asks for.", ["meaning"], registry=self.registry
        )
        self.queued = Gauge(
            "rung_queue_depth", "What waits, in the inbox and the outbox.", ["box"], registry=self.registry
        )
        self.build = Gauge("rung_live_build", "Number of the live build.", registry=self.registry)

    def watch(
        self, inbox: Callable[[], float], outbox: Callable[[], float], build: Callable[[], float]
    ) -> None:
        """Ask for these numbers whenever they are read."""
        self.queued.labels("inbox").set_function(inbox)
        self.queued.labels("outbox").set_function(outbox)
        self.build.set_function(build)

    def page(self) -> bytes:
        """Return what Prometheus reads."""
        return generate_latest(self.registry)
