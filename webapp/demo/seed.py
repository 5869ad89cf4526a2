"""Puts the demo station on the air: its grid, articles, promo, a first headline and some reads, once per store."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import structlog

from webapp.demo.articles import articles, opening_breaking, promo, seed_reads
from webapp.desk import Desk
from webapp.newsroom.drafts import PromoDraft
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.grid_toml import parse_grid
from webapp.newsroom.staff import Actor
from webapp.store.articles import Articles
from webapp.store.reads import Reads
from webapp.store.rundown import Rundown

DEMO = Actor(name="demo", role="system")
GRID = Path(__file__).parent / "grid.toml"

OLD = timedelta(hours=12)
"""News of yesterday make a dull demo: when the newest article is older, all of them are put out afresh."""

log = structlog.get_logger("demo")


def keep_alive(desk: Desk, known: Articles, rundown: Rundown, reads: Reads, now: datetime) -> None:
    """Fills an empty store, and freshens one that has grown old. What anybody changed by hand since then stays."""
    newest = known.newest(1)
    if newest and now - newest[0].published_at < OLD:
        return
    if not rundown.grid().programmes:
        desk.set_grid(parse_grid(GRID.read_bytes()), DEMO, now)
    for article in articles(now):
        try:
            desk.put_article(article, DEMO, now)
        except NewsroomError as refusal:
            log.info("left as it is", article=article.slug, why=refusal.message)
    desk.set_promo(PromoDraft.load(promo(now).model_dump()), DEMO, now)
    for draft in opening_breaking(now):
        desk.publish_breaking(draft, DEMO, now)
    reads.seed(seed_reads(now), known.newest(200), now)
    desk.rank_most_read(reads.rank(now), now)
    desk.settle_on_air(now)
    log.info("demo station on the air")
