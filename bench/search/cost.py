"""How long a search takes, and how much memory its index takes, in this build and in the release before.

The articles are made of the demo's words with natural frequencies (Zipf). Times are CPU times.
"""

from __future__ import annotations

import random
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bench.rig.previous import Build
from webapp.newsroom.articles.related import Topics, related_to
from webapp.newsroom.articles.search.index import SearchIndex
from webapp.newsroom.articles.search.terms import words_of
from webapp.newsroom.model import Article

COPY = Path(__file__).parents[2] / "webapp" / "demo" / "copy"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
WORDS_PER_ARTICLE = 650
COMMON_PREFIXES = ("an", "in", "ma", "sa", "ka", "pa", "na", "al")
"""Prefixes of half of all words: the most expensive queries."""

ENDINGS = ("", "an", "in", "ng", "s", "ed")

Row = dict[str, float]

_PREVIOUS_SAYS = (
    r"(?P<take_in_ms>[\d.]+) ms to take one in, (?P<mb>\d+) MB.*?(?P<median_ms>[\d.]+) ms \(median\), "
    r"(?P<p99_ms>[\d.]+) ms \(p99\).*, (?P<worst_ms>\d+) ms\n.*?(?P<beside_ms>[\d.]+) ms \(median\)"
)


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


def measure(count: int) -> Row:
    """The cost of searching `count` articles."""
    random.seed(1)
    articles = made_up(count)
    before, began, index = memory_mb(), time.thread_time(), SearchIndex()
    for article in articles:
        index.put([article])
    filled = time.thread_time() - began
    # The last word is not finished yet, as while somebody types.
    queries = [" ".join(random.choice(articles).title.split()[: random.randint(1, 3)])[:-1] for _ in range(400)]
    finds = took_ms([partial(index.find, query, NOW, 20) for query in queries])
    topics, by_slug = Topics(), {article.slug: article for article in articles}
    topics.put(articles)

    def related(article: Article) -> list[Article]:
        alike = index.like(words_of(f"{article.title} {article.summary}"), NOW, 40)
        others = [by_slug[slug] for slug in topics.shared(article) | alike.keys()]
        return related_to(article, others, 4, alike, topics.common(article))

    beside = took_ms([partial(related, article) for article in articles[:100]])
    worst = took_ms([partial(index.find, " ".join(COMMON_PREFIXES[:words]), NOW, 20) for words in (1, 4, 8)])
    return {
        "median_ms": finds[len(finds) // 2], "p99_ms": finds[int(len(finds) * 0.99)], "worst_ms": worst[-1],
        "beside_ms": beside[len(beside) // 2], "take_in_ms": filled * 1000 / count, "mb": memory_mb() - before,
    }  # fmt: skip


def measure_previous(build: Build, count: int) -> Row:
    """The same of the release before, by its own bench."""
    asked = [build.python, "-m", "bench.search", "--articles", str(count)]
    said = subprocess.run(asked, cwd=build.root, check=True, capture_output=True, text=True).stdout
    found = re.search(_PREVIOUS_SAYS, said, re.DOTALL)
    if found is None:
        raise RuntimeError(f"{build.name} says something else than expected: {said}")
    return {name: float(value) for name, value in found.groupdict().items()}
