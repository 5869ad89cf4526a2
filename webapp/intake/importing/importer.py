"""Publishes the stories of documents through the desk, one by one, and reports what became of each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from webapp.desk import Receipt
from webapp.intake.formats.detect import parse_document
from webapp.intake.formats.versions import source_of
from webapp.intake.importing.documents import (
    Document,
    HeldStory,
    ImportItem,
    Outcome,
    Refusal,
    SourcePicture,
    SourceStory,
    SourceWithdrawal,
)
from webapp.intake.importing.held_stories import HeldStories, WaitingStore
from webapp.intake.importing.looked_up import LookedUpStories, StoredStories
from webapp.intake.importing.notice_matching import NoticeMatcher, NoticeStore, describe_notice
from webapp.intake.importing.outcomes import (
    as_duplicate,
    is_older,
    kind_of,
    next_version,
    oldest_first,
    refuse_taken_back,
    title_of,
    unchanged,
    with_measured_picture,
    with_source,
)
from webapp.intake.importing.own_ids import OwnIds, OwnIdStore, is_unique
from webapp.intake.importing.ownership import StoryOwnership
from webapp.intake.story.clean_text import match_key
from webapp.intake.wire.agency_notices import Notice
from webapp.newsroom.articles.agency_notices import ASKS_NOTHING, MAX_CANDIDATE_STORIES
from webapp.newsroom.articles.duplicates import (
    Fingerprint,
    duplicate_of,
    fingerprint_of,
    has_moved,
    says_the_same,
    story_updated_by,
)
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station

MAX_ARTICLES_COMPARED = 300
"""The newest articles among which a new story's duplicate is searched."""

_IMPORT_LOCK = threading.Lock()
"""One document at a time in a process: two sources may deliver the same story at the same moment."""


class ArticleDesk(Protocol):
    """The part of the desk that is needed here."""

    def put_article(self, article: Article, by: Actor, now: datetime, *, at_slug: bool = False) -> Receipt: ...

    def withdraw_article(self, slug: str, reason: str, by: Actor, now: datetime) -> Receipt: ...


class KnownArticles(StoredStories, Protocol):
    """The stored articles."""

    @property
    def own_ids(self) -> OwnIdStore: ...

    @property
    def waiting(self) -> WaitingStore: ...

    @property
    def agency_notices(self) -> NoticeStore: ...

    def get(self, slug: str) -> Article | None: ...

    def owner_of(self, source: str) -> str | None: ...

    def newest(self, count: int) -> list[Article]: ...


MeasurePictures = Callable[[Iterable[SourcePicture]], Mapping[SourcePicture, SourcePicture]]
"""Pictures → those that could be measured, with their sizes."""


