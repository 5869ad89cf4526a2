"""The most-read list as a function of counts: who is on it, in which order, and when it is news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from webapp.newsroom.model import MostRead, MostReadItem, Window

SHOWN = 10
FLOOR: dict[str, int] = {"1h": 2, "24h": 3, "7d": 5}
"""With fewer reads an article is not on the list: with few readers the list is short rather than arbitrary."""

COUNTS_EVERY = timedelta(seconds=30)
"""Counts that grow in an unchanged order are told this often; another order at once."""


def ranked(
    window: Window, counts: Sequence[tuple[str, int]], titles: Mapping[str, str], now: datetime, limit: int = SHOWN
) -> MostRead:
    """The list of the articles in `titles` by `counts`. A tie goes to the one named first in the alphabet.

    The alphabet keeps two articles that are level from changing places with every ranking.
    """
    fitting = [(slug, reads) for slug, reads in counts if slug in titles and reads >= FLOOR[window]]
    fitting.sort(key=lambda pair: (-pair[1], pair[0]))
    items = tuple(
        MostReadItem(article=slug, title=titles[slug], reads=reads, rank=rank)
        for rank, (slug, reads) in enumerate(fitting[:limit], start=1)
    )
    return MostRead(window=window, as_of=now, items=items)


def compared(old: MostRead | None, new: MostRead) -> MostRead:
    """`new` with the rank that each article had in `old`."""
    places = {item.article: item.rank for item in old.items} if old else {}
    items = tuple(item.model_copy(update={"was": places.get(item.article)}) for item in new.items)
    return new.model_copy(update={"items": items})


def differs(old: MostRead | None, new: MostRead) -> bool:
    """Whether `new` is worth telling: other articles, order or titles at once, other counts now and then."""
    if old is None:
        return bool(new.items)
    if _order(old) != _order(new):
        return True
    return new.as_of - old.as_of >= COUNTS_EVERY and _reads(old) != _reads(new)


def _order(most_read: MostRead) -> list[tuple[str, str]]:
    return [(item.article, item.title) for item in most_read.items]


def _reads(most_read: MostRead) -> list[int]:
    return [item.reads for item in most_read.items]
