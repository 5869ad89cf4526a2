"""One poll of a feed: fetch it, import its stories, and return its new state.

Feed ─► conditional GET ─┬─ 304: nothing new
                         ├─ 200: its entries ─► Importer ─► counts, refusals, vanished stories
                         └─ else: the error, and when to try again
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from webapp.fetch import client
from webapp.intake.feeds.hubs import find_hub
from webapp.intake.feeds.links import first_link, parse_link_header
from webapp.intake.feeds.named_source import DOCUMENT_TYPES
from webapp.intake.formats.detect import MAX_DOCUMENT_BYTES
from webapp.intake.importing.documents import Document, Outcome
from webapp.intake.importing.importer import Importer
from webapp.intake.story.urls import site_of
from webapp.newsroom.articles.feed_state import (
    MAX_CARRIED_STORIES,
    MAX_IMPORT_NOTES,
    MAX_REFUSED_ENTRIES,
    MAX_UNREADABLE_PAUSE,
    FeedState,
    ImportCounts,
    ImportNote,
    RefusedEntry,
    Vanished,
    after_answer,
    after_failure,
    still_published,
    stories_to_check,
)
from webapp.newsroom.articles.websub_state import POLL_SLOWDOWN
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import FeedConfig

FEEDS_ACTOR = Actor(name="feeds", role="system")

MAX_EARLIER_PAGES = 5
"""How many further pages of a feed are read if everything on the first is new: we were away, or much came at once."""

MAX_VANISHED_CHECKS = 10
"""How many pages of vanished stories are requested per poll."""

Fetch = Callable[..., client.Fetched]


class FeedReader:
    """`importer_for` makes the importer of a feed; `get` is `webapp.fetch.client.get`."""

    def __init__(self, importer_for: Callable[[FeedConfig], Importer], get: Fetch = client.get) -> None:
        self._importer_for = importer_for
        self._get = get

    def poll(self, config: FeedConfig, feed: FeedState, now: datetime, *, hub_is_live: bool = False) -> FeedState:
        """The state of `feed` after a poll. Raises `StoreAway`; the poll then counts as not made.

        While a hub announces news (`hub_is_live`), the feed is polled less often.
        """
        every = timedelta(seconds=config.every_s) * (POLL_SLOWDOWN if hub_is_live else 1)
        conditional: dict[str, Any] = {"etag": feed.etag, "last_modified": feed.last_modified}
        try:
            came = self._get(
                config.url,
                allow_private=config.private,
                max_bytes=MAX_DOCUMENT_BYTES,
                types=DOCUMENT_TYPES,
                **conditional,
            )
        except NewsroomError as error:
            return after_failure(feed, error.message, now, every, jitter=random.uniform(-1, 1))
        if came.status == 304:
            return self._unchanged(config, feed, now, every)
        if came.status != 200:
            return after_failure(
                feed, describe_status(came.status), now, every, jitter=random.uniform(-1, 1),
                retry_after=parse_retry_after(came.headers.get("retry-after"), now), gone=came.status == 410,
            )  # fmt: skip
        return self._import_document(config, feed, came, now, every)

    def _import_document(
        self, config: FeedConfig, feed: FeedState, came: client.Fetched, now: datetime, every: timedelta
    ) -> FeedState:
        importer = self._importer_for(config)
        document = Document(config.title or config.url, came.body, came.url, came.content_type)
        outcomes = [outcome for outcome in importer.bring([document], now, FEEDS_ACTOR) if outcome.refusal != "empty"]
        shared_ids = importer.shared_ids
        # The importer reports the oldest story first; a feed has the newest first.
        carried = tuple(outcome.source for outcome in reversed(outcomes) if outcome.source)[:MAX_CARRIED_STORIES]
        if not carried and (wrong := _unreadable_outcome(outcomes)):
            # No usable entry: an error page, or an unreadable document. Without validators the next poll gets it whole.
            return after_failure(
                feed.model_copy(update={"refused": _refused_entries(outcomes), "etag": None, "last_modified": None}),
                wrong.reason or "nothing in it was taken", now, every, jitter=random.uniform(-1, 1),
                at_most=MAX_UNREADABLE_PAUSE if wrong.refusal == "not understood" else None,
            )  # fmt: skip
        outcomes += self._read_earlier_pages(config, feed, came, carried, importer, now)
        vanished = stories_to_check(feed, carried, now, ends_tell="/wp/v2/" in config.url)
        gone, vanished, moved = self._check_vanished(vanished, carried, config, importer, now)
        outcomes += gone
        importer.release({*feed.carried, *(outcome.source for outcome in outcomes if outcome.source)} - {*carried})
        hub, topic = find_hub(came) or (None, None)
        did = Counter(outcome.kind for outcome in outcomes)
        return after_answer(
            feed.model_copy(
                update={
                    **_validators(came.etag, came.last_modified, anew=moved),
                    "counts": ImportCounts.load(dict(did)),
                    "taken": feed.taken + did["imported"],
                    "refused": _refused_entries(outcomes),
                    "notes": _noted_entries(outcomes),
                    "carried": carried,
                    "vanished": tuple(vanished),
                    "ids_shared": shared_ids,
                    "hub": hub,
                    "topic": topic,
                }
            ),
            now,
            every,
        )

    def _unchanged(self, config: FeedConfig, feed: FeedState, now: datetime, every: timedelta) -> FeedState:
        """The feed is unchanged; the pages of stories that vanished from it may be gone by now."""
        vanished = stories_to_check(feed, feed.carried, now)
        gone, vanished, moved = self._check_vanished(vanished, feed.carried, config, self._importer_for(config), now)
        if gone:
            feed = feed.model_copy(update={"counts": feed.counts.model_copy(update={"withdrawn": len(gone)})})
        if moved:
            feed = feed.model_copy(update=_validators(None, None, anew=True))
        return after_answer(feed.model_copy(update={"vanished": tuple(vanished)}), now, every)

    def _check_vanished(
        self, vanished: list[Vanished], carried: tuple[str, ...], config: FeedConfig, importer: Importer, now: datetime
    ) -> tuple[list[Outcome], list[Vanished], bool]:
        """Withdraws vanished stories whose own pages are gone, and schedules another check of the others.

        Returns outcomes, the stories still to check, and whether one has only moved to another link.
        """
        gone: list[Outcome] = []
        moved = False
        left = [one for one in vanished if one.again_at > now]
        due = [one for one in vanished if one.again_at <= now]
        for one in due[:MAX_VANISHED_CHECKS]:
            if not self._is_page_gone(importer.address_of(one.source), config):
                left.append(still_published(one, now, timedelta(seconds=config.every_s)))
            elif importer.follow(one.source, carried):
                moved = True
            else:
                gone.append(importer.withdraw(one.source, "withdrawn by its source", now, FEEDS_ACTOR))
        return gone, [*due[MAX_VANISHED_CHECKS:], *left], moved

    def _read_earlier_pages(
        self, config: FeedConfig, feed: FeedState, came: client.Fetched, carried: tuple[str, ...], importer: Importer,
        now: datetime,
    ) -> list[Outcome]:  # fmt: skip
        """Imports the pages behind the first (`Link: rel="next"`, as WordPress sends), back to a story that we know."""
        outcomes: list[Outcome] = []
        known, seen = set(feed.carried), set(carried)
        for _ in range(MAX_EARLIER_PAGES):
            further = first_link("next", parse_link_header(came.headers.get("link", "")), came.url)
            if not known or known & seen or further is None or site_of(further) != site_of(config.url):
                break
            try:
                came = self._get(
                    further, allow_private=config.private, max_bytes=MAX_DOCUMENT_BYTES, types=DOCUMENT_TYPES
                )
            except NewsroomError:
                break
            if came.status != 200:
                break
            document = Document(config.title or further, came.body, came.url, came.content_type)
            outcomes += [
                outcome for outcome in importer.bring([document], now, FEEDS_ACTOR) if outcome.refusal != "empty"
            ]
            seen = {outcome.source for outcome in outcomes if outcome.source}
        return outcomes

    def _is_page_gone(self, where: str | None, config: FeedConfig) -> bool:
        """Whether the story's own page answers 404 or 410; a story without an address cannot be checked."""
        if where is None:
            return False
        # If the feed is on http, its stories are too.
        address = re.sub(r"^https?", "http" if config.url.startswith("http:") else "https", where)
        try:
            return self._get(address, allow_private=config.private, types=DOCUMENT_TYPES).status in (404, 410)
        except StoreAway:
            raise
        except NewsroomError:
            return False


