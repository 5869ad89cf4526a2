"""Recognizes a story by its source's own id (guid, Atom id, WordPress post number) when its link moves.

An article's `source` is the name it was first known by, usually its link, and never changes. Other names are stored
beside it: the source's id, learned when first seen, and its current link. An id counts within its feed; in an import
by hand, within its site, or everywhere if its form is unique. Many ids are useless ("1" for the newest entry, one id
for all, a new id each time): if nothing but such an id connects two stories, they are two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Protocol

from webapp.intake.formats.versions import newest_versions, source_of
from webapp.intake.importing.documents import Document, ImportItem, Refusal, SourceStory, SourceWithdrawal
from webapp.intake.importing.notice_matching import names_article as names_it
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.urls import site_of
from webapp.newsroom.articles.duplicates import fingerprint_of, is_same_story
from webapp.newsroom.model import Article
from webapp.store.articles.own_ids import StoryName

_POST = re.compile(r"https?://[^?#]+\?(?:[^#]*&)?p=(\d+)(?:[&#]|$)", re.IGNORECASE)
_HOST = re.compile(r"^https?://[^/?#]+|\s+at https?://\S+$", re.IGNORECASE)
_UNIQUE = re.compile(
    rf"(?:urn|tag|uuid):\S.*|post \d+|{_POST.pattern}.*|\d+ at https?://\S+|"
    r"\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?",
    re.IGNORECASE,
)
"""Ids that software generates for one story only: UUIDs, tag URIs, the numbers of WordPress and Drupal."""


class OwnIdStore(Protocol):
    """Names of stories; `webapp.store.articles.own_ids` implements it."""

    def named(self, names: Iterable[str]) -> dict[str, StoryName]: ...

    def learn(self, learned: Mapping[str, Mapping[str, StoryName]]) -> None: ...


class ArticlesBySource(Protocol):
    """The stored articles, found by their `source`."""

    @property
    def own_ids(self) -> OwnIdStore: ...

    def get(self, slug: str) -> Article | None: ...

    def slugs_of(self, sources: Iterable[str]) -> dict[str, str]: ...


class OwnIds:
    """The names of one feed's stories; without a `feed` (an import by hand), of one site's."""

    def __init__(self, known: ArticlesBySource, feed: str | None, zone: tzinfo) -> None:
        self._known = known
        self._feed = feed
        self._zone = zone
        self.shared = 0
        """How many stories of the last document have an id that others share, so that it is useless."""

    def resolve(self, results: list[ImportItem], document: Document) -> list[ImportItem]:
        """`results` under the `source` by which each story was first known; of two that turn out to be one, the newer counts."""
        self.shared = 0
        names = {id(result): self._names_of(result, document) for result in results}
        links = {source_of(result) or "" for result in results} - {""}
        asked = {name for each in names.values() for name in each} | set(map(link_name, links))
        if not asked:
            return results
        named, there = self._known.own_ids.named(sorted(asked)), self._known.slugs_of(sorted(links))
        shared = self._find_shared(results, names)
        self.shared = sum(1 for own in names.values() if not shared.isdisjoint(own))
        learned: dict[str, dict[str, StoryName]] = defaultdict(dict)
        resolved = []
        for result in results:
            link = source_of(result)
            if link is None or isinstance(result, Refusal):
                resolved.append(result)
                continue
            own = [name for name in names[id(result)] if name not in shared]
            source = self._source(result, link, own, named, there)
            if isinstance(result, SourceStory):
                learned[source].update(new := _new_names(result, source, link, own, named, there))
                named |= new
            resolved.append(_with_source(result, source))
        self._known.own_ids.learn({source: new for source, new in learned.items() if new})
        return newest_versions(resolved) if resolved != results else results

    def move(self, link: str, source: str) -> None:
        """Records that the story with `source` is now found at `link`."""
        self._known.own_ids.learn({source: {link_name(link): StoryName(source)}})

    def _names_of(self, result: ImportItem, document: Document) -> list[str]:
        own = None if isinstance(result, Refusal) else result.own_id
        if own is None:
            return []
        if self._feed:
            return [f"feed:{self._feed} {site_independent_id(own.guid)}"]
        by_hand = {
            "from:": site_of(document.url or "") or clean_line(document.name, 200),
            "site:": own.scope or site_of(source_of(result) or ""),
        }
        names = [f"{kind}{where} {site_independent_id(own.guid)}" for kind, where in by_hand.items() if where]
        return [*names, f"world: {own.guid}"] if is_unique(own.guid) and not own.guid.startswith("post ") else names

    def _source(
        self,
        result: SourceStory | SourceWithdrawal,
        link: str,
        own: list[str],
        named: Mapping[str, StoryName],
        there: Mapping[str, str],
    ) -> str:
        by_link = link if link in there else named[link_name(link)].source if link_name(link) in named else None
        by_id = next((named[name] for name in own if name in named), None)
        if by_id is None or by_id.source == by_link:
            return by_link or link
        sure = _is_certain(result, by_id)
        if by_link is None:
            return by_id.source if sure or self._is_still(result, by_id.source) else link
        return by_id.source if sure else by_link

    def _find_shared(self, results: Iterable[ImportItem], names: Mapping[int, list[str]]) -> set[str]:
        """Ids that several stories of one document use, which makes them useless; versions of one story may share an id."""
        having: dict[str, list[SourceStory]] = defaultdict(list)
        for result in results:
            if isinstance(result, SourceStory):
                for name in names[id(result)]:
                    having[name].append(result)
        return {
            name
            for name, those in having.items()
            if len({*map(source_of, those)}) > 1 and not self._are_one_story(those)
        }

    def _are_one_story(self, stories: list[SourceStory]) -> bool:
        guids = {story.own_id.guid for story in stories if story.own_id}
        if len(guids) != 1 or not is_unique(guids.pop()):
            return False
        first, *others = (fingerprint_of(story.article) for story in stories)
        return all(is_same_story(other, first, self._zone) for other in others)

    def _is_still(self, result: SourceStory | SourceWithdrawal, source: str) -> bool:
        slug = self._known.slugs_of([source]).get(source)
        known = self._known.get(slug) if slug else None
        if known is None:
            return False
        if isinstance(result, SourceWithdrawal):  # an ambiguous id alone withdraws nothing
            return result.notice is not None and names_it(result.notice, known)
        return is_same_story(fingerprint_of(result.article), fingerprint_of(known), self._zone, dated=result.dated)


def site_independent_id(guid: str) -> str:
    """`guid` without the parts that change when a site moves: its host, and upper or lower case."""
    if post := _POST.match(guid):
        return f"post {post[1]}"
    return _HOST.sub("", guid).strip().rstrip("/").casefold() or guid.casefold()


def is_unique(guid: str) -> bool:
    """Whether the form of the id shows that software made it for one story only."""
    return _UNIQUE.fullmatch(guid) is not None


def link_name(link: str) -> str:
    return f"link {link}"


def _is_certain(result: SourceStory | SourceWithdrawal, named: StoryName) -> bool:
    """Whether the id alone identifies the story: its form is unique, or the story was never known by anything else."""
    if "://" not in named.source:
        return True
    return result.own_id is not None and result.own_id.guid == named.guid and is_unique(named.guid)


def _new_names(
    story: SourceStory, source: str, link: str, own: list[str], named: Mapping[str, StoryName], there: Mapping[str, str]
) -> dict[str, StoryName]:
    """The names of `story` that are not stored yet."""
    guid = story.own_id.guid if story.own_id else ""
    new = {name: StoryName(source, guid) for name in own if named.get(name) != StoryName(source, guid)}
    if source != link and "://" in source and link not in there and link_name(link) not in named:
        new[link_name(link)] = StoryName(source)
    return new


def _with_source(result: SourceStory | SourceWithdrawal, source: str) -> SourceStory | SourceWithdrawal:
    if source == source_of(result):
        return result
    if isinstance(result, SourceWithdrawal):
        return replace(result, source=source)
    return replace(result, article=result.article.model_copy(update={"source": source}))
