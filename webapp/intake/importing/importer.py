"""The importer: what documents hold goes to the desk, story by story, and what became of each is told."""

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
    OutcomeKind,
    Refusal,
    SourcePicture,
    SourceStory,
    SourceWithdrawal,
)
from webapp.intake.importing.first_dates import is_new_edition, keep_first_date
from webapp.intake.importing.held_stories import HeldStories, WaitingStore
from webapp.intake.importing.notice_matching import NoticeMatcher, NoticeStore, describe_notice
from webapp.intake.importing.own_ids import OwnIds, OwnIdStore, is_unique
from webapp.intake.importing.ownership import OwnerStore, StoryOwnership
from webapp.intake.story.choose_picture import to_picture
from webapp.intake.story.clean_text import match_key
from webapp.intake.wire.agency_notices import Notice
from webapp.newsroom.articles.agency_notices import CANDIDATES
from webapp.newsroom.articles.duplicates import Fingerprint, double_of, has_moved, print_of, says_the_same, updated_by
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station

MAX_ARTICLES_COMPARED = 300
"""So many of the newest articles are looked through for the story that a new one is once more."""

_IMPORT_LOCK = threading.Lock()
"""One document at a time is settled in a process: two sources may bring the same story at the same moment."""


class ArticleDesk(Protocol):
    def put_article(self, article: Article, by: Actor, now: datetime, *, at_slug: bool = False) -> Receipt: ...

    def withdraw_article(self, slug: str, reason: str, by: Actor, now: datetime) -> Receipt: ...


class KnownArticles(OwnerStore, Protocol):
    """The articles there are."""

    @property
    def own_ids(self) -> OwnIdStore: ...

    @property
    def waiting(self) -> WaitingStore: ...

    @property
    def agency_notices(self) -> NoticeStore: ...

    def slugs_of(self, sources: Iterable[str]) -> dict[str, str]: ...

    def get(self, slug: str) -> Article | None: ...

    def slug_of(self, source: str) -> str | None: ...

    def newest(self, count: int) -> list[Article]: ...

    def double_of(self, source: str) -> str | None: ...

    def note_double(self, source: str, slug: str) -> None: ...


MeasurePictures = Callable[[Iterable[SourcePicture]], Mapping[SourcePicture, SourcePicture]]
"""Pictures → those of them that could be measured, with their sizes."""


