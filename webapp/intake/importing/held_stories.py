"""Stories that may not be published yet wait here for their time or for an editor, whatever their source does meanwhile.

A withdrawal removes a waiting story.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Protocol

import structlog

from webapp.intake.importing.documents import HeldStory, Outcome, SourceStory, SourceWithdrawal
from webapp.intake.story.clean_text import match_key
from webapp.newsroom.articles.waiting import MAX_WAITING_STORIES, EditorDecision, WaitingStory, is_due, is_forgotten
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor

log = structlog.get_logger("waiting")

CLOCK = Actor(name="clock", role="system")


class WaitingStore(Protocol):
    """Where they wait; `webapp.store.articles.waiting` implements it."""

    def every(self) -> list[tuple[WaitingStory, EditorDecision | None]]: ...

    def sources(self) -> set[str]: ...

    def get(self, source: str) -> tuple[WaitingStory | None, EditorDecision | None]: ...

    def put(self, waiting: WaitingStory) -> None: ...

    def drop(self, source: str) -> bool: ...

    def out_until(self, source: str, at: datetime | None) -> None: ...

    def expired(self, now: datetime) -> list[str]: ...


class HeldStories:
    """The waiting stories of one feed; without a `feed`, of imports by hand."""

    def __init__(self, store: WaitingStore, feed: str | None) -> None:
        self._store = store
        self._feed = feed
        self._sources: set[str] | None = None

    def refresh(self) -> None:
        """Drops the cached list of what waits; without it every story of a document would ask the store."""
        self._sources = None

    def hold(self, held: HeldStory, known: Article | None, now: datetime) -> Outcome | None:
        """Stores `held`. Returns `None` if it may be published at once, because an editor released the story before."""
        article, source = held.article, held.article.source or ""
        if known and known.withdrawn is not None:
            return Outcome("refused", article.title, known.slug, f"was withdrawn here: {known.withdrawn}")
        if known and held.until is None:
            return None
        before, decided = self._find_waiting(source)
        if decided and decided.decision == "aside":
            return Outcome("refused", article.title, reason=_aside_reason(decided), refusal="no story")
        if before and held.version < before.version:
            return Outcome("unchanged", article.title, reason="older than the version here")
        if before is None and len(self._waiting_sources()) >= MAX_WAITING_STORIES:
            return Outcome("refused", article.title, reason=f"{MAX_WAITING_STORIES} stories wait already")
        waiting = WaitingStory(
            article=article, reason=held.reason[:500], until=held.until, expires=held.expires,
            since=before.since if before else now, feed=before.feed if before else self._feed, dated=held.dated,
            notes=held.notes, update=held.update, replaces=held.replaces, version=held.version, as_of=held.as_of,
        )  # fmt: skip
        if waiting != before:
            self._store.put(waiting)
            self._waiting_sources().add(source)
        return Outcome("held", article.title, reason=held.reason, until=held.until)

    def end(self, withdrawal: SourceWithdrawal) -> Outcome | None:
        """Removes a waiting story; `None` where none waits."""
        waiting, _ = self._find_waiting(withdrawal.source)
        if waiting is None or not self._store.drop(withdrawal.source):
            return None
        return Outcome("withdrawn", waiting.article.title, reason=f"{withdrawal.reason}, before it was out")

    def withdraw_titled(self, names: set[str], reason: str) -> Outcome | None:
        """As `end`, for the only story of this feed whose title (as a `match_key`) is in `names`."""
        named = [
            one for one, _ in self._store.every() if one.feed == self._feed and match_key(one.article.title) in names
        ]
        return self.end(SourceWithdrawal(named[0].source, named[0].article.title, reason)) if len(named) == 1 else None

    def aside_reason(self, source: str | None) -> str:
        """Why a story stays out although its source carries it: an editor put it aside. Empty if nobody did."""
        _, decided = self._find_waiting(source or "")
        return _aside_reason(decided) if decided and decided.decision == "aside" else ""

    def mark_published(self, story: SourceStory, known: Article | None = None) -> None:
        """Ends the story's waiting and stores until when it may be shown; `known` is the version before."""
        source = story.article.source or ""
        if source in self._waiting_sources():
            self._store.drop(source)
        if story.expires or known:
            self._store.out_until(source, story.expires)

    def _find_waiting(self, source: str) -> tuple[WaitingStory | None, EditorDecision | None]:
        return self._store.get(source) if source in self._waiting_sources() else (None, None)

    def _waiting_sources(self) -> set[str]:
        if self._sources is None:
            self._sources = self._store.sources()
        return self._sources


class StoryPublisher(Protocol):
    """The part of the importer that is needed here."""

    def publish_held(self, story: SourceStory, now: datetime, by: Actor) -> Outcome: ...

    def withdraw(self, source: str, reason: str, now: datetime, by: Actor) -> Outcome: ...


class HeldStoryPublisher:
    """`step` publishes stories that are due and withdraws expired ones; run by the acting clock.

    Raises `StoreAway`; the next step repeats the rest, since publishing twice changes nothing.
    """

    def __init__(self, store: WaitingStore, importer_of: Callable[[str | None], StoryPublisher]) -> None:
        self._store = store
        self._importer_of = importer_of

    def step(self, now: datetime) -> list[Outcome]:
        """What became of each story that was due or has expired at `now`."""
        outcomes = [self._let_out(waiting, decided, now) for waiting, decided in self._due(now)]
        for source in self._store.expired(now):
            outcomes.append(
                self._importer_of(None).withdraw(source, "its source let it be shown until now", now, CLOCK)
            )
            self._store.out_until(source, None)
        return outcomes

    def _due(self, now: datetime) -> list[tuple[WaitingStory, EditorDecision | None]]:
        every = self._store.every()
        for waiting, decided in every:
            if is_forgotten(waiting, decided, now):
                self._store.drop(waiting.source)
        return [(waiting, decided) for waiting, decided in every if is_due(waiting, decided, now)]

    def _let_out(self, waiting: WaitingStory, decided: EditorDecision | None, now: datetime) -> Outcome:
        by = Actor(name=decided.by, role="editor") if decided else CLOCK
        outcome = self._importer_of(waiting.feed).publish_held(_story_now(waiting, now), now, by)
        if outcome.kind == "refused":
            # It stays in the list with the reason, for an editor to decide.
            self._store.drop(waiting.source)
            reason = f"could not be put out: {outcome.reason}"[:500]
            self._store.put(waiting.model_copy(update={"until": None, "reason": reason}))
        else:
            self._store.drop(waiting.source)
        log.info("let out", title=waiting.article.title, did=outcome.kind, reason=outcome.reason)
        return outcome


def _story_now(waiting: WaitingStory, now: datetime) -> SourceStory:
    """The story as it would arrive now. If an editor released it early, its date is now."""
    article = waiting.article
    if article.published_at > now:
        article = article.model_copy(update={"published_at": now})
    carried = {
        one.name: getattr(waiting, one.name) for one in fields(SourceStory) if one.name in WaitingStory.model_fields
    }
    return SourceStory(**{**carried, "article": article})


def _aside_reason(decided: EditorDecision) -> str:
    return f"was put aside here by {decided.by}"
