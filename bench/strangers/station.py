"""A large station to ask: thousands of articles and a dense programme grid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bench.search.cost import made_up
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.staff import Actor
from webapp.wiring.config import read_config
from webapp.wiring.services import build

BENCH = Actor(name="bench", role="system")


def dense_grid() -> Grid:
    """A programme every half hour, each with six segments."""
    programmes = []
    for number in range(48):
        start, end = number * 30, number * 30 + 30
        programmes.append({
            "id": f"p{number}", "title": f"Programme {number}", "hosts": ["Ana Cruz"], "description": "Of the day. " * 15,
            "slots": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": _clock(start), "end": _clock(end)}],
            "segments": [{"id": f"s{at}", "title": f"Part {at}", "start": _clock(start + at * 5)} for at in range(6)],
        })  # fmt: skip
    return Grid.load({"zone": "Asia/Manila", "programmes": programmes})


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def fill_large_station(store_url: str, count: int) -> str:
    """Puts `count` articles and the grid into the store at `store_url`; returns an editor's bearer token."""
    services, now = build(read_config(redis_url=store_url, secret_key="x" * 32)), datetime.now(UTC)
    services.desk.set_grid(dense_grid(), BENCH, now)
    made = made_up(count)
    for number, story in enumerate(made):
        more = {
            "published_at": now - timedelta(hours=number), "source": story.slug,
            "topics": (("rice", "water", "power", "ferries")[number % 4],), "language": "fil" if number % 3 else "en",
        }  # fmt: skip
        services.desk.put_article(story.model_copy(update=more), BENCH, now)
    services.reads.seed({f"story-{n}": 300 - n for n in range(20)}, services.articles.newest(30), now)
    services.desk.rank_most_read(services.reads.rank(now), now)
    return services.staff.add_token("bench", "editor")
