"""The most-read list: the windows of time, the order, and when a new list is published.

A window is a union of buckets of equal width, so that ranking costs the same however many reads there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import get_args

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import MostRead, MostReadItem, Window

MOST_READ_LENGTH = 10
"""The length of the list on the board."""

COUNT_TOLERANCE = 0.02
COUNT_WAIT = timedelta(seconds=30)
"""While the order stays, changes of counts within `COUNT_TOLERANCE` wait this long: each list goes to every listener."""

LIST_REFRESHES = 3
"""An unchanged list, also an empty one, is published again so often within its `MAX_LIST_AGE`: its age shows that reads are
still being counted.
"""


@dataclass(frozen=True)
class WindowBuckets:
    """A window of `count` buckets of `width_s` seconds."""

    width_s: int
    count: int
    min_keep_s: int = 0
    """The shortest time for which buckets are kept, for charts of the day."""

    @property
    def keep_s(self) -> int:
        """The seconds for which a bucket is needed, from its beginning."""
        return max(self.width_s * (self.count + 2), self.min_keep_s)

    def start(self, now: datetime) -> int:
        """The bucket that `now` falls in, by its first second (Unix time)."""
        stamp = int(now.timestamp())
        return stamp - stamp % self.width_s

    def starts(self, now: datetime) -> list[int]:
        """The buckets of the window that ends at `now`, newest first: the current one and the `count` before it.

        So the window is never shorter than its name, and longer by less than one bucket.
        """
        last = self.start(now)
        return [last - n * self.width_s for n in range(self.count, -1, -1)]


WINDOWS: dict[Window, WindowBuckets] = {
    "1h": WindowBuckets(5 * 60, 12, min_keep_s=26 * 3600),
    "24h": WindowBuckets(3600, 24),
    # Buckets of six hours: a union of 29 sets instead of 169, which would take the store 100 ms each time.
    "7d": WindowBuckets(6 * 3600, 28),
}

assert set(WINDOWS) == set(get_args(Window))

MINUTES = WindowBuckets(60, 180)
"""Of no list: for three hours it can be seen by minutes what happened around an airing. A day of them would take 50 MB."""


def parse_window(name: str) -> Window:
    """The window called `name`. Raises `Invalid` for any other name."""
    for known in WINDOWS:
        if known == name:
            return known
    problem = f"expected one of {', '.join(WINDOWS)}"
    raise Invalid(f"window: {problem}", fields=[FieldError("window", problem)])


MAX_LIST_AGE: dict[Window, timedelta] = {
    "1h": timedelta(minutes=20),
    "24h": timedelta(hours=3),
    "7d": timedelta(hours=24),
}
"""A list that has not been ranked for longer is no longer shown."""


def is_too_old(listed: MostRead, now: datetime) -> bool:
    """Whether the list is too old to be shown."""
    return now - listed.as_of > MAX_LIST_AGE[listed.window]


def window_start(of: Window, now: datetime) -> datetime:
    """The instant from which reads are in the window."""
    return datetime.fromtimestamp(WINDOWS[of].starts(now)[0], UTC)


@dataclass(frozen=True)
class Tally:
    """A published article and its reads in a window. `published_ms` is Unix time in milliseconds."""

    article: str
    reads: int
    published_ms: int = 0


def by_reads(tallies: Iterable[Tally]) -> list[Tally]:
    """Most read first; of equals the newer article, since it had less time."""
    return sorted(tallies, key=lambda t: (-t.reads, -t.published_ms, t.article))


def ranked_list(
    of: Window,
    tallies: Iterable[Tally],
    titles: Mapping[str, str],
    now: datetime,
    floor: int = 1,
    limit: int = MOST_READ_LENGTH,
    languages: Mapping[str, str] | None = None,
) -> MostRead:
    """The list, at most `limit` long; articles with fewer than `floor` reads or without a title (withdrawn) are left
    out. `titles` and `languages` are those of the articles.
    """
    fitting = by_reads(t for t in tallies if t.reads >= max(1, floor) and t.article in titles)
    items = (
        MostReadItem(
            article=t.article,
            title=titles[t.article],
            language=(languages or {}).get(t.article),
            reads=t.reads,
            rank=rank,
        )
        for rank, t in enumerate(fitting[:limit], start=1)
    )
    return MostRead(window=of, as_of=now, items=tuple(items))


def with_previous_ranks(before: MostRead | None, after: MostRead) -> MostRead:
    """`after` with `was`: each article's rank in the last list that had another order.

    Changed counts move nobody, so they keep the moves that the page shows.
    """
    shown = before.items if before and before.window == after.window else ()
    if _order(shown) == _order(after.items):
        was = {item.article: item.was for item in shown}
    else:
        was = {item.article: item.rank for item in shown}
    return after.model_copy(
        update={"items": tuple(item.model_copy(update={"was": was.get(item.article)}) for item in after.items)}
    )


def only_available(listed: MostRead, out: Iterable[str]) -> MostRead:
    """The list without articles that are not in `out`; the ranks below them move up."""
    allowed = set(out)
    kept = (item for item in listed.items if item.article in allowed)
    ranks = tuple(item.model_copy(update={"rank": rank}) for rank, item in enumerate(kept, start=1))
    return listed.model_copy(update={"items": ranks})


def list_needs_event(before: MostRead | None, after: MostRead) -> bool:
    """Whether `after` is worth an event to everybody who has `before`.

    Another order or title is, at once; counts are when one changed visibly, or after a while.
    """
    if before is None or before.window != after.window:
        return bool(after.items) or before is not None
    if [(i.article, i.title, i.pinned) for i in before.items] != [(i.article, i.title, i.pinned) for i in after.items]:
        return True
    age = after.as_of - before.as_of
    moved = [
        (was.reads, now.reads) for was, now in zip(before.items, after.items, strict=True) if was.reads != now.reads
    ]
    if moved:
        return age >= COUNT_WAIT or any(abs(now - was) > COUNT_TOLERANCE * was for was, now in moved)
    return age >= MAX_LIST_AGE[after.window] / LIST_REFRESHES


def _order(items: Iterable[MostReadItem]) -> list[str]:
    return [item.article for item in items]
