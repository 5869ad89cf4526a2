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
from webapp.intake.importing.notice_matching import NoticeMatcher, NoticeStore
from webapp.intake.importing.outcomes import (
    as_duplicate,
    is_older,
    kind_of,
    next_version,
    oldest_first,
    title_of,
    unchanged,
    with_measured_picture,
    with_source,
)
from webapp.intake.importing.own_ids import OwnIds, OwnIdStore, is_unique
from webapp.intake.importing.ownership import StoryOwnership
from webapp.intake.importing.recent_stories import RecentStories
from webapp.intake.importing.source_withdrawals import SourceWithdrawals, WithdrawingDesk
from webapp.newsroom.articles.duplicates import Fingerprint, fingerprint_of, says_the_same
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station

TAKEN_OVER = "the newsroom has taken it over; hand it back to let its source's versions in"

_IMPORT_LOCK = threading.Lock()
"""One document at a time in a process: two sources may deliver the same story at the same moment."""


class ArticleDesk(WithdrawingDesk, Protocol):
    """The part of the desk that is needed here."""

    def put_article(self, article: Article, by: Actor, now: datetime, *, at_slug: bool = False) -> Receipt: ...


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


Heard = Callable[[int, int, Outcome | None], None]
"""Called with how many stories of a document are done, of how many, and what became of the last; before the first with `None`."""


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
        self._withdrawals = SourceWithdrawals(desk, self._stories, self._held_stories, NoticeMatcher(known, feed))
        self._recent = RecentStories(known)
        self._same_document: set[str] = set()

    def bring(
        self, documents: Iterable[Document], now: datetime, by: Actor, heard: Heard = lambda done, of, outcome: None
    ) -> list[Outcome]:
        """Publishes the stories of `documents`, the oldest first; `heard` gets each outcome. What it raises stops the import
        between two stories. Raises `StoreAway`, possibly midway; import again then.
        """
        return [outcome for document in documents for outcome in self._bring(document, now, by, heard)]

    def _bring(self, document: Document, now: datetime, by: Actor, heard: Heard) -> list[Outcome]:
        results = oldest_first(self._own_ids.resolve(parse_document(document, self._station, now), document))
        self._same_document = {source for result in results if (source := source_of(result))}
        self._withdrawals.begin(document.name)
        try:
            self._stories.look_up(self._same_document)
            results = self._with_pictures(self._withdrawals.refuse_taken_back(results))
            with _IMPORT_LOCK:
                self._recent.forget()
                self._held_stories.refresh()
                self._stories.look_up(self._same_document)
                heard(0, len(results), None)
                outcomes = []
                for result in results:
                    outcomes.append(with_source(self._apply(result, now, by), source_of(result)))
                    heard(len(outcomes), len(results), outcomes[-1])
                return outcomes
        finally:
            self._stories.forget()

    def withdraw(self, source: str, reason: str, now: datetime, by: Actor) -> Outcome:
        """Withdraws the story known by `source`. A story that still waits is left alone: its page may not exist yet."""
        if self._stories.article(source) is None:
            return Outcome("unchanged", source, reason="is not out")
        return self._apply(SourceWithdrawal(source, source, reason), now, by)

    def publish_held(self, story: SourceStory, now: datetime, by: Actor) -> Outcome:
        """Publishes a story that was held back, as if it had just come."""
        with _IMPORT_LOCK:
            self._recent.forget()
            self._held_stories.refresh()
            self._same_document = set()
            return self._apply(story, now, by)

    @property
    def shared_ids(self) -> int:
        """How many stories of the last document have an id that others share, so that it is useless."""
        return self._own_ids.shared

    def address_of(self, source: str) -> str | None:
        """The current address of the story known by `source`; `None` if it has none."""
        known = self._stories.article(source)
        return (known.canonical if known else None) or (source if source.startswith("https://") else None)

    def follow(self, source: str, carried: Iterable[str]) -> bool:
        """Whether the story known by `source` has only moved: the same story is among those `carried`. Records its new link."""
        known = self._stories.article(source)
        to = next((other for other in carried if known and self._stories.duplicate_of(other) == known.slug), None)
        if known is None or to is None or known.withdrawn is not None:
            return False
        self._own_ids.move(to, known.source or source)
        return True

    def release(self, sources: Iterable[str]) -> None:
        """The feed no longer carries these stories."""
        self._ownership.release(sources)

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
        known = self._stories.article(story.article.source)
        if known is None:
            return False
        if self._ownership.belongs_to_the_newsroom(known):
            return True
        as_it_was = known.title == story.article.title and known.body_html == story.article.body_html
        return as_it_was or self._ownership.belongs_to_another_feed(story.article, known)

    def _apply(self, result: ImportItem, now: datetime, by: Actor) -> Outcome:
        try:
            match result:
                case HeldStory():
                    return self._held_stories.hold(
                        result, self._stories.article(result.article.source), now
                    ) or self._publish(result, now, by)
                case SourceStory():
                    return self._publish(result, now, by)
                case SourceWithdrawal():
                    return self._held_stories.end(result) or self._withdraw(result, now, by)
                case Refusal(notice=notice) if notice and notice.kind == "correction":
                    return self._withdrawals.leave_to_editor(result.source, result.label, notice, now)
                case Refusal(notice=notice) if notice and notice.kind != "test":
                    self._withdrawals.note_down(result.source, result.label, notice, now)
                    return Outcome("refused", result.label, reason=result.reason, refusal=result.refusal)
                case Refusal():
                    return Outcome("refused", result.label, reason=result.reason, refusal=result.refusal)
        except StoreAway:
            raise
        except NewsroomError as error:
            return Outcome("refused", title_of(result), reason=error.message)

    def _publish(self, story: SourceStory, now: datetime, by: Actor) -> Outcome:
        known = self._stories.article(story.article.source)
        settled = self._settle_known(story, known) if known else self._settle_new(story, now, by)
        if settled:
            return settled
        article = next_version(story, known) if known else story.article
        receipt = self._desk.put_article(article, by, now)
        self._stories.changed(article.source, receipt.slug or "")
        self._ownership.claim(article.source)
        kind = kind_of(receipt)
        self._held_stories.mark_published(story, known if kind == "updated" else None)
        if known is None:
            self._recent.add(article.model_copy(update={"slug": receipt.slug}))
        return Outcome(kind, article.title, receipt.slug, notes=story.notes if kind == "unchanged" else story.remarks)

    def _withdraw(self, withdrawal: SourceWithdrawal, now: datetime, by: Actor) -> Outcome:
        outcome = self._withdrawals.apply(withdrawal, now, by)
        if outcome.kind == "withdrawn":
            self._recent.forget()
        return outcome

    def _settle_known(self, story: SourceStory, known: Article) -> Outcome | None:
        """The outcome of a story that must leave its known article as it is; else `None`."""
        article = story.article
        if known.source and known.source != article.source:
            return unchanged(known, article, "its update is here")
        if known.withdrawn is not None:
            return Outcome("refused", article.title, known.slug, f"was withdrawn here: {known.withdrawn}")
        if self._ownership.belongs_to_the_newsroom(known):
            return unchanged(known, article, TAKEN_OVER)
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
        if first := self._recent.duplicate_of(new, self._same_document):
            self._stories.note_duplicate(source, first.slug)
            return as_duplicate(first, article)
        return None

    def _moved_from(self, story: SourceStory, new: Fingerprint) -> str | None:
        """The `source` under which this feed carried `story` until now, if that has moved without a usable id."""
        if not story.dated or (story.own_id and is_unique(story.own_id.guid)):
            return None
        gone = self._recent.moved_to(new, self._same_document, self._station.tz)
        return next((source for source in gone if self._ownership.owns(source)), None)

    def _find_updated(self, story: SourceStory, new: Fingerprint) -> Article | None:
        """The article that `story` replaces."""
        if not story.update:
            return None
        if story.replaces and (named := self._stories.article(story.replaces)):
            return named
        return self._recent.updated_by(new)

    def _replace_earlier(
        self, article: Article, earlier: Article, notes: tuple[str, ...], now: datetime, by: Actor
    ) -> Outcome:
        if earlier.withdrawn is not None:
            return unchanged(earlier, article, "")
        if self._ownership.belongs_to_the_newsroom(earlier):
            return unchanged(earlier, article, TAKEN_OVER)
        if article.published_at < earlier.published_at:
            return unchanged(earlier, article, "older than the version here")
        when = article.updated_at or article.published_at
        placed = article.model_copy(update={"slug": earlier.slug, "updated_at": when})
        receipt = self._desk.put_article(placed, by, now, at_slug=True)
        self._stories.changed(article.source, earlier.slug)
        self._ownership.claim(article.source)
        self._recent.forget()
        return Outcome("updated", article.title, receipt.slug, notes=(f"in place of “{earlier.title}”", *notes))
