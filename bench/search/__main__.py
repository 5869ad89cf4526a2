"""`python -m bench.search`: what a search finds, beside BM25, and what it costs, beside the release before. About a minute."""

from __future__ import annotations

import argparse
import sys

from bench.page.quiet import IntoDocs
from bench.rig.docs_table import machine, table, verdict, write_between
from bench.rig.previous import THIS, previous
from bench.search import corpus
from bench.search.cost import measure, measure_previous
from bench.search.known_items import KnownItems, tokens

GOAL_WITHOUT_RECENCY, GOAL = 0.98, 0.95
"""At least this much of BM25's mean reciprocal rank in each kind of query."""

MIN_P99_RATIO = 0.9
WORDS_LOOKED_AT = 40


def found(articles: int, queries: int) -> tuple[str, bool]:
    """The table of what is found, and whether the goals are met."""
    made = corpus.articles(articles)
    items = KnownItems(made)
    rows = {kind: items.ranks(asked) for kind, asked in corpus.queries(made, queries).items()}
    shown = [[kind, *(f"{rank:.2f}" for rank in ranks), f"{ranks[2] / ranks[0]:.2f}"] for kind, ranks in rows.items()]
    without, with_it = (min(ranks[n] / ranks[0] for ranks in rows.values()) for n in (1, 2))
    words = sorted(
        {word for article in made[::40] for word in tokens(article.title) if len(word) > corpus.SMALL_WORD_CHARS}
    )
    whole = items.whole_words_first([word for word in words if items.has_ten(word)][:WORDS_LOOKED_AT])
    text = "\n".join([
        f"{articles:,} made-up articles in two languages, {queries} queries of each kind; mean reciprocal rank",
        "of the article that is looked for.", "",
        table(["query", "BM25", "without recency", "as it is", "× BM25"], shown), "",
        verdict("without recency, in the worst kind", without, GOAL_WITHOUT_RECENCY),
        verdict("with recency, in the worst kind", with_it, GOAL),
        verdict("of the first ten, share that has the word as it was typed", whole, 1.0),
    ])  # fmt: skip
    return text, without >= GOAL_WITHOUT_RECENCY and with_it >= GOAL and whole == 1


def costs(articles: int) -> tuple[str, bool]:
    """The table of what it costs, and whether the 99th percentile is as before."""
    build = previous()
    before, now = measure_previous(build, articles), measure(articles)
    head = [
        "",
        "median, ms",
        "p99, ms",
        "common beginnings, worst, ms",
        "beside an article, ms",
        "to take one in, ms",
        "MB",
    ]
    lines = [
        [name, *(f"{row[what]:.1f}" for what in ("median_ms", "p99_ms", "worst_ms", "beside_ms", "take_in_ms", "mb"))]
        for name, row in ((build.name, before), (THIS.name, now))
    ]
    text = "\n".join([
        f"Machine: {machine()}. {articles:,} articles of 5.5 kB; 400 searches as one types; CPU times.", "",
        table(head, lines), "",
        verdict("p99 of the release before, by ours", before["p99_ms"] / now["p99_ms"], MIN_P99_RATIO),
    ])  # fmt: skip
    return text, before["p99_ms"] >= MIN_P99_RATIO * now["p99_ms"]


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parse.add_argument("--articles", type=int, default=10_000, help="of which the cost is measured")
    parse.add_argument("--queries", type=int, default=200, help="of each kind")
    parse.add_argument("--docs", action=IntoDocs, help="into docs/explain/performance.md too")
    asked = parse.parse_args()
    parts = [found(3_000, asked.queries), costs(asked.articles)]
    text = "\n\n".join(text for text, _ in parts)
    print(text)
    if asked.docs:
        write_between("bench.search", text)
    return 0 if all(met for _, met in parts) else 1


if __name__ == "__main__":
    sys.exit(main())
