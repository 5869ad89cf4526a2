"""The demo station on paper: its description, its week, its articles and its drawings."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse
from hypothesis import given, settings
from hypothesis import strategies as st

import webapp.demo
from webapp.demo.articles import DRAWING_SIZE, ZONE, Copy, articles, copy, opening_breaking, promo, seed_reads
from webapp.demo.prose import to_html
from webapp.newsroom.model import Article
from webapp.newsroom.schedule import days
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.station import Station

DEMO = Path(webapp.demo.__file__).parent
PICTURES = sorted((DEMO / "pictures").glob("*.svg"))
GRID = parse_grid((DEMO / "grid.toml").read_bytes())
NOW = datetime(2026, 3, 4, 3, 17, tzinfo=UTC)
MOMENTS = st.integers(1_700_000_000_000, 2_200_000_000_000).map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC))
SLUGS = {piece.slug for piece in copy()}


def test_the_station_says_that_it_is_a_demo() -> None:
    station = Station.load(tomllib.loads((DEMO / "station.toml").read_text()))
    assert station.demo
    assert station.languages == ("en", "fil")
    assert [stream.url for stream in station.streams] == ["/demo/stream/live.m3u8"]


def test_no_real_station_can_have_its_frequency() -> None:
    """AM channels of the region are 9 kHz apart."""
    name = Station.load(tomllib.loads((DEMO / "station.toml").read_text())).name
    kilohertz = int(re.findall(r"\d+", name)[0])
    assert kilohertz % 9


# -- the week ---------------------------------------------------------------------------------------------------------


def test_every_minute_of_the_week_has_one_programme_and_one_segment() -> None:
    week = days.planned_broadcasts(GRID, *_week(datetime(2026, 3, 2, tzinfo=ZONE)))
    _follow_on([(b.starts_at, b.ends_at) for b in week], timedelta(days=7))
    for broadcast in week:
        _follow_on([(s.starts_at, s.ends_at) for s in broadcast.segments], broadcast.ends_at - broadcast.starts_at)


def test_the_week_has_room_for_everybody() -> None:
    assert 20 <= len(GRID.programmes) <= 30
    assert all(2 <= len(programme.segments) <= 6 and programme.hosts for programme in GRID.programmes)
    assert {programme.language for programme in GRID.programmes} == {"en", "fil"}


def test_every_segment_shows_articles_that_exist() -> None:
    for programme in GRID.programmes:
        for segment in programme.segments:
            assert segment.articles, (programme.id, segment.id)
            assert set(segment.articles) <= SLUGS, (programme.id, segment.id)


def test_every_topic_of_the_week_has_articles_and_every_article_has_a_segment() -> None:
    segments = [segment for programme in GRID.programmes for segment in programme.segments]
    assert {t for segment in segments for t in segment.topics} <= {t for piece in copy() for t in piece.topics}
    assert {slug for segment in segments for slug in segment.articles} == SLUGS


def _week(start: datetime) -> tuple[datetime, datetime]:
    return start, start + timedelta(days=7)


def _follow_on(spans: list[tuple[datetime, datetime]], length: timedelta) -> None:
    for (_, end), (start, _) in pairwise(spans):
        assert start == end
    assert spans[-1][1] - spans[0][0] == length


# -- articles ---------------------------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    """Collects the tags of a body and sees to it that each is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.open.append(tag)
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.links += [value for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_newsroom_wrote_in_both_languages() -> None:
    languages = [piece.language for piece in copy()]
    assert languages.count("en") >= 24
    assert languages.count("fil") >= 14


@pytest.mark.parametrize("piece", copy(), ids=lambda piece: piece.slug)
def test_an_article_is_whole(piece: Copy) -> None:
    article = next(a for a in articles(NOW) if a.slug == piece.slug)
    tags = _Tags()
    tags.feed(article.body_html)
    assert tags.seen <= {"p", "h2", "blockquote", "ul", "li", "strong", "em", "a"}
    assert tags.open == []
    assert all(link == "/schedule" for link in tags.links)
    assert not re.search(r"[{}*\"']|\]\(", re.sub(r"<[^>]+>", "", article.body_html)), "a mark was left in the text"
    assert 5 <= article.body_html.count("<p>") <= 20
    assert article.source == f"demo:{article.slug}"
    assert article.summary and article.byline and article.place and article.topics
    shown = article.picture
    assert shown and shown.alt and shown.caption and shown.credit
    assert (DEMO / shown.url.removeprefix("/demo/")).is_file()


def test_no_two_articles_say_the_same() -> None:
    sentences = [s for article in articles(NOW) for s in re.findall(r"<p>(.{60,}?)</p>", article.body_html)]
    assert len(sentences) == len(set(sentences))
    assert len({article.title for article in articles(NOW)}) == len(SLUGS)


@settings(max_examples=30, deadline=None)
@given(MOMENTS)
def test_the_news_is_fresh_at_any_moment(now: datetime) -> None:
    out = articles(now)
    assert out == sorted(out, key=lambda article: article.published_at, reverse=True)
    assert now - timedelta(minutes=75) <= out[0].published_at <= now
    assert out[-1].published_at >= now - timedelta(days=2)
    assert all(article.published_at <= (article.updated_at or now) <= now for article in out)


@settings(max_examples=30, deadline=None)
@given(MOMENTS)
def test_asking_again_in_the_same_minute_changes_nothing(now: datetime) -> None:
    """So that a restart sends nobody an update."""
    minute = now.replace(second=0, microsecond=0)
    assert articles(minute) == articles(minute + timedelta(seconds=59))


def test_a_correction_appears_when_it_was_made() -> None:
    def story(minutes: int) -> Article:
        now = datetime(2026, 3, 4, 21, 50, tzinfo=ZONE) + timedelta(minutes=minutes)
        return next(article for article in articles(now) if article.slug == "herons-reach-final")

    before, after = story(39), story(40)
    assert before.updated_at is None and "Corrected" not in before.body_html
    assert after.updated_at and "<em>Corrected: the fourth set" in after.body_html


def test_copy_names_the_day_and_the_hour_in_its_own_language() -> None:
    now = datetime(2026, 3, 4, 5, 30, tzinfo=ZONE)  # a Wednesday
    body = {article.slug: article.body_html for article in articles(now)}
    assert "in its 5 a.m. bulletin on Wednesday" in body["storm-marikit-slows"]
    assert (
        "Sa bulletin ng weather bureau nitong Miyerkoles, alas-5 ng umaga, nasa" in body["bagyong-marikit-signal-no-1"]
    )


def test_copy_that_looks_like_html_stays_text() -> None:
    assert to_html("<script>*x*</script> & [a](javascript:x)") == (
        "<p>&lt;script&gt;<em>x</em>&lt;/script&gt; &amp; [a](javascript:x)</p>"
    )


@settings(max_examples=30, deadline=None)
@given(MOMENTS)
def test_promo_headlines_and_reads_point_at_what_is_there(now: datetime) -> None:
    shown = promo(now)
    assert shown.until and now < shown.until <= now + timedelta(days=7)
    assert shown.link.removeprefix("/articles/") in SLUGS
    assert {draft.article for draft in opening_breaking(now)} <= SLUGS
    counts = seed_reads(now)
    assert counts.keys() == SLUGS and all(count > 0 for count in counts.values())


# -- drawings ---------------------------------------------------------------------------------------------------------


def drawn(path: Path) -> Element:
    root = parse(path, forbid_dtd=True).getroot()
    assert root is not None
    return root


def test_there_are_drawings_enough() -> None:
    assert len(PICTURES) >= 20
    described = tomllib.loads((DEMO / "pictures" / "pictures.toml").read_text())
    assert described["en"].keys() == {path.stem for path in PICTURES}
    assert described["fil"].keys() <= described["en"].keys()


@pytest.mark.parametrize("path", [*PICTURES, *sorted((DEMO / "brand").glob("*.svg"))], ids=lambda path: path.stem)
def test_a_drawing_is_small_and_harmless(path: Path) -> None:
    assert path.stat().st_size < 6_000
    root = drawn(path)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "g", "defs", "use", "path", "rect", "circle", "ellipse"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on") and "url(" not in value and "style" not in name
            if name.endswith("href"):
                assert value.startswith("#")


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_drawing_has_the_size_that_pages_reserve(path: Path) -> None:
    root = drawn(path)
    assert (root.get("width"), root.get("height")) == tuple(map(str, DRAWING_SIZE))
    assert root.get("viewBox") == f"0 0 {DRAWING_SIZE[0]} {DRAWING_SIZE[1]}"


@pytest.mark.parametrize("side", [192, 512])
def test_the_icon_for_the_lock_screen_is_a_square_png(side: int) -> None:
    head = (DEMO / "brand" / f"icon-{side}.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (side, side)
