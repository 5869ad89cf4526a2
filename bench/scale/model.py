"""The tree: one store, web processes that follow it, listeners on each. Pure arithmetic on `Figures`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bench.scale.figures import MEASURED, Figures

STORE_SHARE = 0.5
"""Of the store's core: beyond it whoever publishes waits behind what others cause."""

BURST_PER_S = 10.0
"""Headlines a second in the worst minute: the store and every web process have to keep up with that."""

MONTH_S = 30 * 86_400


@dataclass(frozen=True)
class Station:
    """A size, and how it is used. `audience` is the mean number of listeners as a share of the most; `visits` is how often in a
    month each listener of the peak opens a first page."""

    listeners: int
    per_process: int = 10_000
    cores_per_machine: int = 8
    headlines_a_day: float = 60
    audience: float = 0.3
    visits: float = 20
    figures: Figures = MEASURED


@dataclass(frozen=True)
class Needs:
    """What a station of a size needs. `last_s`: from the request until the last listener has the headline."""

    processes: int
    machines: int
    memory_bytes: float
    store_headline_s: float
    store_quiet: float
    headlines_per_s: float
    last_s: float
    headline_bytes: float
    epoch_bytes: float
    epoch_today_bytes: float
    month_bytes: float
    machine_hours: float


def needs(station: Station) -> Needs:
    it, listeners = station.figures, station.listeners
    processes = max(2, math.ceil(listeners / station.per_process))
    machines = max(2, math.ceil(processes / station.cores_per_machine))
    store_headline = it.headline_store_s + processes * it.follower_store_s
    event = it.event_bytes + it.packet_bytes
    headlines = station.headlines_a_day * 30
    mean = listeners * station.audience
    month = (
        mean * (headlines * event + MONTH_S / it.ping_every_s * it.ping_bytes)
        + listeners * station.visits * (it.page_bytes / 10 + it.snapshot_bytes / 5)  # the page's own board, compressed
    )
    return Needs(
        processes=processes,
        machines=machines,
        memory_bytes=processes * it.worker_bytes + listeners * it.listener_bytes,
        store_headline_s=store_headline,
        store_quiet=processes * it.quiet_store_s,
        headlines_per_s=STORE_SHARE / store_headline,
        last_s=time_to_last(listeners, processes, it),
        headline_bytes=listeners * event,
        epoch_bytes=listeners * (it.epoch_bytes + it.packet_bytes),
        epoch_today_bytes=listeners * it.snapshot_bytes,
        month_bytes=month,
        machine_hours=(machines + 3) * MONTH_S / 3600,  # and three small ones with the stores and Sentinels
    )


def time_to_last(listeners: int, processes: int, figures: Figures = MEASURED, cores: float | None = None) -> float:
    """Seconds from the request until the last listener has the headline. With fewer `cores` than processes they take turns."""
    turns = processes / min(processes, cores or processes)
    told = figures.headline_store_s + processes * figures.follower_store_s
    return figures.broadcast_s + told + turns * figures.delivery_s * listeners / processes


def max_processes(headlines_per_s: float = BURST_PER_S, figures: Figures = MEASURED) -> int:
    """Web processes that one store carries at this pace: the wall of the tree."""
    quiet_or_busy = max(headlines_per_s * figures.follower_store_s, figures.quiet_store_s)
    return int((STORE_SHARE - headlines_per_s * figures.headline_store_s) / quiet_or_busy)
