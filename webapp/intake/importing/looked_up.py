"""What is stored of the stories of one document, asked for together: their articles, what they duplicate, who owns them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from webapp.newsroom.model import Article


class StoredStories(Protocol):
    """Where stories are stored, by source."""

    def slugs_of(self, sources: Iterable[str]) -> dict[str, str]: ...

    def some(self, slugs: Iterable[str]) -> list[Article]: ...

    def owners_of(self, sources: Iterable[str]) -> dict[str, str]: ...

    def duplicates_of(self, sources: Iterable[str]) -> dict[str, str]: ...

    def note_duplicate(self, source: str, slug: str) -> None: ...

    def note_owner(self, source: str, feed: str) -> None: ...

    def disown(self, source: str) -> None: ...


class LookedUpStories:
    """Remembers what `look_up` found until `forget`; asks the store about everything else."""

    def __init__(self, store: StoredStories) -> None:
        self._store = store
        self._articles: dict[str, Article | None] = {}
        self._owners: dict[str, str | None] = {}
        self._duplicates: dict[str, str | None] = {}

    def look_up(self, sources: Iterable[str]) -> None:
        """Four questions to the store, however many `sources` there are."""
        wanted = list(sources)
        self._articles = self._found(wanted)
        self._owners = self._owned(wanted)
        self._duplicates = self._duplicated(wanted)

    def forget(self) -> None:
        """Whatever may have changed since: from here on the store is asked."""
        self._articles, self._owners, self._duplicates = {}, {}, {}

    def article(self, source: str | None) -> Article | None:
        """The article of `source`, withdrawn or not; `None` for no source."""
        if not source:
            return None
        return self._articles[source] if source in self._articles else self._found([source])[source]

    def changed(self, source: str | None, slug: str) -> None:
        """The article at `slug`, which came from `source`, was written: it is asked for again."""
        self._articles = {
            known: article
            for known, article in self._articles.items()
            if known != source and (article is None or article.slug != slug)
        }

    def owner_of(self, source: str) -> str | None:
        """The feed that brought `source`, while it still lists it."""
        return self._owners[source] if source in self._owners else self._owned([source])[source]

    def duplicate_of(self, source: str) -> str | None:
        """The slug of the article that `source` was found to duplicate."""
        return self._duplicates[source] if source in self._duplicates else self._duplicated([source])[source]

    def note_duplicate(self, source: str, slug: str) -> None:
        self._store.note_duplicate(source, slug)
        self._duplicates[source] = slug

    def owners_of(self, sources: Iterable[str]) -> dict[str, str]:
        """Source → owner for those of `sources` that have one."""
        return self._store.owners_of(sources)

    def note_owner(self, source: str, feed: str) -> None:
        self._store.note_owner(source, feed)
        self._owners[source] = feed

    def disown(self, source: str) -> None:
        self._store.disown(source)
        self._owners.pop(source, None)

    def _found(self, sources: list[str]) -> dict[str, Article | None]:
        slugs = self._store.slugs_of(sources)
        articles = {article.slug: article for article in self._store.some(dict.fromkeys(slugs.values()))}
        return {source: articles.get(slugs.get(source, "")) for source in sources}

    def _duplicated(self, sources: list[str]) -> dict[str, str | None]:
        slugs = self._store.duplicates_of(sources)
        return {source: slugs.get(source) for source in sources}

    def _owned(self, sources: list[str]) -> dict[str, str | None]:
        owners = self._store.owners_of(sources)
        return {source: owners.get(source) for source in sources}