def _validators(etag: str | None, last_modified: str | None, *, anew: bool) -> dict[str, str | None]:
    """Validators for the next conditional GET; with `anew` none, because the document is needed whole for its new links."""
    return {"etag": None, "last_modified": None} if anew else {"etag": etag, "last_modified": last_modified}


def _unreadable_outcome(outcomes: list[Outcome]) -> Outcome | None:
    """The outcome that says the document or all of its entries could not be understood, if there is one."""
    return next((outcome for outcome in outcomes if outcome.refusal in ("no document", "not understood")), None)


def _refused_entries(outcomes: list[Outcome]) -> tuple[RefusedEntry, ...]:
    refused = [one for one in outcomes if one.kind in ("refused", "double")]
    return tuple(
        RefusedEntry(what=one.label[:300] or "an entry", reason=(one.reason or "")[:500])
        for one in refused[:MAX_REFUSED_ENTRIES]
    )


def _noted_entries(outcomes: list[Outcome]) -> tuple[ImportNote, ...]:
    noted = [one for one in outcomes if one.notes and one.kind != "refused"]
    return tuple(
        ImportNote(what=one.label[:300] or "an entry", note="; ".join(one.notes)[:500])
        for one in noted[:MAX_IMPORT_NOTES]
    )


def describe_status(status: int) -> str:
    """A source's HTTP status in words."""
    match status:
        case 401 | 403:
            return f"answers {status}: it wants a key, or does not want us"
        case 404:
            return "answers 404: there is nothing at this address"
        case 410:
            return "answers 410: it is gone for good; take it out of the station's file"
        case 429:
            return "answers 429: we ask too often"
    return f"answers {status}"


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The delay of a Retry-After header (RFC 9110): seconds, or a date."""
    if not value:
        return None
    if value.strip().isdecimal() and len(value.strip()) < 10:
        return timedelta(seconds=int(value))
    try:
        return max(parsedate_to_datetime(value) - now, timedelta())
    except (TypeError, ValueError):
        return None
