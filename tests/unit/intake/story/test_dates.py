"""When a story was published, in all the words there are for it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.intake.intake_desk import item, read, rss
from webapp.intake.dates.moments import parse_moment
from webapp.intake.dates.publication import FIRST_SEEN, FROM_ADDRESS, FROM_MARKUP, STILL_TO_COME, date_in_url
from webapp.intake.importing.documents import SourceStory

MANILA = ZoneInfo("Asia/Manila")
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "utc"),
    [
        ("MEST", "08:00"), ("MET", "09:00"), ("SAST", "08:00"), ("PKT", "05:00"), ("IST", "04:30"), ("BRT", "13:00"),
        ("ACST", "00:30"), ("NPT", "04:15"), ("MMT", "03:30"), ("WITA", "02:00"), ("GST", "06:00"), ("EAT", "07:00"),
        ("WAT", "09:00"), ("ART", "13:00"), ("CLST", "13:00"), ("COT", "15:00"), ("PHT", "02:00"), ("ET", "15:00"),
        ("PT", "18:00"), ("America/New_York", "15:00"), ("[Asia/Manila]", "02:00"), ("Pacific Standard Time", "18:00"),
        ("Philippine Standard Time", "02:00"), ("UTC+5:30", "04:30"), ("GMT-3", "13:00"), ("(SAST)", "08:00"),
    ],
)  # fmt: skip
def test_ten_o_clock_in_a_zone_is_its_own_ten_o_clock(name: str, utc: str) -> None:
    for text in (f"Mon, 30 Nov 2026 10:00:00 {name}", f"2026-11-30 10:00 {name}", f"Nov 30, 2026 10:00 AM {name}"):
        assert parse_moment(text, MANILA) == (datetime.fromisoformat(f"2026-11-30T{utc}Z"), True, ""), text


def test_a_zone_that_nobody_knows_is_the_stations_and_said() -> None:
    at, zoned, note = parse_moment("Mon, 30 Nov 2026 10:00:00 XYZT", MANILA)
    assert (at, zoned) == (datetime(2026, 11, 30, 2, tzinfo=UTC), False)
    assert note == "the time zone “XYZT” is not known: taken as the station's (Asia/Manila)"
    assert parse_moment("Mon, 30 Nov 2026 10:00:00 ACDT", MANILA)[0] == datetime(2026, 11, 29, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "hour", "minute"),
    [
        ("5:00 ng hapon", 17, 0), ("5:00 n.h.", 17, 0), ("5:00 NH", 17, 0), ("alas-5 ng hapon", 17, 0), ("5 p.m.", 17, 0),
        ("alas-singko ng hapon", 17, 0), ("alas singko y medya ng hapon", 17, 30), ("5 PM", 17, 0), ("5pm", 17, 0),
        ("5.30pm", 17, 30), ("5:00 P. M.", 17, 0), ("5:00 in the afternoon", 17, 0), ("5:00 de la tarde", 17, 0),
        ("8:30 ng gabi", 20, 30), ("8:30 n.g.", 20, 30), ("8:30 in the evening", 20, 30), ("alas-otso ng gabi", 20, 0),
        ("5:00 ng umaga", 5, 0), ("5:00 n.u.", 5, 0), ("ala-una ng madaling-araw", 1, 0), ("1:15 ng madaling araw", 1, 15),
        ("12:30 ng madaling-araw", 0, 30), ("12:30 ng tanghali", 12, 30), ("12:30 n.t.", 12, 30), ("1:00 ng tanghali", 13, 0),
        ("11:00 ng tanghali", 11, 0), ("12 noon", 12, 0), ("12nn", 12, 0), ("noon", 12, 0), ("12:00 PM", 12, 0),
        ("12:00 AM", 0, 0), ("12 midnight", 0, 0), ("12:05 ng hatinggabi", 0, 5), ("12mn", 0, 0), ("17h30", 17, 30),
        ("1730H", 17, 30), ("17:00 ng hapon", 17, 0), ("17:00", 17, 0), ("5:00", 5, 0), ("05:00:30 PM", 17, 0),
        ("alas-5", 5, 0), ("ika-5:00 ng hapon", 17, 0), ("ikalima ng hapon", 17, 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "day", ["Nobyembre 30, 2026, {}", "30 Nov 2026 {}", "{}, November 30, 2026", "Lunes, ika-30 ng Nobyembre 2026 | {}"]
)
def test_the_part_of_the_day_is_read_in_the_words_that_people_use(day: str, said: str, hour: int, minute: int) -> None:
    at = parse_moment(day.format(said), MANILA).at
    assert at is not None
    there = at.astimezone(MANILA)
    assert (there.date().isoformat(), there.hour, there.minute) == ("2026-11-30", hour, minute)


@pytest.mark.parametrize(
    "text",
    [
        "2026 November 30 17:00", "2026, Nov 30, 5:00 PM", "2026 30 Nov 17:00", "Nov 30 17:00 2026", "Nov 30 5 PM, 2026",
        "Mon Nov 30 17:00:00 2026", "Mon Nov 30 17:00:00 PHT 2026", "30 November 17:00, 2026", "November 30th 2026, 5:00:00 pm",
        "2026-11-30, 5:00 p.m.", "30-Nov-26 05.00.00 PM", "Mon Nov 30 2026 17:00:00 GMT+0800 (Philippine Standard Time)",
    ],
)  # fmt: skip
def test_the_year_may_stand_before_the_day_or_behind_the_time(text: str) -> None:
    assert parse_moment(text, MANILA).at == datetime(2026, 11, 30, 9, tzinfo=UTC)


def published(more: str, url: str, channel: str = "") -> tuple[str, tuple[str, ...]]:
    """When the first story of a feed from `url` was published, and the notes on it."""
    entries = [
        result
        for result in read(rss(item(more=more), channel=channel), url, now=NOW)
        if isinstance(result, SourceStory)
    ]
    assert entries
    return entries[0].article.published_at.strftime("%d %H:%M"), entries[0].notes


PST = "<pubDate>Mon, 30 Nov 2026 01:00:00 PST</pubDate>"
THERE, HERE = "30 09:00", "29 17:00"


@pytest.mark.parametrize(
    ("url", "more", "channel", "when"),
    [
        ("https://a.example/feed", PST, "", HERE),
        ("https://news.example.ph/feed", PST, "<language>en-US</language>", HERE),
        ("https://a.example/feed", PST, "<language>en-PH</language>", HERE),
        ("https://a.example/feed", PST, "<language>fil</language>", HERE),
        ("https://a.example/feed", PST, "<language>en-us</language>", THERE),
        ("https://a.example.us/feed", PST, "", THERE),
        ("https://a.example/feed", PST + "<dcterms:modified xmlns:dcterms='http://purl.org/dc/terms/'>2026-11-30T01:30:00-08:00"
         "</dcterms:modified>", "", THERE),
        ("https://a.example/feed", PST.replace("01:00", "10:00"), "<language>en-us</language>", "30 02:00"),
    ],
)  # fmt: skip
def test_pst_is_the_stations_unless_the_source_is_american_and_the_date_could_be(
    url: str, more: str, channel: str, when: str
) -> None:
    hours = "-8" if when == THERE else "+8"
    assert published(more, url, channel) == (when, (f"the time zone “PST” was read as UTC{hours}",))


def test_one_date_of_a_document_tells_which_zone_all_of_them_mean() -> None:
    body = rss(item("One", more=PST), item("Two", more="<pubDate>Fri, 10 Jul 2026 01:00:00 PDT</pubDate>"))
    entries = [result for result in read(body, "https://a.example/feed", now=NOW) if isinstance(result, SourceStory)]
    assert [entry.article.published_at.hour for entry in entries] == [9, 8]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/11/30/rain", "2026-11-30"), ("/news/2026-11-29-rain", "2026-11-29"), ("/2026/11/5/rain", "2026-11-05"),
        ("/20261129/rain.html", "2026-11-29"), ("/2026/11/rain", ""), ("/2026/13/45/rain", ""), ("/a/2026/02/31/x", ""),
        ("/id/20261129001", ""),
    ],
)  # fmt: skip
def test_the_day_in_an_address_is_found(path: str, day: str) -> None:
    assert date_in_url(f"https://a.example{path}") == day


@pytest.mark.parametrize(
    ("link", "when", "note"),
    [
        ("https://a.example/2026/11/28/rain", "27 16:00", FROM_ADDRESS),
        ("https://a.example/2026/11/30/rain", "30 12:00", FROM_ADDRESS),
        ("https://a.example/2027/01/01/rain", "30 12:00", FIRST_SEEN), ("https://a.example/rain", "30 12:00", FIRST_SEEN),
    ],
)  # fmt: skip
def test_a_story_without_a_date_has_that_of_its_address_else_of_its_coming_and_says_so(
    link: str, when: str, note: str
) -> None:
    assert published(f"<link>{link}</link>", "https://a.example/feed") == (when, (note,))


@pytest.mark.parametrize("stated", ["2026-12-01 04:30", "Disyembre 1, 2026, 4:30 ng umaga"])
def test_a_date_without_a_zone_that_is_still_to_come_is_now_and_that_is_said(stated: str) -> None:
    assert published(f"<pubDate>{stated}</pubDate>", "https://a.example/feed") == ("30 12:00", (STILL_TO_COME,))


def test_a_clock_that_is_a_minute_ahead_needs_no_word() -> None:
    assert published("<pubDate>2026-11-30 20:01</pubDate>", "https://a.example/feed") == ("30 12:00", ())


PAGE = """<html><head><title>Rain in Manila</title><meta property="og:type" content="article">{head}</head><body><article>
<h1>Rain in Manila</h1>{shown}<p>It rained on 3 March 2019, and the office says that it will again. It was a long day.</p>
<p>The streets were under water for an hour, and then the sun came out again over the city and the bay.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    ("head", "shown", "when", "note"),
    [
        ("", "<p class='posted'>Nobyembre 28, 2026, 8:30 ng gabi</p>", "28 12:30", ()),
        ('<meta name="citation_publication_date" content="2026/11/28">', "", "27 16:00", (FROM_MARKUP,)),
        ("", "", "30 12:00", (FIRST_SEEN,)),
    ],
)  # fmt: skip
def test_a_page_is_dated_by_what_it_shows_else_by_its_markup_and_never_by_its_story(
    head: str, shown: str, when: str, note: tuple[str, ...]
) -> None:
    (entry,) = read(PAGE.format(head=head, shown=shown), "https://a.example/rain", now=NOW)
    assert isinstance(entry, SourceStory)
    assert (entry.article.published_at.strftime("%d %H:%M"), entry.notes) == (when, note)
