"""The importer: what documents hold goes to the desk, story by story, and what became of each is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from webapp.desk import Receipt
from webapp.intake.documents import Did, Document, Entry, Kill, Outcome, Refusal, Result, Shot
from webapp.intake.formats.detect import parse
from webapp.intake.pictures import picture
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station


class Desk(Protocol):
    def put_article(self, article: Article, by: Actor, now: datetime) -> Receipt: ...

    def withdraw_article(self, slug: str, reason: str, by: Actor, now: datetime) -> Receipt: ...


class Known(Protocol):
    """The articles there are."""

    def get(self, slug: str) -> Article | None: ...

    def slug_of(self, source: str) -> str | None: ...


Measure = Callable[[Iterable[Shot]], Mapping[Shot, Shot]]
"""Pictures → those of them that could be measured, with their sizes."""


class Importer:
    """Bringing the same twice changes nothing: a story is known by its `source`, the desk sees whether it differs.

    `measure` finds out the sizes of pictures whose source does not state them; without it they are left out.
    """

    def __init__(self, desk: Desk, known: Known, station: Station, measure: Measure | None = None) -> None:
        self._desk = desk
        self._known = known
        self._station = station
        self._measure = measure

    def bring(self, documents: Iterable[Document], now: datetime, by: Actor) -> list[Outcome]:
        """Puts out all that is in `documents`, oldest first, each document by itself. Raises `StoreAway` midway."""
        return [outcome for document in documents for outcome in self._bring(document, now, by)]

    def _bring(self, document: Document, now: datetime, by: Actor) -> list[Outcome]:
        results = in_order(parse(document, self._station, now))
        return [
            replace(self._settle(result, now, by), source=_source(result)) for result in self._with_pictures(results)
        ]

    def withdraw(self, source: str, reason: str, now: datetime, by: Actor) -> Outcome:
        """The story known by `source` is gone where it came from."""
        return self._settle(Kill(source, source, reason), now, by)

    def _with_pictures(self, results: list[Result]) -> list[Result]:
        """With pictures measured for stories that are new or changed; one that is as it was keeps what it has."""
        waiting = {
            number: result.unsized
            for number, result in enumerate(results)
            if isinstance(result, Entry) and result.unsized and not self._has(result)
        }
        if not self._measure or not waiting:
            return results
        sized = self._measure(waiting.values())
        pictured = list(results)
        for number, shot in waiting.items():
            if shot in sized:
                pictured[number] = with_picture(results[number], sized[shot])
        return pictured

    def _has(self, entry: Entry) -> bool:
        known = self._find(entry.article.source)
        return known is not None and known.title == entry.article.title and known.body_html == entry.article.body_html

    def _settle(self, result: Result, now: datetime, by: Actor) -> Outcome:
        try:
            match result:
                case Entry():
                    return self._put(result, now, by)
                case Kill():
                    return self._withdraw(result, now, by)
                case Refusal():
                    return Outcome("refused", result.what, reason=result.reason, until=result.until)
        except StoreAway:
            raise
        except NewsroomError as error:
            return Outcome("refused", _name(result), reason=error.message)

    def _put(self, entry: Entry, now: datetime, by: Actor) -> Outcome:
        article = entry.article
        known = self._find(article.source)
        if known and known.withdrawn is not None:
            return Outcome("refused", article.title, known.slug, f"was withdrawn here: {known.withdrawn}")
        if known and article.updated_at and known.updated_at and article.updated_at < known.updated_at:
            return Outcome("unchanged", article.title, known.slug, "older than the version here")
        if known and not entry.dated:
            article = article.model_copy(update={"published_at": known.published_at})
        if known and entry.unsized and article.picture is None:
            article = article.model_copy(update={"picture": known.picture})
        receipt = self._desk.put_article(article, by, now)
        did = outcome_of(receipt)
        return Outcome(did, article.title, receipt.slug, notes=() if did == "unchanged" else entry.notes)

    def _withdraw(self, kill: Kill, now: datetime, by: Actor) -> Outcome:
        known = self._find(kill.source)
        if known is None:
            return Outcome("unchanged", kill.title, reason="withdrawn by its source; it never came in here")
        if known.withdrawn is not None:
            return Outcome("unchanged", known.title, known.slug, "is withdrawn already")
        self._desk.withdraw_article(known.slug, kill.reason, by, now)
        return Outcome("withdrawn", known.title, known.slug, kill.reason)

    def _find(self, source: str | None) -> Article | None:
        slug = self._known.slug_of(source) if source else None
        return self._known.get(slug) if slug else None


def with_picture(entry: Result, shot: Shot) -> Result:
    """`entry` with `shot`, whose size is now known."""
    if not isinstance(entry, Entry):
        return entry
    shown = picture(shot, shot.width or 0, shot.height or 0, entry.article.title)
    return replace(entry, article=entry.article.model_copy(update={"picture": shown}), notes=(), unsized=None)


def in_order(results: Iterable[Result]) -> list[Result]:
    """Stories as they were published, so that the newest is the last put out; what is no story keeps its place behind."""
    results = list(results)
    stories = sorted((r for r in results if isinstance(r, Entry)), key=lambda entry: entry.article.published_at)
    return [*stories, *(r for r in results if not isinstance(r, Entry))]


def outcome_of(receipt: Receipt) -> Did:
    if not receipt.changed:
        return "unchanged"
    return "imported" if receipt.rev == 1 else "updated"


def _source(result: Result) -> str | None:
    match result:
        case Entry():
            return result.article.source
        case Kill():
            return result.source
    return None


def _name(result: Result) -> str:
    match result:
        case Entry():
            return result.article.title
        case Kill():
            return result.title
        case Refusal():
            return result.what
