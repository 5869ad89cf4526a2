"""The feeds in which the station publishes its own stories, each tried: a feed that gives no story is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from webapp.discovery.facts import OF_OTHERS, Budget, Fact
from webapp.discovery.site.more_pages import same_site
from webapp.discovery.site.site_page import SitePage
from webapp.fetch.client import Fetched
from webapp.intake.feeds.hubs import find_hub
from webapp.intake.formats.detect import parse_document
from webapp.intake.importing.documents import Document, HeldStory, Refusal, SourceStory
from webapp.intake.story.clean_text import clean_line
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.station import Station

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json+feed")
_NO_NEWS = re.compile(r"comment|podcast|/author/|/tag/|oembed|wp-json|\bshop\b|product", re.IGNORECASE)
_LOOKS_LIKE_A_FEED = re.compile(
    r"(?:^|/)(?:rss|feed|feeds|atom|rss2?\.xml|feed\.xml|index\.xml|atom\.xml|feed\.json)/?(?:$|\?)", re.IGNORECASE
)
USUAL_PATHS = ("/feed/", "/rss.xml", "/feed.xml")
PATHS_OF = {
    "blogger": ("/feeds/posts/default",), "ghost": ("/rss/",), "joomla": ("/index.php?format=feed&type=rss",),
    "wix": ("/blog-feed.xml",), "drupal": ("/rss.xml",), "hugo": ("/index.xml",),
}  # fmt: skip
"""By the name of a system in the page's `generator`."""
_SAMPLE_STORY = re.compile(
    r"hello world!?|welcome to (?:wordpress|ghost|joomla).*|sample (?:post|page|article)|lorem ipsum.*", re.IGNORECASE
)
MAX_FEEDS_TRIED = 6


@dataclass(frozen=True)
class TriedFeed:
    """A feed with the titles of its newest stories, and whether a hub announces its news."""

    url: str
    titles: tuple[str, ...]
    languages: tuple[str, ...]
    hub: bool


def feeds(page: SitePage, budget: Budget, station: Station, now: datetime) -> Iterator[Fact]:
    """The feed of all news, then others. `value` is a `TriedFeed`. One of another site is not sure, unless it leads here."""
    given = list(_candidates(page))
    taken: list[str] = []
    for url, where in given:
        if any(_of_one_section(url, other) for other in taken):
            continue
        came = budget.fetch(url)
        tried = try_feed(came, station, now)
        if tried is None:
            budget.note_unusable("feed", url, why_no_feed(came, station, now))
            continue
        taken.append(url)
        fact = Fact("feed", tried, f"{where} at {page.url}")
        yield fact if same_site(url, page.url) or (came and _leads_to(page, came)) else fact.unsure(OF_OTHERS)
    if taken:
        return
    for path in _usual_paths(page):
        url = urljoin(page.url, path)
        if url not in {address for address, _ in given} and (tried := try_feed(budget.fetch(url), station, now)):
            yield Fact("feed", tried, f"no link leads to it, it answers at {url}", "likely")
            return


def _leads_to(page: SitePage, came: Fetched) -> bool:
    """Whether a feed kept elsewhere says that it is this site's."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.").encode()
    return bool(re.search(rb"<link[^>]*>?[^<>]{0,40}//(?:www\.)?" + re.escape(host) + rb"(?![\w.-])", came.body[:4000]))


def _usual_paths(page: SitePage) -> tuple[str, ...]:
    """Where the system that made the page has its feed; else where most have it."""
    generator = page.meta("generator").lower()
    own = next((paths for name, paths in PATHS_OF.items() if name in generator), ())
    return tuple(dict.fromkeys((*own, *USUAL_PATHS)))


def _candidates(page: SitePage) -> Iterator[tuple[str, str]]:
    """At most `MAX_FEEDS_TRIED`: the site's own first, and of these those with the shortest paths; the others are of sections."""
    links = [
        (address, "link rel=alternate")
        for relations, kind, address in page.links
        if "alternate" in relations and kind in FEED_TYPES and not _NO_NEWS.search(address)
    ]
    if not links:
        links = [
            (address, "link")
            for address, text in page.anchors
            if (_LOOKS_LIKE_A_FEED.search(urlsplit(address).path) or text.lower() in ("rss", "rss feed"))
            and not _NO_NEWS.search(address)
            and urlsplit(address).hostname == urlsplit(page.url).hostname
        ]
    links.sort(
        key=lambda link: (
            not same_site(link[0], page.url),
            urlsplit(link[0]).path.count("/"),
            len(urlsplit(link[0]).query),
        )
    )
    yield from list(dict.fromkeys(links))[:MAX_FEEDS_TRIED]


def _of_one_section(url: str, first: str) -> bool:
    """Whether a feed is a part, or another form, of the first one: its path ends or goes on where the first one's is."""
    one, whole = urlsplit(url), urlsplit(first)
    forms = re.compile(r"(?:rss2?|atom|rdf|json|xml)/?$|\.(?:xml|json|rss|atom)$", re.IGNORECASE)
    stem, of = forms.sub("", one.path).strip("/"), forms.sub("", whole.path).strip("/")
    return one.hostname == whole.hostname and (stem == of or stem.endswith("feed") or stem.startswith(f"{of}/"))


def why_no_feed(came: Fetched | None, station: Station, now: datetime) -> str:
    """In words, of a document that `try_feed` does not take."""
    if came is None:
        return "it gives no answer"
    if _is_page(came):
        return "it is a page, no feed"
    try:
        results = parse_document(Document(came.url, came.body, came.url, came.content_type), station, now)
    except NewsroomError as error:
        return error.message
    except Exception:  # noqa: BLE001 - as in `try_feed`
        return "it cannot be read"
    if any(isinstance(one, SourceStory) and not isinstance(one, HeldStory) for one in results):
        return "it answers, and has only the sample story of the system that made it"
    held = sum(isinstance(one, HeldStory) for one in results)
    if held:
        return f"it answers, and all of its stories wait ({held}): name it in [[feeds]], and they come at their time"
    refused = [one for one in results if isinstance(one, Refusal) and one.refusal != "empty"]
    if refused:
        entries = "its entry cannot" if len(refused) == 1 else f"none of its {len(refused)} entries can"
        return f"it answers, and {entries} be used ({clean_line(refused[0].reason, 80)})"
    return "it answers, and has no story yet: name it in [[feeds]] if there will be some"


def _is_page(came: Fetched) -> bool:
    return came.body.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html"))


def try_feed(came: Fetched | None, station: Station, now: datetime) -> TriedFeed | None:
    """What three of its stories are; `None` where it gives none."""
    if came is None:
        return None
    try:
        results = parse_document(Document(came.url, came.body, came.url, came.content_type), station, now)
    except Exception:  # noqa: BLE001 - whatever a stranger's document breaks, it is no feed to use
        return None
    if _is_page(came):
        return None
    stories = [
        found.article for found in results if isinstance(found, SourceStory) and not isinstance(found, HeldStory)
    ]
    if not stories or all(_SAMPLE_STORY.fullmatch(story.title) for story in stories):
        return None
    newest = sorted(stories, key=lambda story: story.published_at, reverse=True)[:3]
    spoken = tuple(dict.fromkeys(story.language for story in stories))
    return TriedFeed(came.url, tuple(story.title for story in newest), spoken, find_hub(came) is not None)
