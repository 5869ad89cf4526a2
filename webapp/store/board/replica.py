"""One process's copy of the board and the articles, from which all requests are answered.

It does no I/O: the relay feeds it. While the store is away it stays as it is and knows its age.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from threading import Condition

from webapp.newsroom.board import Board, Former, apply
from webapp.newsroom.events import Event
from webapp.newsroom.headlines.archive import HeadlineArchive
from webapp.newsroom.headlines.record import HeadlineRecord, revision_of
from webapp.newsroom.model import Article, OnAir
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import NO_HOLDS
from webapp.newsroom.schedule.turn import turn_at
from webapp.newsroom.visible import next_change, visible
from webapp.store.board.epochs import first_of, last_of, with_epochs

RING_EVENTS = 2_000
"""How many events are kept for clients that reconnect; whoever is further behind gets a snapshot."""

Version = tuple[str, int, int, datetime | None]
"""Epoch, seq, edition of the articles, and when time changes what is shown: the key under which a rendered page is
cached.
"""


@dataclass(frozen=True)
class _Shown:
    """The visible form of `board` under `grid` from `since` (inclusive) to `until` (exclusive)."""

    board: Board
    grid: Grid
    since: datetime
    until: datetime | None
    visible: Board

    def holds(self, board: Board, grid: Grid, now: datetime) -> bool:
        same = board is self.board and grid is self.grid
        return same and self.since <= now and (self.until is None or now < self.until)


class Replica:
    """`board`, a ring buffer of the events that led to it, the programme `grid`, the articles by slug, and the record of
    `headlines`.

    `board` is as the log has it, including what has ended by time since; listeners are shown `visible(now)`. `heard_at`
    is when the store last confirmed that this copy is complete; `None` before the first time. `followed` says that a relay
    feeds it by itself. `articles_changed_at` is when the last article came, changed or went, whatever its own dates say.
    """

    def __init__(self, zone: str, ring: int = RING_EVENTS) -> None:
        self.board = Board()
        self.grid = Grid(zone=zone)
        self.heard_at: datetime | None = None
        self.followed = False
        self.articles_changed_at: datetime | None = None
        self._moved = Condition()
        self.articles: dict[str, Article] = {}
        self.headlines = HeadlineArchive()
        self._newest: list[tuple[float, str]] = []
        self._ring: deque[Event] = deque(maxlen=ring)
        self._edition = 0
        self._shown: _Shown | None = None

    def visible(self, now: datetime) -> Board:
        """The board as it may be shown at `now`; computed once for each period in which it stays the same."""
        return self._look(now).visible

    def version(self, now: datetime) -> Version:
        """A key that changes whenever anything visible does, by an event or by time."""
        return (self.board.epoch, self.board.seq, self._edition, self._look(now).until)

    def _look(self, now: datetime) -> _Shown:
        shown = self._shown
        if shown is None or not shown.holds(self.board, self.grid, now):
            seen = visible(self.board, now, self._follow)
            shown = self._shown = _Shown(self.board, self.grid, now, next_change(seen), seen)
        return shown

    def _follow(self, board: Board, now: datetime) -> OnAir:
        return turn_at(self.grid, NO_HOLDS, self, board, now)

    @property
    def edition(self) -> int:
        """A number that changes whenever an article or the history does."""
        return self._edition

    def replace(
        self, board: Board, articles: Iterable[Article], grid: Grid, headlines: Iterable[HeadlineRecord] = ()
    ) -> None:
        """Starts over with another history, or the first one."""
        self.board = board
        self.grid = grid
        self.headlines = HeadlineArchive(headlines)
        self._ring.clear()
        self.articles = {article.slug: article for article in articles}
        self.articles_changed_at = None
        self._newest = sorted(_place(a) for a in self.articles.values() if a.withdrawn is None)
        self._edition += 1

    def take(self, other: Replica) -> None:
        """Becomes a copy of `other` as it is now, without its events, for a thread that reads at its own pace."""
        self.board, self.grid, self.heard_at = other.board, other.grid, other.heard_at
        self.articles, self._newest = dict(other.articles), list(other._newest)
        self.headlines = other.headlines.copy()
        self._edition, self.articles_changed_at = other._edition, other.articles_changed_at

    def use_settings(self, zone: str) -> None:
        """The station's settings changed: whatever was made with those before is made anew."""
        if not self.grid.programmes and self.grid.zone != zone:
            self.grid = Grid(zone=zone)
        self._edition += 1

    def refresh(self, board: Board) -> None:
        """Replaces the board by the store's own of the same epoch and seq, after an event that this build could not
        read.
        """
        assert (board.epoch, board.seq) == (self.board.epoch, self.board.seq)
        self.board = board
        self._edition += 1

    def apply(self, event: Event) -> None:
        """Applies the next event of this epoch, or of one that goes on from it; articles that it names must be added before,
        by `put_articles`.
        """
        assert event.seq == self.board.seq + 1
        if revision := revision_of(event):
            self.headlines.put(revision)  # before the board's version changes: pages are made in threads
        if event.type == "article":
            before = self.articles_changed_at  # of another process, perhaps, whose clock is ahead
            self.articles_changed_at = event.at if not before or event.at > before else before + timedelta(seconds=1)
        self.board = apply(self.board, event)
        self._ring.append(event)
        with self._moved:
            self._moved.notify_all()

    def wait_for(self, epoch: str, seq: int, seconds: float) -> None:
        """Returns once the event `seq` is in this copy, after `seconds` at the latest; at once where no relay feeds it."""
        with self._moved:
            if self.followed:
                self._moved.wait_for(lambda: self.board.epoch != epoch or self.board.seq >= seq, seconds)

    def follow(self, epoch: str, succeeds: tuple[Former, ...]) -> None:
        """The history goes on under another epoch, which `succeeds` this one; the board stays as it is."""
        self.board = self.board.following(epoch, succeeds)
        self._edition += 1

    def put_articles(self, articles: Iterable[Article]) -> None:
        """Adds or replaces articles."""
        for article in articles:
            known = self.articles.get(article.slug)
            if known is not None and known.withdrawn is None:
                self._newest.remove(_place(known))
            self.articles[article.slug] = article  # before `_newest` names it: pages are rendered in threads
            if article.withdrawn is None:
                insort(self._newest, _place(article))
            self._edition += 1

    def confirm(self, now: datetime) -> None:
        """Notes that the copy was complete at `now`."""
        self.heard_at = now
        self.articles_changed_at = self.articles_changed_at or now

    def article(self, slug: str) -> Article | None:
        """The article under `slug`, withdrawn or not; `None` when there is none."""
        return self.articles.get(slug)

    def article_language(self, slug: str) -> str | None:
        """The language of the article under `slug`, where there is one."""
        found = self.articles.get(slug)
        return found.language if found else None

    def some(self, slugs: Iterable[str]) -> list[Article]:
        """Those of `slugs` that exist, withdrawn ones too."""
        return [self.articles[slug] for slug in slugs if slug in self.articles]

    def newest(self, count: int, skip: int = 0) -> list[Article]:
        """Published articles, newest first, after the `skip` newest."""
        end = len(self._newest) - skip
        articles, places = self.articles, self._newest[max(0, end - count) : max(0, end)]
        return [articles[slug] for _, slug in reversed(places) if slug in articles]

    @property
    def articles_out(self) -> int:
        """The number of published articles."""
        return len(self._newest)

    def missed(self, epoch: str, seq: int) -> Sequence[Event] | None:
        """The events after `(epoch, seq)`, with a word where another epoch begins; `None` when only a snapshot can answer."""
        last, board = last_of(self.board, epoch), self.board
        if last is None or not 0 <= seq <= last:
            return None
        if seq < first_of(board) if epoch == board.epoch else seq == 0:
            return None
        behind = board.seq - seq
        if behind > len(self._ring):
            return None
        events = islice(self._ring, len(self._ring) - behind, None)
        return list(events if epoch == board.epoch else with_epochs(board, epoch, seq, events, self._heard()))

    def _heard(self) -> datetime:
        assert self.heard_at is not None, "a board that goes on from another was confirmed"
        return self.heard_at


def _place(article: Article) -> tuple[float, str]:
    return (article.published_at.timestamp(), article.slug)
