"""Puts the demo station on the air: its grid, articles, promo, a first headline and some reads, once per store."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import structlog

from webapp.demo.articles import ZONE, articles, opening_breaking, promo, seed_reads
from webapp.demo.past.headlines import replay
from webapp.demo.past.listeners import delivery, minute_counts, past_days
from webapp.demo.past.reads import past_reads
from webapp.demo.past.stream import past_notes
from webapp.desk import Desk
from webapp.newsroom.errors import Stale
from webapp.newsroom.schedule.as_run import turns_between
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.schedule.holds import Holds
from webapp.newsroom.staff import Actor
from webapp.processes.heartbeat import tick
from webapp.store.articles.articles import Articles
from webapp.store.listeners.deliveries import Deliveries
from webapp.store.listeners.minutes import ListenerMinutes
from webapp.store.reads.reads import Reads
from webapp.store.schedule.rundown import Rundown
from webapp.store.stream.streams import StreamRecords

DEMO = Actor(name="demo", role="system")
GRID = Path(__file__).parent / "grid.toml"

PAST_TURNS = timedelta(days=2)

log = structlog.get_logger("demo")


class DemoNewsroom:
    """The demo station's newsroom: fills an empty store, and keeps the news fresh while it runs."""

    def __init__(
        self,
        desk: Desk,
        known: Articles,
        rundown: Rundown,
        reads: Reads,
        streams: StreamRecords,
        minutes: ListenerMinutes,
        deliveries: Deliveries,
    ) -> None:
        self._desk, self._known, self._rundown, self._reads = desk, known, rundown, reads
        self._streams, self._minutes, self._deliveries = streams, minutes, deliveries
        self._listened: datetime | None = None

    def work(self, now: datetime) -> None:
        """Puts out what is due at `now`, and fills an empty store first. What was changed by hand since stays as it is."""
        empty = not self._known.newest(1)
        if empty and not self._rundown.grid().programmes:
            self._desk.set_grid(parse_grid(GRID.read_bytes()), DEMO, now)
            self._remember(now)
        for article in articles(now):
            tick()  # all of them together may take longer than the supervisor waits for a tick
            try:
                self._desk.put_article(article, DEMO, now)
            except Stale as refusal:
                log.info("left as it is", article=article.slug, why=refusal.message)
        if empty:
            self._open(now)

    def _remember(self, now: datetime) -> None:
        """The days before: what was on, who listened, what was pushed, when the stream was away."""
        tick()
        self._rundown.as_run.put_past(turns_between(self._rundown.grid(), Holds(), now - PAST_TURNS, now))
        self._streams.put_past(past_notes(now))
        pushed = replay(self._desk, now)
        self._deliveries.add([delivery(name, seq, at, ZONE) for name, seq, at in pushed], now)
        tick()
        self._minutes.put(past_days(now, ZONE))

    def listen(self, now: datetime) -> None:
        """Adds the invented listeners of the minute that is over to those who are really there."""
        minute = now.replace(second=0, microsecond=0)
        if self._listened == minute:
            return
        if self._listened is not None:
            before = minute - timedelta(minutes=1)
            self._minutes.add(before, minute_counts(before, ZONE, processes=0))
        self._listened = minute

    def _open(self, now: datetime) -> None:
        self._desk.set_promo(promo(now), DEMO, now)
        for draft in opening_breaking(now):
            self._desk.publish_breaking(draft, DEMO, now)
        self._reads.put_past(past_reads(now, seed_reads(now)), now)
        self._desk.rank_most_read(self._reads.rank(now), now)
        self._desk.settle_on_air(now)
        log.info("demo station on the air")
