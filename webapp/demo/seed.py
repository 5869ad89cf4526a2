"""Puts the demo station on the air: its grid, articles, promo, a first headline and some reads, once per store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import structlog

from webapp.demo.articles import articles, opening_breaking, promo, seed_reads
from webapp.desk import Desk
from webapp.newsroom.errors import Stale
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.staff import Actor
from webapp.processes.heartbeat import tick
from webapp.store.articles.articles import Articles
from webapp.store.reads.reads import Reads
from webapp.store.schedule.rundown import Rundown

DEMO = Actor(name="demo", role="system")
GRID = Path(__file__).parent / "grid.toml"

log = structlog.get_logger("demo")


class DemoNewsroom:
    """The demo station's newsroom: fills an empty store, and keeps the news fresh while it runs."""

    def __init__(self, desk: Desk, known: Articles, rundown: Rundown, reads: Reads) -> None:
        self._desk, self._known, self._rundown, self._reads = desk, known, rundown, reads

    def work(self, now: datetime) -> None:
        """Puts out what is due at `now`, and fills an empty store first. What was changed by hand since stays as it is."""
        empty = not self._known.newest(1)
        if empty and not self._rundown.grid().programmes:
            self._desk.set_grid(parse_grid(GRID.read_bytes()), DEMO, now)
        for article in articles(now):
            tick()  # all of them together may take longer than the supervisor waits for a tick
            try:
                self._desk.put_article(article, DEMO, now)
            except Stale as refusal:
                log.info("left as it is", article=article.slug, why=refusal.message)
        if empty:
            self._open(now)

    def _open(self, now: datetime) -> None:
        self._desk.set_promo(promo(now), DEMO, now)
        for draft in opening_breaking(now):
            self._desk.publish_breaking(draft, DEMO, now)
        self._reads.seed(seed_reads(now), self._known.newest(200), now)
        self._desk.rank_most_read(self._reads.rank(now), now)
        self._desk.settle_on_air(now)
        log.info("demo station on the air")
