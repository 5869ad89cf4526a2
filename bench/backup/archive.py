"""A store with an archive and a year's records."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import orjson

from tests.conftest import NOON
from webapp.newsroom.model import Article
from webapp.store.core import keys
from webapp.store.core.connection import connect

ARTICLES, HEADLINES = 10_000, 20_000
WORDS = [
    f"{a}{b}{c}"
    for a in ("ba", "ka", "ma", "ta", "sa", "pi")
    for b in ("lo", "ri", "ngu", "ya")
    for c in ("n", "s", "ng", "wa")
]


def text_of(n: int) -> str:
    """Some 3.5 kB that are compressed about as far as news is."""
    chance = random.Random(n)
    return "".join(f"<p>{' '.join(chance.choices(WORDS, k=40))}.</p>" for _ in range(12))


def fill(url: str) -> None:
    """An archive and a year's records, written straight into the store."""
    store: Any = connect(url)
    pipe = store.pipeline(transaction=False)
    for n in range(ARTICLES):
        at = NOON - timedelta(hours=n)
        article = Article(
            slug=f"ferry-{n}", title=f"Ferry {n} runs again", body_html=text_of(n), language="en", published_at=at,
            source=f"https://radyo.example/ferry-{n}", summary="From six this evening.",
        )  # fmt: skip
        text = orjson.dumps(article.dump())
        pipe.hset(keys.ARTICLES, article.slug, text)
        pipe.hset(keys.SOURCES, article.source, article.slug)
        pipe.zadd(keys.NEWEST, {article.slug: at.timestamp() * 1000})
        if n % 500 == 499:
            pipe.execute()
    for n in range(HEADLINES):
        record = orjson.dumps(
            {"action": "published", "by": "bench", "item": {"id": str(n), "headline": "Ferry runs " * 8}}
        )
        pipe.rpush(keys.revisions(str(n)), record, record)
        pipe.expire(keys.revisions(str(n)), keys.REVISIONS_TTL_S)
        pipe.zadd(keys.HEADLINES, {str(n): n})
        pipe.xadd(
            keys.UNCHAINED["changes"],
            {"at": "2026-03-02T04:00:00.000Z", "by": "bench", "did": "published", "what": "Ferry runs " * 8},
        )
        if n % 1000 == 999:
            pipe.execute()
