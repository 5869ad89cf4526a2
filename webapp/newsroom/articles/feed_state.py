"""What is known of a source of articles, and when it is polled again. Pure: no network, no store, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

MAX_BACKOFF = timedelta(hours=1)
MAX_UNREADABLE_PAUSE = timedelta(minutes=5)
"""The longest pause for a source that answers, but with entries none of which can be imported."""

MAX_RETRY_AFTER = timedelta(hours=24)
GONE_PAUSE = timedelta(hours=24)
"""A source that answers 410 Gone is polled once a day, in case it was put back."""

MAX_REFUSED_ENTRIES = 500
MAX_IMPORT_NOTES = 100
MAX_CARRIED_STORIES = 500
MAX_VANISHED_STORIES = 100

VANISHED_CHECK_PERIOD = timedelta(hours=24)
"""A cache may serve a story's page long after it was withdrawn, so a vanished story is checked again for this long."""


class RefusedEntry(Value):
    """An entry that was not imported, for example a duplicate, and why."""

    what: str = Field(max_length=300)
    reason: str = Field(max_length=500)


class ImportNote(Value):
    """An entry that was imported, and what was doubtful about it."""

    what: str = Field(max_length=300)
    note: str = Field(max_length=500)


class Vanished(Value):
    """A story that its source no longer lists although its page still exists; `again_at` is the next check."""

    source: str
    since: Instant
    again_at: Instant


class ImportCounts(Value):
    """How many entries of one document were imported, updated and so on."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: int = 0
    double: int = 0
    held: int = 0


class FeedState(Value):
    """One source. `due_at` is the next poll; without `good_at` it never answered well.

    `error` is why the last try failed, `failures` how many failed in a row. `counts`, `refused` and `notes` describe
    the last document, `taken` is the total ever imported. `carried` are the identities of the stories in that document,
    `vanished` those that were listed before and may be gone. `ids_shared` counts entries whose id another entry has
    too. `hub` announces changes of `topic`, the address that the source gives itself. `settings` is the key of the settings by
    which it was tried last.
    """

    id: str
    url: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    tried_at: Instant | None = None
    good_at: Instant | None = None
    due_at: Instant | None = None
    failures: int = 0
    error: str | None = None
    gone: bool = False
    counts: ImportCounts = ImportCounts()
    taken: int = 0
    refused: tuple[RefusedEntry, ...] = ()
    notes: tuple[ImportNote, ...] = ()
    carried: tuple[str, ...] = ()
    vanished: tuple[Vanished, ...] = ()
    ids_shared: int = 0
    hub: str | None = None
    topic: str | None = None
    settings: str | None = None


FeedWish = Literal["now", "told", "paused"]
"""An order for a source: poll at once (the newsroom), poll soon (its hub called), or do not poll."""

MIN_HUB_CALL_INTERVAL = timedelta(seconds=5)
"""The shortest time between two polls of a source, however often its hub calls."""


def feed_id(url: str) -> str:
    """A short stable id made of the address."""
    return sha256(url.encode()).hexdigest()[:12]


def is_due(feed: FeedState, wish: FeedWish | None, now: datetime, settings: str | None = None) -> bool:
    """Whether the source is to be polled now: at once also where it was tried last by other `settings`."""
    if wish == "paused":
        return False
    if settings is not None and feed.settings != settings:
        return True
    if wish == "told" and (feed.tried_at is None or feed.tried_at + MIN_HUB_CALL_INTERVAL <= now):
        return True
    return wish == "now" or feed.due_at is None or feed.due_at <= now


def after_answer(feed: FeedState, now: datetime, every: timedelta) -> FeedState:
    """The state after a good answer; the next poll comes after `every`."""
    return feed.model_copy(
        update={"tried_at": now, "good_at": now, "due_at": now + every, "failures": 0, "error": None, "gone": False}
    )


def after_failure(
    feed: FeedState, error: str, now: datetime, every: timedelta, *, jitter: float,
    retry_after: timedelta | None = None, gone: bool = False, at_most: timedelta | None = None,
) -> FeedState:  # fmt: skip
    """The state after a failure. Each one doubles the pause, up to an hour, ±20 % by `jitter` (-1 to 1).

    The source's own Retry-After (`retry_after`) is respected, up to a day. `at_most` limits the pause, but never below
    `every`.
    """
    failures = feed.failures + 1
    pause = min(every * 2 ** min(failures, 12), max(MAX_BACKOFF, every)) * (1 + jitter / 5)
    if gone:
        pause = GONE_PAUSE
    elif retry_after is not None:
        pause = max(every, min(retry_after, MAX_RETRY_AFTER))
    elif at_most is not None:
        pause = min(pause, max(at_most, every))
    return feed.model_copy(
        update={"tried_at": now, "due_at": now + pause, "failures": failures, "error": error[:500], "gone": gone}
    )


def missing_stories(before: FeedState, carried: tuple[str, ...], *, ends_tell: bool = False) -> list[str]:
    """Stories that the last document listed and this one does not, although it still lists older ones.

    Feeds drop old stories at their end, which says nothing; one that vanishes from the middle may have been withdrawn.
    With `ends_tell` (the source drops a story only when a new one pushes it out) a story missing at the end counts too,
    if nothing new came.
    """
    now = set(carried)
    if ends_tell and now <= set(before.carried):
        return [source for source in before.carried if source not in now]
    kept = [at for at, source in enumerate(before.carried) if source in now]
    return [source for source in before.carried[: kept[-1]] if source not in now] if kept else []


def stories_to_check(
    before: FeedState, carried: tuple[str, ...], now: datetime, *, ends_tell: bool = False
) -> list[Vanished]:
    """The stories that may be gone: those missing now, and earlier ones that have not come back."""
    back = set(carried)
    still = [one for one in before.vanished if one.source not in back and now - one.since < VANISHED_CHECK_PERIOD]
    known = {one.source for one in still}
    new = [source for source in missing_stories(before, carried, ends_tell=ends_tell) if source not in known]
    return [*still, *(Vanished(source=source, since=now, again_at=now) for source in new)][:MAX_VANISHED_STORIES]


def still_published(one: Vanished, now: datetime, every: timedelta) -> Vanished:
    """The vanished story after its page was found. The next check doubles its age, so checks become rarer."""
    return one.model_copy(update={"again_at": now + max(every, now - one.since)})
