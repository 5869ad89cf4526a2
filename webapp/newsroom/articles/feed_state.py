"""What is known of a source of articles, and when it is asked again. Pure: no network, no store, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from pydantic import Field

from webapp.newsroom.model import Value
from webapp.newsroom.times import Instant

MAX_BACKOFF = timedelta(hours=1)
MAX_UNREADABLE_PAUSE = timedelta(minutes=5)
"""A source that answers well, but with entries of which not one can be taken, is asked at least so often."""

MAX_RETRY_AFTER = timedelta(hours=24)
GONE_PAUSE = timedelta(hours=24)
"""A source that says it is gone for good is looked at once a day: somebody may have put it back."""

MAX_REFUSED_ENTRIES = 500
MAX_IMPORT_NOTES = 100
MAX_CARRIED_STORIES = 500
MAX_VANISHED_STORIES = 100

VANISHED_CHECK_PERIOD = timedelta(hours=24)
"""A page may come out of a cache for long after its story is gone: so long after it vanished it is asked again."""


class RefusedEntry(Value):
    """An entry that was not taken, a double among them, and why."""

    what: str = Field(max_length=300)
    reason: str = Field(max_length=500)


class ImportNote(Value):
    """An entry that was taken, and what was in doubt about it."""

    what: str = Field(max_length=300)
    note: str = Field(max_length=500)


class Vanished(Value):
    """A story that its source no longer carries, though its page is there still; `again_at` is when it is asked next."""

    source: str
    since: Instant
    again_at: Instant


class ImportCounts(Value):
    """What became of the entries of one document."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: int = 0
    double: int = 0
    held: int = 0


class FeedState(Value):
    """One source as it stands. `due_at` is when it is asked next; without `good_at` it never answered well.

    `error` is why the last try failed, `failures` how many have in a row. `counts`, `refused` and `notes` are of the last
    document that came, `taken` is all that ever came in. `carried` are the identities of the stories in that document,
    `vanished` are those that stood there before and may be gone. `ids_shared` entries have an id that others have too.
    `hub` tells of news at `topic`, which is the address that the source gives itself.
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


FeedWish = Literal["now", "told", "paused"]
"""A source is to be asked at once by the newsroom's wish, soon as its hub told us, or not at all."""

MIN_HUB_CALL_INTERVAL = timedelta(seconds=5)
"""However often a hub calls, between two looks at the source is this much."""


def feed_id(url: str) -> str:
    return sha256(url.encode()).hexdigest()[:12]


def is_due(feed: FeedState, wish: FeedWish | None, now: datetime) -> bool:
    if wish == "paused":
        return False
    if wish == "told" and (feed.tried_at is None or feed.tried_at + MIN_HUB_CALL_INTERVAL <= now):
        return True
    return wish == "now" or feed.due_at is None or feed.due_at <= now


def after_answer(feed: FeedState, now: datetime, every: timedelta) -> FeedState:
    """After a good answer: asked again after `every`."""
    return feed.model_copy(
        update={"tried_at": now, "good_at": now, "due_at": now + every, "failures": 0, "error": None, "gone": False}
    )


def after_failure(
    feed: FeedState, error: str, now: datetime, every: timedelta, *, jitter: float,
    retry_after: timedelta | None = None, gone: bool = False, at_most: timedelta | None = None,
) -> FeedState:  # fmt: skip
    """After a failure: each one doubles the pause, up to an hour, a fifth more or less by `jitter` (-1 to 1).

    Where the source says when to come back (`retry_after`), that is kept, up to a day. The pause is never more than
    `at_most`, unless the source's own pace is.
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
    """Stories that stood among those of the last document and now do not, though older ones still do.

    Feeds drop what is old at their end: that says nothing. What vanishes from the midst may have been withdrawn.
    Where a source drops only what new stories push off (`ends_tell`), so may what vanishes at the end without any.
    """
    now = set(carried)
    if ends_tell and now <= set(before.carried):
        return [source for source in before.carried if source not in now]
    kept = [at for at, source in enumerate(before.carried) if source in now]
    return [source for source in before.carried[: kept[-1]] if source not in now] if kept else []


def stories_to_check(
    before: FeedState, carried: tuple[str, ...], now: datetime, *, ends_tell: bool = False
) -> list[Vanished]:
    """The stories that may be gone: those `missing_stories` now, and those that were so before and have not come back."""
    back = set(carried)
    still = [one for one in before.vanished if one.source not in back and now - one.since < VANISHED_CHECK_PERIOD]
    known = {one.source for one in still}
    new = [source for source in missing_stories(before, carried, ends_tell=ends_tell) if source not in known]
    return [*still, *(Vanished(source=source, since=now, again_at=now) for source in new)][:MAX_VANISHED_STORIES]


def still_published(one: Vanished, now: datetime, every: timedelta) -> Vanished:
    """Its page is there. It is asked again when it has been gone for twice as long, so ever more seldom."""
    return one.model_copy(update={"again_at": now + max(every, now - one.since)})