class Importer:
    """Bringing the same twice changes nothing: a story is known by its `source`, the desk sees whether it differs.
    Where its link moves it is known by what its source calls it (`own_ids`), and stays under its address here.

    A story that came by another source before is noted as its double, for good; one that another feed brings under the
    same address is listed as its double while that one carries it (`feed` is whose documents these are). An agency's
    update takes the place of the story it updates, under its address; what then still comes of the older versions
    changes nothing. What is not to be out yet waits (`holding`), and goes out by the clock.

    `measure` finds out the sizes of pictures whose source does not state them; without it they are left out.
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
        self._owning = StoryOwnership(known, feed)
        self._ids = OwnIds(known, feed, station.tz)
        self._held = HeldStories(known.waiting, feed)
        self._takebacks = NoticeMatcher(known, feed)
        self._recent: list[Fingerprint] | None = None
        self._beside: set[str] = set()
        self._killed: set[str] = set()

    def bring(self, documents: Iterable[Document], now: datetime, by: Actor) -> list[Outcome]:
        """Puts out all that is in `documents`, oldest first, each document by itself. Raises `StoreAway` midway."""
        return [outcome for document in documents for outcome in self._bring(document, now, by)]

    def _bring(self, document: Document, now: datetime, by: Actor) -> list[Outcome]:
        results = oldest_first(self._ids.resolve(parse_document(document, self._station, now), document))
        results = self._with_pictures(self._without_killed(results))
        self._takebacks.of = document.name
        with _IMPORT_LOCK:
            self._recent = None
            self._held.look()
            self._beside = {source for result in results if (source := source_of(result))}
            return [_with_source(self._settle(result, now, by), source_of(result)) for result in results]

    def withdraw(self, source: str, reason: str, now: datetime, by: Actor) -> Outcome:
        """The story known by `source` is gone where it came from. One that is not out yet may have no page there yet."""
        if self._find(source) is None:
            return Outcome("unchanged", source, reason="is not out")
        return self._settle(SourceWithdrawal(source, source, reason), now, by)

    def let_out(self, entry: SourceStory, now: datetime, by: Actor) -> Outcome:
        """Puts out what was held back, as if it came now."""
        with _IMPORT_LOCK:
            self._recent = None
            self._held.look()
            self._beside = set()
            return self._settle(entry, now, by)

    @property
    def ids_shared(self) -> int:
        """So many stories of the last document have an id that is none, since others have it too."""
        return self._ids.shared

    def address_of(self, source: str) -> str | None:
        """Where the story known by `source` is to be found now, where that is an address."""
        known = self._find(source)
        return (known.canonical if known else None) or (source if source.startswith("https://") else None)

    def follow(self, source: str, carried: Iterable[str]) -> bool:
        """Whether the story known by `source`, gone where it was, has moved: the same stands among those `carried`."""
        known = self._find(source)
        to = next((other for other in carried if known and self._known.double_of(other) == known.slug), None)
        if known is None or to is None or known.withdrawn is not None:
            return False
        self._ids.move(to, known.source or source)
        return True

    def release(self, sources: Iterable[str]) -> None:
        """The feed that these documents are of carries these stories no more."""
        self._owning.release(sources)

    def _without_killed(self, results: list[ImportItem]) -> list[ImportItem]:
        """A new story never goes out for the moment until the notice behind it, which takes it back, is read."""
        notices = [result.notice for result in results if isinstance(result, SourceWithdrawal) and result.notice]
        named = {match_key(name) for notice in notices for name in notice.meant}
        new = [
            result for result in results if isinstance(result, SourceStory) and match_key(result.article.title) in named
        ]
        taken_back = [entry for entry in new if self._find(entry.article.source) is None]
        self._killed = {match_key(entry.article.title) for entry in taken_back}
        return [_refuse_taken_back(result) if result in taken_back else result for result in results]

    def _with_pictures(self, results: list[ImportItem]) -> list[ImportItem]:
        """With pictures measured for stories that are new or changed; one that is as it was keeps what it has."""
        waiting = {
            number: result.unsized
            for number, result in enumerate(results)
            if isinstance(result, SourceStory) and result.unsized and not self._has(result)
        }
        if not self._measure or not waiting:
            return results
        sized = self._measure(waiting.values())
        pictured = list(results)
        for number, shot in waiting.items():
            if shot in sized:
                pictured[number] = with_measured_picture(results[number], sized[shot])
        return pictured

    def _has(self, entry: SourceStory) -> bool:
        known = self._find(entry.article.source)
        if known is None:
            return False
        as_it_was = known.title == entry.article.title and known.body_html == entry.article.body_html
        return as_it_was or self._owning.is_anothers(entry.article, known)

    def _settle(self, result: ImportItem, now: datetime, by: Actor) -> Outcome:
        try:
            match result:
                case HeldStory():
                    return self._held.hold(result, self._find(result.article.source), now) or self._put(result, now, by)
                case SourceStory():
                    return self._put(result, now, by)
                case SourceWithdrawal():
                    return self._held.end(result) or self._withdraw(result, now, by)
                case Refusal(notice=notice) if notice and notice.kind == "correction":
                    return self._to_an_editor(result.source, result.what, notice, now)
                case Refusal():
                    return Outcome("refused", result.what, reason=result.reason, why=result.why)
        except StoreAway:
            raise
        except NewsroomError as error:
            return Outcome("refused", _title_of(result), reason=error.message)

    def _put(self, entry: SourceStory, now: datetime, by: Actor) -> Outcome:
        article = entry.article
        known = self._find(article.source)
        if known and known.source and known.source != article.source:
            return _unchanged(known, article, "its update is here")
        if known is None and (aside := self._held.is_aside(article.source)):
            return Outcome("refused", article.title, reason=aside, why="no story")
        if known is None and (settled := self._again(entry, now, by)):
            self._held.is_out(entry)
            return settled
        if known and known.withdrawn is not None:
            return Outcome("refused", article.title, known.slug, f"was withdrawn here: {known.withdrawn}")
        if known and self._owning.is_anothers(article, known):
            return _as_duplicate(known, article)
        if known and _is_older(entry, known):
            return Outcome("unchanged", article.title, known.slug, "older than the version here")
        if known and entry.as_of:
            # By the source's own clock: a version made before the last one reached us may yet be newer than that.
            article = article.model_copy(update={"updated_at": entry.as_of})
        if known and not (entry.dated and is_new_edition(article, known)):
            article = keep_first_date(article, known, entry.dated)
        if known and entry.unsized and article.picture is None:
            article = article.model_copy(update={"picture": known.picture})
        receipt = self._desk.put_article(article, by, now)
        self._owning.claim(article.source)
        did = kind_of(receipt)
        self._held.is_out(entry, known if did == "updated" else None)
        if known is None and self._recent is not None:
            self._recent.append(print_of(article.model_copy(update={"slug": receipt.slug})))
        return Outcome(did, article.title, receipt.slug, notes=entry.notes if did == "unchanged" else entry.remarks)

    def _again(self, entry: SourceStory, now: datetime, by: Actor) -> Outcome | None:
        """What becomes of a source seen for the first time where its story is one that we have, or its update."""
        article, source = entry.article, entry.article.source or ""
        noted = self._known.double_of(source)
        if noted and (first := self._known.get(noted)):
            return _as_duplicate(first, article)
        new = print_of(article)
        if moved := self._moved(entry, new):
            self._ids.move(source, moved)
            under_it = replace(entry, article=article.model_copy(update={"source": moved}))
            return replace(self._put(under_it, now, by), source=moved)
        earlier = self._updated(entry, new)
        if earlier and (entry.replaces or not says_the_same(new, print_of(earlier))):
            return self._update(article, earlier, entry.remarks, now, by)
        found = double_of(new, self._newest(), self._beside)
        if found and (first := self._known.get(found.slug)):
            self._known.note_double(source, first.slug)
            return _as_duplicate(first, article)
        return None

    def _moved(self, entry: SourceStory, new: Fingerprint) -> str | None:
        """The source of the story that this feed had until now and that `entry`, without an id of its own, is still."""
        if not entry.dated or (entry.own_id and is_unique(entry.own_id.guid)):
            return None
        gone = (
            one.source
            for one in self._newest()
            if one.source and one.source not in self._beside and has_moved(new, one, self._station.tz)
        )
        return next((source for source in gone if self._owning.owns(source)), None)

    def _updated(self, entry: SourceStory, new: Fingerprint) -> Article | None:
        """The story that `entry` takes the place of."""
        if not entry.update:
            return None
        if entry.replaces and (named := self._find(entry.replaces)):
            return named
        found = updated_by(new, self._newest())
        return self._known.get(found.slug) if found else None

    def _update(self, article: Article, earlier: Article, notes: tuple[str, ...], now: datetime, by: Actor) -> Outcome:
        if earlier.withdrawn is not None:
            return _unchanged(earlier, article, "")
        if article.published_at < earlier.published_at:
            return _unchanged(earlier, article, "older than the version here")
        when = article.updated_at or article.published_at
        placed = article.model_copy(update={"slug": earlier.slug, "updated_at": when})
        receipt = self._desk.put_article(placed, by, now, at_slug=True)
        self._owning.claim(article.source)
        self._recent = None
        return Outcome("updated", article.title, receipt.slug, notes=(f"in place of “{earlier.title}”", *notes))

    def _newest(self) -> list[Fingerprint]:
        if self._recent is None:
            self._recent = [print_of(article) for article in self._known.newest(MAX_ARTICLES_COMPARED)]
        return self._recent

    def _withdraw(self, kill: SourceWithdrawal, now: datetime, by: Actor) -> Outcome:
        known = self._find(kill.source)
        if kill.notice and known is None:
            return self._take_back(kill, kill.notice, now, by)
        if known is None and kill.held:
            return Outcome("refused", kill.title, reason=kill.held, why="no story")
        if known is None:
            return Outcome("unchanged", kill.title, reason="withdrawn by its source; it never came in here")
        if known.withdrawn is not None:
            return Outcome("unchanged", known.title, known.slug, "is withdrawn already")
        if kill.notice and known.source != kill.source:
            return self._take_back(kill, kill.notice, now, by)
        if known.source and known.source != kill.source:
            return Outcome("unchanged", known.title, known.slug, "an older version is withdrawn; its update is here")
        if kill.notice:
            return self._took_back(known, kill, kill.notice, now, by)
        self._desk.withdraw_article(known.slug, kill.reason, by, now)
        return Outcome("withdrawn", known.title, known.slug, kill.reason)

    def _take_back(self, kill: SourceWithdrawal, notice: Notice, now: datetime, by: Actor) -> Outcome:
        """A notice that came as an entry of its own: the story is found by what it names, or by an editor."""
        if self._takebacks.kept(kill.source, kill.title):
            return self._to_an_editor(kill.source, kill.title, notice, now)
        names = set(map(match_key, notice.meant))
        waited = self._held.end_named(names, kill.reason)
        if waited or not self._killed.isdisjoint(names):
            kept = self._takebacks.keep(kill.source, kill.title, notice, now).settle("never here", now)
            self._takebacks.settle(kept)
            return waited or Outcome("refused", kill.title, reason=describe_notice(kept), why="no story")
        sure, _ = self._takebacks.meant(kill.source, notice)
        if sure is None:
            return self._to_an_editor(kill.source, kill.title, notice, now)
        return self._took_back(sure, kill, notice, now, by)

    def _took_back(self, story: Article, kill: SourceWithdrawal, notice: Notice, now: datetime, by: Actor) -> Outcome:
        """First the story goes, then the notice is settled: should the store go away between, nothing stays up."""
        self._desk.withdraw_article(story.slug, kill.reason, by, now)
        self._takebacks.settle(
            self._takebacks.keep(kill.source, kill.title, notice, now).settle("by itself", now, story.slug)
        )
        self._recent = None
        return Outcome("withdrawn", story.title, story.slug, kill.reason)

    def _to_an_editor(self, source: str, title: str, notice: Notice, now: datetime) -> Outcome:
        kept = self._takebacks.kept(source, title)
        if kept is None:
            likely = self._takebacks.meant(source, notice)[1]
            if (known := self._find(source)) and known.withdrawn is None:  # the story has become the notice
                likely = [known, *(article for article in likely if article.slug != known.slug)][:CANDIDATES]
            kept = self._takebacks.keep(source, title, notice, now, likely)
        return Outcome("refused", title, kept.story, describe_notice(kept), why="no story")

    def _find(self, source: str | None) -> Article | None:
        slug = self._known.slug_of(source) if source else None
        return self._known.get(slug) if slug else None


def _is_older(entry: SourceStory, known: Article) -> bool:
    """Whether a newer version than this is here. Where a source gives one date only, that is the first version's too."""
    made, one_date = entry.as_of, entry.article.updated_at is None
    here = known.updated_at or (known.published_at if one_date else None)
    return made is not None and here is not None and made < here


