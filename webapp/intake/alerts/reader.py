"""One poll of a source of alerts: fetch its index, then each document that is new, and give the desk what they say.

Source ─► conditional GET ─┬─ a CAP document, or several in one ──────────────┐
                           ├─ an index (Atom, RSS) ─► GET each new document ──┤
                           └─ else: the error, and when to try again          ▼
                                                          read, vetted ─► the desk, at once
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from webapp.desk.alerts import Arrived
from webapp.fetch import client
from webapp.intake.alerts.index import IndexEntry, documents_in, entries_of, is_index
from webapp.intake.alerts.signature import signed_document
from webapp.intake.feeds.named_source import DOCUMENT_TYPES
from webapp.intake.feeds.reader import describe_status, parse_retry_after
from webapp.newsroom.alerts.cap import CapMessage
from webapp.newsroom.alerts.cap_reader import read_cap
from webapp.newsroom.alerts.cap_xml import MAX_CAP_BYTES, Element, parse_cap_xml
from webapp.newsroom.alerts.coverage import AlertArea
from webapp.newsroom.articles.feed_state import (
    MAX_REFUSED_ENTRIES,
    MAX_UNREADABLE_PAUSE,
    FeedState,
    ImportCounts,
    RefusedEntry,
    after_answer,
    after_failure,
)
from webapp.newsroom.errors import Invalid, NewsroomError
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import AlertSourceConfig

ALERTS_ACTOR = Actor(name="alerts", role="system")

MAX_NEW_DOCUMENTS = 60
"""Fetched in one poll; the others follow in the next."""

MAX_MESSAGES_AT_ONCE = 50
"""Given to the desk in one change."""

Fetch = Callable[..., client.Fetched]


class Intake(Protocol):
    """The desk's part for alerts."""

    def take_alerts(self, arrived: Sequence[Arrived], by: Actor, now: datetime) -> object:
        """Takes messages that came together. Raises `StoreAway`."""


@dataclass
class _Poll:
    """What one poll found: messages, what was refused, the marks of entries that need no further look, and whether one is to be
    fetched again.
    """

    messages: list[CapMessage] = field(default_factory=list)
    refused: list[RefusedEntry] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    again: bool = False


