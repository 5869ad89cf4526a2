"""A newsroom as on an ordinary day, for the benchmarks that need something to read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.wiring.config import read_config
from webapp.wiring.services import build

BENCH = Actor(name="bench", role="system")


def fill_newsroom(store_url: str) -> None:
    """Puts 30 articles, 5 headlines and a most-read list into the store at `store_url`."""
    services = build(read_config(redis_url=store_url, secret_key="x" * 32))
    now = datetime.now(UTC)
    for n in range(30):
        published = now - timedelta(minutes=n)
        story = Article(
            slug=f"story-{n}", title=f"Story {n} of the day", body_html="<p>Text.</p>" * 20, published_at=published
        )
        services.desk.put_article(story.model_copy(update={"source": story.slug}), BENCH, now)
    for n in range(5):
        services.desk.publish_breaking(BreakingDraft(headline=f"Headline {n}", priority="urgent"), BENCH, now)
    services.reads.seed({f"story-{n}": 300 - n for n in range(20)}, services.articles.newest(30), now)
    services.desk.rank_most_read(services.reads.rank(now), now)