class Importer:
    """Imports documents of one `feed` (`None`: by hand). Importing the same document twice changes nothing.

    A story is recognized by its `source`, and by its source's own id when its link moves (`own_ids`). A story that came
    from another source first is recorded as its duplicate. One that another feed carries under the same address counts as
    a duplicate while that feed carries it (`ownership`). An agency's update replaces the story it updates, at the same
    address here. Stories that may not be out yet wait (`held_stories`).

    `measure` finds sizes of pictures that state none; without it such pictures are left out.
    """

    def __init__(
        self,
        desk: ArticleDesk,
        known: KnownArticles,
        station: Station,
        measure: MeasurePictures | None = None,
        feed: str | None = None,
    ) -> None:
        self._desk = desk
        self._known = known
        self._station = station
        self._measure = measure
        self._stories = LookedUpStories(known)
        self._ownership = StoryOwnership(self._stories, feed)
        self._own_ids = OwnIds(known, feed, station.tz)
        self._held_stories = HeldStories(known.waiting, feed)
        self._notices = NoticeMatcher(known, feed)
        self._fingerprints: list[Fingerprint] | None = None
        self._same_document: set[str] = set()
        self._taken_back_titles: set[str] = set()

    def bring(self, documents: Iterable[Document], now: datetime, by: Actor) -> list[Outcome]:
        """Publishes the stories of `documents`, the oldest first. Raises `StoreAway`, possibly midway; import again then."""
        return [outcome for document in documents for outcome in self._bring(document, now, by)]

    def _bring(self, document: Document, now: datetime, by: Actor) -> list[Outcome]:
        results = oldest_first(self._own_ids.resolve(parse_document(document, self._station, now), document))
        self._same_document = {source for result in results if (source := source_of(result))}
        self._notices.of = document.name
        try:
            self._stories.look_up(self._same_document)
            results = self._with_pictures(self._refuse_taken_back_stories(results))
            with _IMPORT_LOCK:
                self._fingerprints = None
                self._held_stories.refresh()
                self._stories.look_up(self._same_document)
                return [with_source(self._apply(result, now, by), source_of(result)) for result in results]
        finally:
            self._stories.forget()

    def withdraw(self, source: str, reason: str, now: datetime, by: Actor) -> Outcome:
        """Withdraws the story known by `source`. A story that still waits is left alone: its page may not exist yet."""
        if self._article_by_source(source) is None:
            return Outcome("unchanged", source, reason="is not out")
        return self._apply(SourceWithdrawal(source, source, reason), now, by)

    def publish_held(self, story: SourceStory, now: datetime, by: Actor) -> Outcome:
        """Publishes a story that was held back, as if it had just come."""
        with _IMPORT_LOCK:
            self._fingerprints = None
            self._held_stories.refresh()
            self._same_document = set()
            return self._apply(story, now, by)

    @property
    def shared_ids(self) -> int:
        """How many stories of the last document have an id that others share, so that it is useless."""
        return self._own_ids.shared

    def address_of(self, source: str) -> str | None:
        """The current address of the story known by `source`; `None` if it has none."""
        known = self._article_by_source(source)
        return (known.canonical if known else None) or (source if source.startswith("https://") else None)

    def follow(self, source: str, carried: Iterable[str]) -> bool:
        """Whether the story known by `source` has only moved: the same story is among those `carried`. Records its new link."""
        known = self._article_by_source(source)
        to = next((other for other in carried if known and self._stories.duplicate_of(other) == known.slug), None)
        if known is None or to is None or known.withdrawn is not None:
            return False
        self._own_ids.move(to, known.source or source)
        return True

    def release(self, sources: Iterable[str]) -> None:
        """The feed no longer carries these stories."""
        self._ownership.release(sources)

    def _refuse_taken_back_stories(self, results: list[ImportItem]) -> list[ImportItem]:
        """A new story that a notice in the same document withdraws is not published, not even for a moment."""
        notices = [result.notice for result in results if isinstance(result, SourceWithdrawal) and result.notice]
        named = {match_key(name) for notice in notices for name in notice.meant}
        new = [
            result for result in results if isinstance(result, SourceStory) and match_key(result.article.title) in named
        ]
        taken_back = [story for story in new if self._article_by_source(story.article.source) is None]
        self._taken_back_titles = {match_key(story.article.title) for story in taken_back}
        return [refuse_taken_back(result) if result in taken_back else result for result in results]

    def _with_pictures(self, results: list[ImportItem]) -> list[ImportItem]:
        """Measures pictures of new and changed stories; an unchanged story keeps its picture."""
        waiting = {
            number: result.unsized
            for number, result in enumerate(results)
            if isinstance(result, SourceStory) and result.unsized and not self._is_unchanged(result)
        }
        if not self._measure or not waiting:
            return results
        sized = self._measure(waiting.values())
        pictured = list(results)
        for number, picture in waiting.items():
            if picture in sized:
                pictured[number] = with_measured_picture(results[number], sized[picture])
        return pictured

    def _is_unchanged(self, story: SourceStory) -> bool:
        known = self._article_by_source(story.article.source)
        if known is None:
            return False
        as_it_was = known.title == story.article.title and known.body_html == story.article.body_html
        return as_it_was or self._ownership.belongs_to_another_feed(story.article, known)

    def _apply(self, result: ImportItem, now: datetime, by: Actor) -> Outcome:
        try:
            match result:
                case HeldStory():
                    return self._held_stories.hold(
                        result, self._article_by_source(result.article.source), now
                    ) or self._publish(result, now, by)
                case SourceStory():
                    return self._publish(result, now, by)
                case SourceWithdrawal():
                    return self._held_stories.end(result) or self._apply_withdrawal(result, now, by)
                case Refusal(notice=notice) if notice and notice.kind == "correction":
                    return self._leave_to_editor(result.source, result.label, notice, now)
                case Refusal(notice=notice) if notice and notice.kind != "test":
                    self._note_down(result.source, result.label, notice, now)
                    return Outcome("refused", result.label, reason=result.reason, refusal=result.refusal)
                case Refusal():
                    return Outcome("refused", result.label, reason=result.reason, refusal=result.refusal)
        except StoreAway:
            raise
        except NewsroomError as error:
            return Outcome("refused", title_of(result), reason=error.message)

    def _publish(self, story: SourceStory, now: datetime, by: Actor) -> Outcome:
        known = self._article_by_source(story.article.source)
        settled = self._settle_known(story, known) if known else self._settle_new(story, now, by)
        if settled:
            return settled
        article = next_version(story, known) if known else story.article
        receipt = self._desk.put_article(article, by, now)
        self._stories.changed(article.source, receipt.slug or "")
        self._ownership.claim(article.source)
        kind = kind_of(receipt)
        self._held_stories.mark_published(story, known if kind == "updated" else None)
        if known is None and self._fingerprints is not None:
            self._fingerprints.append(fingerprint_of(article.model_copy(update={"slug": receipt.slug})))
        return Outcome(kind, article.title, receipt.slug, notes=story.notes if kind == "unchanged" else story.remarks)

    def _settle_known(self, story: SourceStory, known: Article) -> Outcome | None:
        """The outcome of a story that must leave its known article as it is; else `None`."""
        article = story.article
        if known.source and known.source != article.source:
            return unchanged(known, article, "its update is here")
        if known.withdrawn is not None:
            return Outcome("refused", article.title, known.slug, f"was withdrawn here: {known.withdrawn}")
        if self._ownership.belongs_to_another_feed(article, known):
            return as_duplicate(known, article)
        if is_older(story, known):
            return Outcome("unchanged", article.title, known.slug, "older than the version here")
        return None

    def _settle_new(self, story: SourceStory, now: datetime, by: Actor) -> Outcome | None:
        """The outcome of a new story that an editor put aside, or that is known by another name; else `None`."""
        article = story.article
        if aside := self._held_stories.aside_reason(article.source):
            return Outcome("refused", article.title, reason=aside, refusal="no story")
        if settled := self._match_known(story, now, by):
            self._held_stories.mark_published(story)
        return settled

    def _match_known(self, story: SourceStory, now: datetime, by: Actor) -> Outcome | None:
        """The outcome if a new source's story is one that we have, or an update of one; else `None`."""
        article, source = story.article, story.article.source or ""
        noted = self._stories.duplicate_of(source)
        if noted and (first := self._known.get(noted)):
            return as_duplicate(first, article)
        new = fingerprint_of(article)
        if moved := self._moved_from(story, new):
            self._own_ids.move(source, moved)
            under_it = replace(story, article=article.model_copy(update={"source": moved}))
            return replace(self._publish(under_it, now, by), source=moved)
        earlier = self._find_updated(story, new)
        if earlier and (story.replaces or not says_the_same(new, fingerprint_of(earlier))):
            return self._replace_earlier(article, earlier, story.remarks, now, by)
        found = duplicate_of(new, self._newest_fingerprints(), self._same_document)
        if found and (first := self._known.get(found.slug)):
            self._stories.note_duplicate(source, first.slug)
            return as_duplicate(first, article)
        return None

    def _moved_from(self, story: SourceStory, new: Fingerprint) -> str | None:
        """The `source` under which this feed carried `story` until now, if that has moved without a usable id."""
        if not story.dated or (story.own_id and is_unique(story.own_id.guid)):
            return None
        gone = (
            one.source
            for one in self._newest_fingerprints()
            if one.source and one.source not in self._same_document and has_moved(new, one, self._station.tz)
        )
        return next((source for source in gone if self._ownership.owns(source)), None)

    def _find_updated(self, story: SourceStory, new: Fingerprint) -> Article | None:
        """The article that `story` replaces."""
        if not story.update:
            return None
        if story.replaces and (named := self._article_by_source(story.replaces)):
            return named
        found = story_updated_by(new, self._newest_fingerprints())
        return self._known.get(found.slug) if found else None

    def _replace_earlier(
        self, article: Article, earlier: Article, notes: tuple[str, ...], now: datetime, by: Actor
    ) -> Outcome:
        if earlier.withdrawn is not None:
            return unchanged(earlier, article, "")
        if article.published_at < earlier.published_at:
            return unchanged(earlier, article, "older than the version here")
        when = article.updated_at or article.published_at
        placed = article.model_copy(update={"slug": earlier.slug, "updated_at": when})
        receipt = self._desk.put_article(placed, by, now, at_slug=True)
        self._stories.changed(article.source, earlier.slug)
        self._ownership.claim(article.source)
        self._fingerprints = None
        return Outcome("updated", article.title, receipt.slug, notes=(f"in place of “{earlier.title}”", *notes))

    def _newest_fingerprints(self) -> list[Fingerprint]:
        if self._fingerprints is None:
            self._fingerprints = [fingerprint_of(article) for article in self._known.newest(MAX_ARTICLES_COMPARED)]
        return self._fingerprints

    def _apply_withdrawal(self, withdrawal: SourceWithdrawal, now: datetime, by: Actor) -> Outcome:
        known = self._article_by_source(withdrawal.source)
        if withdrawal.notice and known is None:
            return self._apply_notice(withdrawal, withdrawal.notice, now, by)
        if known is None and withdrawal.held:
            return Outcome("refused", withdrawal.title, reason=withdrawal.held, refusal="no story")
        if known is None:
            return Outcome("unchanged", withdrawal.title, reason="withdrawn by its source; it never came in here")
        if known.withdrawn is not None:
            return Outcome("unchanged", known.title, known.slug, "is withdrawn already")
        if withdrawal.notice and known.source != withdrawal.source:
            return self._apply_notice(withdrawal, withdrawal.notice, now, by)
        if known.source and known.source != withdrawal.source:
            return Outcome("unchanged", known.title, known.slug, "an older version is withdrawn; its update is here")
        if withdrawal.notice:
            return self._withdraw_by_notice(known, withdrawal, withdrawal.notice, now, by)
        self._withdraw_article(known, withdrawal.reason, now, by)
        return Outcome("withdrawn", known.title, known.slug, withdrawal.reason)

    def _apply_notice(self, withdrawal: SourceWithdrawal, notice: Notice, now: datetime, by: Actor) -> Outcome:
        """Handles a notice that came as an entry of its own: finds the story by what it names, or leaves it to an editor."""
        if self._notices.kept(withdrawal.source, withdrawal.title):
            return self._leave_to_editor(withdrawal.source, withdrawal.title, notice, now)
        names = set(map(match_key, notice.meant))
        waited = self._held_stories.withdraw_titled(names, withdrawal.reason)
        if waited or not self._taken_back_titles.isdisjoint(names):
            kept = self._notices.keep(withdrawal.source, withdrawal.title, notice, now).settle("never here", now)
            self._notices.settle(kept)
            return waited or Outcome("refused", withdrawal.title, reason=describe_notice(kept), refusal="no story")
        sure, _ = self._notices.meant(withdrawal.source, notice)
        if sure is None:
            return self._leave_to_editor(withdrawal.source, withdrawal.title, notice, now)
        return self._withdraw_by_notice(sure, withdrawal, notice, now, by)

    def _withdraw_by_notice(
        self, story: Article, withdrawal: SourceWithdrawal, notice: Notice, now: datetime, by: Actor
    ) -> Outcome:
        """Withdraws before recording the notice: if the store goes away between, the story is already down."""
        self._withdraw_article(story, withdrawal.reason, now, by)
        self._notices.settle(
            self._notices.keep(withdrawal.source, withdrawal.title, notice, now).settle("by itself", now, story.slug)
        )
        self._fingerprints = None
        return Outcome("withdrawn", story.title, story.slug, withdrawal.reason)

    def _leave_to_editor(self, source: str, title: str, notice: Notice, now: datetime) -> Outcome:
        kept = self._notices.kept(source, title)
        if kept is None:
            likely = self._notices.meant(source, notice)[1]
            if (
                known := self._article_by_source(source)
            ) and known.withdrawn is None:  # the story has become the notice
                likely = [known, *(article for article in likely if article.slug != known.slug)][:MAX_CANDIDATE_STORIES]
            kept = self._notices.keep(source, title, notice, now, likely)
        return Outcome("refused", title, kept.story, describe_notice(kept), refusal="no story")

    def _note_down(self, source: str, title: str, notice: Notice, now: datetime) -> None:
        """Lists a notice that names no story: an embargo waits for an editor, the others are only to be read."""
        if self._notices.kept(source, title) is None:
            kept = self._notices.keep(source, title, notice, now)
            if kept.kind in ASKS_NOTHING:
                self._notices.settle(kept.settle("noted", now))

    def _article_by_source(self, source: str | None) -> Article | None:
        return self._stories.article(source) if source else None

    def _withdraw_article(self, article: Article, reason: str, now: datetime, by: Actor) -> None:
        self._desk.withdraw_article(article.slug, reason, by, now)
        self._stories.changed(article.source, article.slug)
