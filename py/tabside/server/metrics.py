"""Metrics of a server, for Prometheus and the status page. Never a text, a value or a key."""

from __future__ import annotations

from collections import Counter as Tallies
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from ..types import Finding

__all__ = ["Metrics"]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Counters of one server, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "tabside_requests_total", "Requests by endpoint and status", ["endpoint", "status"], registry=self.registry
        )
        self._findings = Counter(
            "tabside_findings_total", "Findings replaced by entity", ["entity"], registry=self.registry
        )
        self._restored = Counter("tabside_restored_total", "Placeholders restored", registry=self.registry)
        self._unknown = Counter("tabside_unknown_total", "Placeholders left unknown", registry=self.registry)
        self._redaction = Histogram(
            "tabside_redaction_seconds", "Time to redact a request", registry=self.registry, buckets=_SECONDS
        )
        self._active = Gauge("tabside_active_requests", "Requests in work", registry=self.registry)
        self.by_status: Tallies[int] = Tallies()
        self.by_entity: Tallies[str] = Tallies()

    def answered(self, endpoint: str, status: int) -> None:
        """Count an answer."""
        self._requests.labels(endpoint, str(status)).inc()
        self.by_status[status] += 1

    def redacted(self, findings: Iterable[Iterable[Finding]], seconds: float) -> None:
        """Count replacements and their duration."""
        self._redaction.observe(seconds)
        for entity, count in Tallies(finding.entity for one in findings for finding in one).items():
            self._findings.labels(entity).inc(count)
            self.by_entity[entity] += count

    def restored(self, known: int, unknown: int) -> None:
        """Count restored values."""
        self._restored.inc(known)
        self._unknown.inc(unknown)

    def began(self) -> None:
        """Count a request that begins."""
        self._active.inc()

    def ended(self) -> None:
        """Count a request that ends."""
        self._active.dec()

    def exposition(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self.registry)
