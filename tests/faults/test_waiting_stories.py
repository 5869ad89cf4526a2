"""Stories that wait, and the real clock process: it is away when their time comes, or lives through it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.any_store import connect
from tests.conftest import Valkey
from tests.faults.station import until
from webapp.newsroom.articles.waiting import WaitingStory
from webapp.newsroom.model import Article
from webapp.store.articles.articles import Articles

ROOT = Path(__file__).parents[2]


@contextmanager
def clock(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """`airwire clock`, which is told to stop in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", "clock"],
        env=os.environ | {"REDIS_URL": url, "SECRET_KEY": "x" * 32},
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def test_what_was_due_while_no_clock_ran_goes_out_at_once_and_the_next_at_its_time(own_valkey: Valkey) -> None:
    articles = Articles(connect(own_valkey.url))
    now = datetime.now(UTC)
    for name, at in (
        ("past", now - timedelta(hours=1)),
        ("soon", now + timedelta(seconds=4)),
        ("far", now + timedelta(days=1)),
    ):
        article = Article(
            slug=name, title=f"Story {name}", body_html=f"<p>{name}</p>", published_at=at, source=f"urn:x:{name}"
        )
        articles.waiting.put(WaitingStory(article=article, reason="embargoed", until=at, since=now))
    with clock(own_valkey.url):
        until(lambda: len(articles.newest(5)) == 2, 30)
        late = datetime.now(UTC) - max(article.published_at for article in articles.newest(5))
    assert [article.slug for article in articles.newest(5)] == ["soon", "past"]
    assert late >= timedelta(), "never before its time"
    assert [one.article.slug for one, _ in articles.waiting.every()] == ["far"]
