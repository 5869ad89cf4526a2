"""`python -m bench.search`: how long a search takes, and how much memory its index takes.

The articles are made of the demo's words with natural frequencies (Zipf). Times are CPU times.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from webapp.newsroom.articles.related import Topics, related_to
from webapp.newsroom.articles.search import SearchIndex, words_of
from webapp.newsroom.model import Article

COPY = Path(__file__).parents[1] / "webapp" / "demo" / "copy"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
WORDS_PER_ARTICLE = 650
COMMON_PREFIXES = ("an", "in", "ma", "sa", "ka", "pa", "na", "al")
"""Prefixes of half of all words: the most expensive queries."""

ENDINGS = ("", "an", "in", "ng", "s", "ed")


def made_up(count: int) -> list[Article]:
    """`count` articles of about 5 kB, published an hour apart."""
    plain = sorted({word for path in COPY.glob("*.md") for word in path.read_text("utf-8").split()})
    vocabulary = [word + ending for word in plain for ending in ENDINGS]
    random.shuffle(vocabulary)
    text = random.choices(vocabulary, [1 / (rank + 5) for rank in range(len(vocabulary))], k=2_000_000)
    articles = []
    for number in range(count):
        at = random.randrange(len(text) - WORDS_PER_ARTICLE)
        words = text[at : at + WORDS_PER_ARTICLE]
        articles.append(
            Article(
                slug=f"story-{number}", title=" ".join(words[:10])[:280], summary=" ".join(words[10:35]),
                body_html=f"<p>{' '.join(words[35:])}</p>", topics=tuple(words[:2]),
                published_at=NOW - timedelta(hours=number),
            )
        )  # fmt: skip
    return articles


def memory_mb() -> float:
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def took_ms(calls: Sequence[Callable[[], object]]) -> list[float]:
    """The CPU time of each call in ms, sorted."""
    times = []
    for call in calls:
        began = time.thread_time()
        call()
        times.append((time.thread_time() - began) * 1000)
    return sorted(times)


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parse.add_argument("--articles", type=int, default=10_000)
    asked = parse.parse_args()
    random.seed(1)
    articles = made_up(asked.articles)
    before, began, index = memory_mb(), time.thread_time(), SearchIndex()
    for article in articles:
        index.put([article])
    filled = time.thread_time() - began
    queries = [" ".join(random.choice(articles).title.split()[: random.randint(1, 3)])[:-1] for _ in range(400)]
    finds = took_ms([lambda query=query: index.find(query, NOW, 20) for query in queries])  # type: ignore[misc]
    topics, by_slug = Topics(), {article.slug: article for article in articles}
    topics.put(articles)

    def related(article: Article) -> list[Article]:
        alike = index.like(words_of(f"{article.title} {article.summary}"), NOW, 40)
        others = [by_slug[slug] for slug in topics.shared(article) | alike.keys()]
        return related_to(article, others, 4, alike, topics.common(article))

    beside = took_ms([lambda a=a: related(a) for a in articles[:100]])  # type: ignore[misc]
    worst = [" ".join(COMMON_PREFIXES[:words]) for words in (1, 4, 8)]
    slow = [took_ms([lambda query=query: index.find(query, NOW, 20)])[0] for query in worst]  # type: ignore[misc]
    print(f"{len(index):,} articles: {filled * 1000 / len(index):.2f} ms to take one in, {memory_mb() - before:.0f} MB")
    print(f"a search: {finds[len(finds) // 2]:.1f} ms (median), {finds[int(len(finds) * 0.99)]:.1f} ms (p99)")
    print("the most expensive of 1, 4 and 8 words: " + ", ".join(f"{ms:.0f} ms" for ms in slow))
    print(f"what belongs beside an article: {beside[len(beside) // 2]:.1f} ms (median)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
