"""Is it alive, can it work, and how much waits: `/health`, `/ready`, `/metrics`."""

from datetime import timedelta

from flask import Blueprint, Response, abort, jsonify, request
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from gateway.flows.channel_health import pulses, silent_channels
from gateway.flows.readiness import readiness
from gateway.flows.repairing import unrepaired
from gateway.setup.parts import Parts
from gateway.web.callers import is_of_the_house
from storage.unit_of_work import Transaction

PARTS = ("database", "redis", "processes")  # that must answer
RECENT = timedelta(days=1)  # how far back a scrape counts what was left or went wrong


def create_health(parts: Parts) -> Blueprint:
    """The routes for whoever watches the service. They show counts, never content."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/health")
    def health() -> Response:
        return jsonify(status="ok")

    @blueprint.get("/ready")
    def ready() -> tuple[Response, int]:
        checks = readiness(parts)
        fine = all(checks[part] == "ok" for part in PARTS)
        told = checks if _may_count(parts) else {}
        return jsonify(
            status="ok" if fine else "not ready", **told
        ), 200 if fine else 503

    @blueprint.get("/metrics")
    def metrics() -> Response:
        if not _may_count(parts):
            abort(404)
        return Response(_exposition(parts), mimetype=CONTENT_TYPE_LATEST)

    return blueprint


def _may_count(parts: Parts) -> bool:
    """Counts tell when an office is late or a channel down: that is for whoever watches it."""
    return is_of_the_house(request.environ, parts.settings.metrics_token)


def _exposition(parts: Parts) -> bytes:
    registry = CollectorRegistry()
    up = Gauge(
        "satupintu_up", "1 when a dependency answers", ["part"], registry=registry
    )
    checks = readiness(parts)
    for part in PARTS:
        up.labels(part).set(checks.get(part) == "ok")
    late = Gauge(
        "satupintu_oldest_unsent_seconds",
        "Age of the oldest unsent message",
        registry=registry,
    )
    late.set(float(checks.get("oldest_unsent_seconds", 0.0)))
    if checks.get("database") == "ok":
        with parts.store.reading() as tx:
            _count_rows(parts, tx, registry)
            _watch_channels(parts, tx, registry)
            _watch_gaps(parts, tx, registry)
    return bytes(generate_latest(registry))


def _count_rows(parts: Parts, tx: Transaction, registry: CollectorRegistry) -> None:
    rows = Gauge(
        "satupintu_rows",
        "Rows that wait; of drafts, failed messages and quarantine those of the last 24 hours",
        ["what"],
        registry=registry,
    )
    for what, count in tx.counts(parts.clock() - RECENT).items():
        rows.labels(what).set(count)
    made = Counter(
        "satupintu_made",
        "Rows ever made, by their highest number",
        ["what"],
        registry=registry,
    )
    for what, number in tx.made().items():
        made.labels(what).inc(number)


def _watch_gaps(parts: Parts, tx: Transaction, registry: CollectorRegistry) -> None:
    """How far what providers hold is in, what had to be brought in, and whether it cannot be."""
    read_to = Gauge(
        "satupintu_read_to_timestamp_seconds",
        "All that was written before is in",
        ["source"],
        registry=registry,
    )
    missing = Gauge(
        "satupintu_unrepaired",
        "1 while something may be missing that a provider holds",
        ["source"],
        registry=registry,
    )
    brought = Counter(
        "satupintu_brought_in",
        "Messages that had not reached us, and were brought in",
        ["source"],
        registry=registry,
    )
    failing = unrepaired(parts, tx)
    for gap in tx.gaps():
        read_to.labels(gap.source).set(gap.read_to.timestamp())
        missing.labels(gap.source).set(gap.source in failing)
        brought.labels(gap.source).inc(gap.brought)


def _watch_channels(parts: Parts, tx: Transaction, registry: CollectorRegistry) -> None:
    """When each channel last worked, whether it is silent, and why its messages failed."""
    latest = Gauge(
        "satupintu_channel_last_timestamp_seconds",
        "When a channel last brought or took a message",
        ["channel", "direction"],
        registry=registry,
    )
    silent = Gauge(
        "satupintu_channel_silent",
        "1 when nobody writes any more",
        ["channel"],
        registry=registry,
    )
    failed = Gauge(
        "satupintu_channel_failed",
        "Messages given up in the last 24 hours, by fault",
        ["channel", "fault"],
        registry=registry,
    )
    quiet = silent_channels(parts, tx, parts.clock())
    for pulse in pulses(parts, tx):
        for direction, at in (("in", pulse.last_inbound), ("out", pulse.last_outbound)):
            latest.labels(pulse.channel, direction).set(at.timestamp() if at else 0)
        silent.labels(pulse.channel).set(pulse in quiet)
    for (channel, fault), number in tx.failures_since(parts.clock() - RECENT).items():
        failed.labels(channel, fault).set(number)