def _with_source(outcome: Outcome, source: str | None) -> Outcome:
    """`outcome` of what came as `source`, unless its story turned out to be known by another."""
    return outcome if outcome.source else replace(outcome, source=source)


def _as_duplicate(first: Article, article: Article) -> Outcome:
    if first.withdrawn is not None:
        return _unchanged(first, article, "")
    return Outcome("double", article.title, first.slug, f"the same story as “{first.title}”, which came first")


def _unchanged(known: Article, article: Article, reason: str) -> Outcome:
    if known.withdrawn is not None:
        return Outcome("refused", article.title, known.slug, f"was withdrawn here: {known.withdrawn}")
    return Outcome("unchanged", article.title, known.slug, reason)


def _refuse_taken_back(result: ImportItem) -> Refusal:
    return Refusal(_title_of(result), "its agency takes it back in the same document", why="no story")


def with_measured_picture(entry: ImportItem, shot: SourcePicture) -> ImportItem:
    """`entry` with `shot`, whose size is now known."""
    if not isinstance(entry, SourceStory):
        return entry
    shown = to_picture(shot, shot.width or 0, shot.height or 0, entry.article.title)
    return replace(entry, article=entry.article.model_copy(update={"picture": shown}), unsized=None)


def oldest_first(results: Iterable[ImportItem]) -> list[ImportItem]:
    """Stories as they were published, so that the newest is the last put out; what is no story keeps its place behind."""
    results = list(results)
    stories = sorted((r for r in results if isinstance(r, SourceStory)), key=lambda entry: entry.article.published_at)
    return [*stories, *(r for r in results if not isinstance(r, SourceStory))]


def kind_of(receipt: Receipt) -> OutcomeKind:
    if not receipt.changed:
        return "unchanged"
    return "imported" if receipt.rev == 1 else "updated"


def _title_of(result: ImportItem) -> str:
    match result:
        case SourceStory():
            return result.article.title
        case SourceWithdrawal():
            return result.title
        case Refusal():
            return result.what
