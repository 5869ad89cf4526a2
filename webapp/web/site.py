"""What a door is given: the station, this process's copy of the board, and whom to ask for a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from webapp.desk import Desk
from webapp.newsroom.model import MostRead, Window
from webapp.newsroom.reads.ranking import MOST_READ_LENGTH, only_available
from webapp.newsroom.station import Station
from webapp.store.articles.articles import Articles
from webapp.store.articles.feed_state import Feeds
from webapp.store.board.log import Log
from webapp.store.board.replica import Replica
from webapp.store.board.revisions import Revisions
from webapp.store.core.lease import LeaseWatch
from webapp.store.people.audit import Audit
from webapp.store.people.presence import Presence
from webapp.store.people.rate_counters import RateCounters
from webapp.store.people.staff import Staff
from webapp.store.reads.pins import Choices
from webapp.store.reads.reads import Reads
from webapp.store.reads.story import ReadStories
from webapp.store.schedule.rundown import Rundown
from webapp.store.stream.streams import StreamRecords
from webapp.web.health import Health
from webapp.web.turns import Lanes


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Site:
    """Doors answer listeners from `replica` alone; `desk`, `reads` and `staff` may raise `StoreAway`.

    `presence` tells how many listeners all processes have, `delivery` the figures of this one (`Engine.stats`),
    `health` what is wrong with it although it serves, `lease_watch` how long ago a clock acted; in `lanes` is done what would
    hold up the event loop.
    """

    station: Station
    replica: Replica
    desk: Desk
    log: Log
    articles: Articles
    rundown: Rundown
    revisions: Revisions
    feeds: Feeds
    streams: StreamRecords
    reads: Reads
    read_stories: ReadStories
    choices: Choices
    staff: Staff
    counts: RateCounters
    audit: Audit
    secret_key: str
    presence: Presence
    delivery: Callable[[], dict[str, int]]
    now: Callable[[], datetime] = utc_now
    https: bool = False
    health: Health = field(default_factory=Health)
    lease_watch: LeaseWatch | None = None
    lanes: Lanes = field(default_factory=Lanes)

    def most_read(self, window: Window, limit: int = MOST_READ_LENGTH, language: str | None = None) -> MostRead | None:
        """The list of `window` as listeners see it, of articles in `language` where one is given, without what was
        withdrawn since; the last one while the store is away, `None` without any."""
        board = self.replica.board.most_read
        if board and board.window == window and limit <= MOST_READ_LENGTH and language is None:
            return board.model_copy(update={"items": board.items[:limit]})
        listed = self.reads.most_read(window, self.now(), limit, language, board)
        named = (self.replica.article(item.article) for item in listed.items) if listed else ()
        return listed and only_available(
            listed, [article.slug for article in named if article and article.withdrawn is None]
        )
