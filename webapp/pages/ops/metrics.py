"""Prometheus metrics of this process, or of all workers where PROMETHEUS_MULTIPROC_DIR is set.

Each worker records its own numbers regularly, since any of them may be the one that is scraped.
"""

from __future__ import annotations

import os
from functools import cache

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from webapp.web.site import Site


@cache
def _gauges() -> dict[str, Gauge]:
    """Gauges by the name of their figure. Made on first use: gunicorn's master imports this file too, and has no numbers."""
    return {
        "live": Gauge("airwire_listeners", "Socket.IO listeners connected", multiprocess_mode="livesum"),
        "connections": Gauge("airwire_connections", "Websockets open, joined or not", multiprocess_mode="livesum"),
        "behind": Gauge("airwire_listeners_behind", "Listeners with a backlog", multiprocess_mode="livesum"),
        "backlog_bytes": Gauge("airwire_backlog_bytes", "Held for those behind", multiprocess_mode="livesum"),
        "ring": Gauge("airwire_io_uring", "1 where broadcasts go by io_uring", multiprocess_mode="livemin"),
        "seq": Gauge("airwire_board_seq", "Last event in this process's board", multiprocess_mode="livemin"),
        "clock_age": Gauge(
            "airwire_clock_age_seconds", "Since a clock last kept its lease; -1: none ever", multiprocess_mode="livemax"
        ),
        "age": Gauge("airwire_board_age_seconds", "Since the store confirmed the board", multiprocess_mode="livemax"),
    }


@cache
def _cut() -> Counter:
    return Counter("airwire_cut_behind", "Listeners cut for their backlog")


_cut_before = 0
"""What of them `_cut` has counted."""


@cache
def _outlets() -> tuple[Gauge, Gauge]:
    """For each surface: whether it shows what was withdrawn, and how many headlines have something due there."""
    return (
        Gauge("airwire_outlet_red", "1 while it shows a withdrawn headline", ["outlet"], multiprocess_mode="livemax"),
        Gauge("airwire_outlet_waiting", "Headlines with something due there", ["outlet"], multiprocess_mode="livemax"),
    )


@cache
def _degraded() -> Gauge:
    return Gauge("airwire_degraded", "1 while a part does not work as it should", ["what"], multiprocess_mode="livemax")


def record_metrics(site: Site) -> None:
    """Records this process's numbers as they are now."""
    bad = {one.what for one in site.health.degraded}
    for what in site.health.parts:
        _degraded().labels(what).set(what in bad)
    red, waiting = _outlets()
    for outlet, due in site.outlets_watch.waiting.items():
        red.labels(outlet).set(outlet in site.outlets_watch.red)
        waiting.labels(outlet).set(due)
    _count_cut(site.delivery()["cut_behind"])
    heard = site.replica.heard_at
    age = (site.now() - heard).total_seconds() if heard else -1
    clock_age = site.lease_watch.age_s(site.now())
    figures = {**site.delivery(), "seq": site.replica.board.seq, "age": age, "clock_age": clock_age}
    for name, gauge in _gauges().items():
        gauge.set(figures[name])


def _count_cut(so_far: int) -> None:
    global _cut_before  # noqa: PLW0603 - the counter is this process's too
    _cut().inc(max(so_far - _cut_before, 0))
    _cut_before = so_far


def exposition() -> bytes:
    """The numbers in Prometheus's text format."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