class AlertReader:
    """`area` is the station's; `get` is `webapp.fetch.client.get`."""

    def __init__(self, desk: Intake, area: Callable[[], AlertArea], get: Fetch = client.get) -> None:
        self._desk = desk
        self._area = area
        self._get = get

    def poll(
        self, config: AlertSourceConfig, feed: FeedState, now: datetime, *, hub_is_live: bool = False
    ) -> FeedState:
        """The state of `feed` after a poll. Raises `StoreAway`; the poll then counts as not made."""
        every = timedelta(seconds=config.every_s)
        try:
            came = self._fetch(config, config.url, etag=feed.etag, last_modified=feed.last_modified)
        except NewsroomError as error:
            return after_failure(feed, error.message, now, every, jitter=random.uniform(-1, 1))
        if came.status == 304:
            return after_answer(feed, now, every)
        if came.status != 200:
            return after_failure(
                feed, describe_status(came.status), now, every, jitter=random.uniform(-1, 1),
                retry_after=parse_retry_after(came.headers.get("retry-after"), now), gone=came.status == 410,
            )  # fmt: skip
        try:
            found = self._read(config, feed, came, now)
        except Invalid as error:
            return after_failure(
                feed.model_copy(update={"etag": None, "last_modified": None}), error.message, now, every,
                jitter=random.uniform(-1, 1), at_most=MAX_UNREADABLE_PAUSE,
            )  # fmt: skip
        self._give(config, feed, found.messages, now)
        counts = ImportCounts(imported=len(found.messages), refused=len(found.refused))
        validators = {"etag": None, "last_modified": None} if found.again else _validators(came)
        return after_answer(
            feed.model_copy(
                update={
                    **validators, "counts": counts, "taken": feed.taken + len(found.messages),
                    "refused": tuple(found.refused[:MAX_REFUSED_ENTRIES]), "carried": tuple(found.done),
                }
            ),
            now, every,
        )  # fmt: skip

    def _fetch(self, config: AlertSourceConfig, url: str, **more: str | None) -> client.Fetched:
        # What an index names may lie on another host; only the configured one may be inside this network.
        private = config.private and urlsplit(url).netloc == urlsplit(config.url).netloc
        return self._get(url, allow_private=private, max_bytes=MAX_CAP_BYTES, types=DOCUMENT_TYPES, **more)

    def _read(self, config: AlertSourceConfig, feed: FeedState, came: client.Fetched, now: datetime) -> _Poll:
        """Raises `Invalid` where the source itself cannot be read."""
        root = parse_cap_xml(came.body, _charset(came))
        found = _Poll()
        if documents_in(root):
            for element in _documents(config, came):
                self._read_document(config, found, came.url, element, now)
            return found
        if not is_index(root):
            raise Invalid("neither a CAP document nor an index of them (Atom, RSS)")
        known, entries = set(feed.carried), entries_of(root, came.url)
        looked_at = {entry.title for entry in entries if entry.mark in known}
        found.refused = [one for one in feed.refused if one.what in looked_at]
        new = [entry for entry in entries if entry.mark not in known]
        found.done = [entry.mark for entry in entries if entry.mark in known]
        found.again = len(new) > MAX_NEW_DOCUMENTS
        for entry in new[:MAX_NEW_DOCUMENTS]:
            self._follow(config, found, entry, now)
        return found

    def _follow(self, config: AlertSourceConfig, found: _Poll, entry: IndexEntry, now: datetime) -> None:
        """Fetches the document of an entry. One that is away is tried again with the next poll."""
        try:
            came = self._fetch(config, entry.url)
        except NewsroomError as error:
            found.refused.append(_refused(entry.title, error.message))
            found.again = found.again or error.retry
            found.done += [] if error.retry else [entry.mark]
            return
        if came.status != 200:
            is_gone = came.status in (404, 410)
            found.refused.append(_refused(entry.title, describe_status(came.status)))
            found.again = found.again or not is_gone
            found.done += [entry.mark] if is_gone else []
            return
        found.done.append(entry.mark)
        try:
            inside = _documents(config, came)
            if not inside:
                raise Invalid("no CAP document is at its address")
        except Invalid as error:
            found.refused.append(_refused(entry.title, error.message))
            return
        for element in inside:
            self._read_document(config, found, entry.title, element, now)

    def _read_document(
        self, config: AlertSourceConfig, found: _Poll, title: str, element: Element, now: datetime
    ) -> None:
        try:
            zone = ZoneInfo(config.zone) if config.zone else None
            found.messages.append(read_cap(element, now, zone=zone, language=config.language or "en"))
        except Invalid as error:
            found.refused.append(_refused(title, error.message))

    def _give(self, config: AlertSourceConfig, feed: FeedState, messages: Sequence[CapMessage], now: datetime) -> None:
        arrived = [self._arrived(config, feed, one) for one in sorted(messages, key=lambda one: one.sent)]
        for start in range(0, len(arrived), MAX_MESSAGES_AT_ONCE):
            self._desk.take_alerts(arrived[start : start + MAX_MESSAGES_AT_ONCE], ALERTS_ACTOR, now)

    def _arrived(self, config: AlertSourceConfig, feed: FeedState, message: CapMessage) -> Arrived:
        where = self._area().where(message)
        granted = where == "inside" and message.is_for_the_public and config.puts_in_force(message)
        return Arrived(message, f"feed:{feed.id}", granted=granted, covered=where != "outside")


def _documents(config: AlertSourceConfig, came: client.Fetched) -> list[Element]:
    """The CAP documents in what came. Of a source with a certificate only a document of its own, signed, is one."""
    if config.certificate:
        return documents_in(signed_document(came.body, config.certificate, _charset(came)))
    return documents_in(parse_cap_xml(came.body, _charset(came)))


def _refused(what: str, reason: str) -> RefusedEntry:
    return RefusedEntry(what=what[:300], reason=reason[:500])


def _charset(came: client.Fetched) -> str | None:
    _, _, charset = came.content_type.partition("charset=")
    return charset.strip("\"' ;") or None


def _validators(came: client.Fetched) -> dict[str, str | None]:
    return {"etag": came.etag, "last_modified": came.last_modified}
