"""One process's own copy of the board and the articles, from which everything is answered.

It does no I/O: the relay feeds it. While the store is away it stays as it is and knows its age.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from webapp.newsroom.board import Board, apply
from webapp.newsroom.events import Event
from webapp.newsroom.grid import Grid
from webapp.newsroom.model import Article

RING = 2_000
"""So many events are kept to answer whoever reconnects; further back it is a snapshot."""


class Replica:
    """`board`, a ring of the events that led to it, the programme `grid`, and the articles by slug.

    `heard_at` is when the store last confirmed that this copy is whole; `None` before the first time.
    """

    def __init__(self, zone: str, ring: int = RING) -> None:
        self.board = Board()
        self.grid = Grid(zone=zone)
        self.heard_at: datetime | None = None
        self.articles: dict[str, Article] = {}
        self._newest: list[tuple[float, str]] = []
        self._ring: deque[Event] = deque(maxlen=ring)
        self._edition = 0

    @property
    def version(self) -> tuple[str, int, int]:
        """Changes whenever anything here does: what a rendered page may be remembered by."""
        return (self.board.epoch, self.board.seq, self._edition)

    @property
    def edition(self) -> int:
        """Changes whenever an article or the history does."""
        return self._edition

    def replace(self, board: Board, articles: Iterable[Article], grid: Grid) -> None:
        """Another history, or the first: everything anew."""
        self.board = board
        self.grid = grid
        self._ring.clear()
        self.articles = {article.slug: article for article in articles}
        self._newest = sorted(_place(a) for a in self.articles.values() if a.withdrawn is None)
        self._edition += 1

    def take(self, other: Replica) -> None:
        """A copy of `other` as it is now, for whoever looks at it at leisure; without its history."""
        self.board, self.grid, self.heard_at = other.board, other.grid, other.heard_at
        self.articles, self._newest = dict(other.articles), list(other._newest)
        self._edition = other._edition

    def apply(self, event: Event) -> None:
        """`event` must be the next of this epoch; the articles it names are put in first, by `put_articles`."""
        assert event.epoch == self.board.epoch and event.seq == self.board.seq + 1
        self.board = apply(self.board, event)
        self._ring.append(event)

    def put_articles(self, articles: Iterable[Article]) -> None:
        for article in articles:
            known = self.articles.get(article.slug)
            if known is not None and known.withdrawn is None:
                self._newest.remove(_place(known))
            if article.withdrawn is None:
                insort(self._newest, _place(article))
            self.articles[article.slug] = article
            self._edition += 1

    def confirm(self, now: datetime) -> None:
        self.heard_at = now

    def article(self, slug: str) -> Article | None:
        """The article under `slug`; one that was withdrawn says so in `withdrawn`."""
        return self.articles.get(slug)

    def newest(self, count: int, skip: int = 0) -> list[Article]:
        """Articles that are out, newest first."""
        end = len(self._newest) - skip
        return [self.articles[slug] for _, slug in reversed(self._newest[max(0, end - count) : max(0, end)])]

    @property
    def articles_out(self) -> int:
        return len(self._newest)

    def missed(self, epoch: str, seq: int) -> Sequence[Event] | None:
        """The events after `(epoch, seq)`; `None` where only a snapshot can say."""
        if epoch != self.board.epoch or not 0 <= seq <= self.board.seq:
            return None
        behind = self.board.seq - seq
        if behind > len(self._ring):
            return None
        return list(islice(self._ring, len(self._ring) - behind, None))


def _place(article: Article) -> tuple[float, str]:
    return (article.published_at.timestamp(), article.slug)
