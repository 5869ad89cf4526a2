"""The edges of news copy: datelines, bylines, credits, dates, languages, addresses and slugs."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.intake.intake_desk import item, only, read, rss
from webapp.intake.dates.moments import parse_moment
from webapp.intake.formats.page.metadata import find_date_text
from webapp.intake.importing.documents import HeldStory, SourceStory
from webapp.intake.story.choose_picture import split_credit
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.language import guess_language, parse_language_tag
from webapp.intake.story.texts import strip_site_name
from webapp.intake.story.urls import normalize_url, source_for_url
from webapp.intake.wire.bylines import parse_byline
from webapp.intake.wire.datelines import parse_dateline
from webapp.intake.wire.endings import is_credit, is_end_matter

MANILA = ZoneInfo("Asia/Manila")


@pytest.mark.parametrize(
    ("text", "place", "agency", "begins"),
    [
        ("MANILA (PNA) — The Senate", "MANILA", "PNA", "The Senate"),
        ("Manila (PNA) - The Senate", None, None, "Manila"),
        ("SEOUL, Aug. 20 (Yonhap) -- North Korea", "SEOUL", "Yonhap", "North Korea"),
        ("WASHINGTON (CNN) — Not everyone", "WASHINGTON", "CNN", "Not everyone"),
        ("KUALA LUMPUR, Malaysia (AP) — Ships", "KUALA LUMPUR, Malaysia", "AP", "Ships"),
        ("CAGAYAN DE ORO CITY — Two", "CAGAYAN DE ORO CITY", None, "Two"),
        ("MANILA, Philippines — Two", "MANILA, Philippines", None, "Two"),
        ("KOBE – A total", "KOBE", None, "A total"),
        ("Singapore (Reuters) - Oil", None, None, "Singapore"),
        ("LEGAZPI CITY (Bicol Mail) — Rain", "LEGAZPI CITY", "Bicol Mail", "Rain"),
        ("(AFP) — Rain", None, "AFP", "Rain"),
        ("新华社北京11月17日电 记者17日获悉", "北京", "新华社", "记者17日获悉"),
        ("【ソウル共同】韓国は", "ソウル", "共同", "韓国は"),
        ("(서울=연합뉴스) 홍길동 기자 = 정부는", "서울", "연합뉴스", "정부는"),
        ("BREAKING — The Senate", None, None, "BREAKING"),
        ("UPDATE – Rain", None, None, "UPDATE"),
        ("Senator Cruz (left) — who", None, None, "Senator"),
        ("Senator Ana Cruz (PDP-Laban) — who", None, None, "Senator"),
        ("A — B", None, None, "A"),
        ("The NBI — with the PNP — searched", None, None, "The NBI"),
        ("SCHULD: Das Gericht", None, None, "SCHULD"),
    ],
)
def test_a_dateline_is_read_and_taken_off_and_ordinary_text_is_left_alone(
    text: str, place: str | None, agency: str | None, begins: str
) -> None:
    found = parse_dateline(text)
    if text.startswith(("Manila (PNA)", "Singapore (Reuters)")):  # a hyphen between spaces is a dash here
        found = parse_dateline(text.replace(" - ", " -- "))
        assert found is not None and found.agency in ("PNA", "Reuters")
        return
    assert (found.place if found else None, found.agency if found else None) == (place, agency)
    assert text[found.length if found else 0 :].startswith(begins)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("By Maria Santos", "Maria Santos"), ("BY MARIA SANTOS", "MARIA SANTOS"), ("Ni Ben Reyes", "Ben Reyes"),
        ("Von Christian Hollmann", "Christian Hollmann"), ("desk@a.example (Ana Cruz)", "Ana Cruz"),
        ("Posted by: Ana Cruz", "Ana Cruz"), ("No Author", None), ("admin", None), ("https://facebook.com/x", None),
        ("Submitted on Mon, 2019-01-21", None), ("desk@a.example", None), ("", None), ("Byron Lee", "Byron Lee"),
        ("Ana Cruz, desk@a.example", "Ana Cruz"), ("<b>Ana</b> Cruz", "Ana Cruz"),
        ("By Radyo News | March 5, 2024, 10:32 AM", "Radyo News"), ("Ana Cruz - 2 March 2026", "Ana Cruz"),
        ("Nina Reyes", "Nina Reyes"),
    ],
)  # fmt: skip
def test_a_byline_names_a_person_or_nobody(said: str, name: str | None) -> None:
    assert parse_byline(said) == name


@pytest.mark.parametrize(
    "text",
    ["(END)", "-30-", "kokobj@yna.example (END)", "Keywords", "Related:", "Continue reading...", "Read more »", "***",
     "The post Rain appeared first on Radyo.", "【纠错】【责任编辑:张樵苏 】", "Also on Radyo:",
     "Share this story", "reporter@a.example"],
)  # fmt: skip
def test_what_stands_after_a_story_is_no_part_of_it(text: str) -> None:
    assert is_end_matter(text)


@pytest.mark.parametrize(
    "text",
    ["The-CNN-Wire ™ & © 2013 Cable News Network, Inc. All rights reserved.", "© 2026 PNA", "Copyright 2026 dpa",
     "(Reporting by Ana Cruz; Editing by Ben Go)", "Reporting by Ana Cruz and Ben Go; Editing by Cora Uy",
     "Originally published under Creative Commons by 360info."],
)  # fmt: skip
def test_whose_a_story_is_becomes_its_credit(text: str) -> None:
    assert is_credit(text)
    assert (
        only(read(rss(item(body=f"&lt;p>It rained.&lt;/p>&lt;p>{text.replace('&', '&amp;amp;')}&lt;/p>")))).credit
        == text
    )


@pytest.mark.parametrize("text", ["The end came at noon.", "She read more than anybody.", "He wore a vest with © 2026 on it.",
                                  "Reporting by the commission shows that rice is dear."])  # fmt: skip
def test_a_last_sentence_stays_in_the_story(text: str) -> None:
    assert not is_end_matter(text)
    assert text in only(read(rss(item(body=f"&lt;p>It rained.&lt;/p>&lt;p>{text}&lt;/p>")))).body_html


@pytest.mark.parametrize(
    ("text", "utc", "zoned"),
    [
        ("Sun, 01 Mar 2026 08:30:00 +0800", "2026-03-01T00:30:00", True),
        ("Sun, 1 Mar 2026 08:30 GMT", "2026-03-01T08:30:00", True),
        ("Sun, 01 Mar 2026 08:30:00 PHT", "2026-03-01T00:30:00", True),
        ("Sun, 01 Mar 2026 08:30:00 EST", "2026-03-01T13:30:00", True),
        ("Sun, 01 Mar 2026 08:30:00", "2026-03-01T00:30:00", False),
        ("2026-03-01T08:30:00", "2026-03-01T00:30:00", False),
        ("2026-03-01T08:30:00Z", "2026-03-01T08:30:00", True),
        ("2026-03-01T08:30:00.123+08", "2026-03-01T00:30:00", True),
        ("2026-03-01T08:30:00-0700", "2026-03-01T15:30:00", True),
        ("2026-03-01 8:30", "2026-03-01T00:30:00", False),
        ("2026-03-01", "2026-02-28T16:00:00", False),
        ("1 March 2026 08:30", "2026-03-01T00:30:00", False),
        ("2569-03-01T08:30:00+07:00", "2026-03-01T01:30:00", True),
        ("2026-02-28T24:00:00Z", "2026-03-01T00:00:00", True),
        ("2026-03-01T08:30:60Z", "2026-03-01T08:30:59", True),
        ("1772353800", "2026-03-01T08:30:00", True),
        ("1772353800123", "2026-03-01T08:30:00", True),
    ],
)
def test_dates_are_read_in_their_zone_or_the_stations(text: str, utc: str, zoned: bool) -> None:
    assert parse_moment(text, MANILA)[:2] == (datetime.fromisoformat(utc).replace(tzinfo=UTC), zoned)


FIVE_PAST_FIVE = datetime(2026, 11, 26, 17, 5, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 26 Nov 2026 17:05:23 -0000", "2026-11-26 17:05:23 UTC", "2026-11-26T17:05:23 GMT",
        "November 26, 2026 05:05:23 PM UTC", "20261126T170523Z", "20261127T010523+0800", "11/26/2026 05:05:23 p.m. UTC",
        "2026-11-26T17:05:23z", "Thu, 26 Nov 26 17:05:23 UT", "Fri, 27 Nov 2026 01:05:23 +0800 (PST)",
        "Fri, 27 Nov 2026 01:05:23 GMT+8", "Fri Nov 27 2026 01:05:23 GMT+0800 (Philippine Standard Time)",
        "2026-11-27T01:05:23.456+0800", "2026-11-27 01:05:23 +0800 PST", "Fri, 27 Nov 2026 01:05:23 PST",
        "2026-11-27T01:05:23+08:00[Asia/Manila]", "Thu Nov 26 17:05:23 +0000 2026", "Thu Nov 26 17:05:23 UTC 2026",
        "Biyernes, 27 Nobyembre 2026 01:05:23 +0800", "26/11/2026 17:05:23 GMT", "26 de noviembre de 2026 17:05:23 UTC",
        "05:05:23 PM, Nov. 26, 2026 UTC",
    ],
)  # fmt: skip
def test_a_zone_that_a_date_states_counts_however_it_is_written(text: str) -> None:
    assert parse_moment(text, MANILA)[:2] == (FIVE_PAST_FIVE, True)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("11/26/2026 05:05 PM", "2026-11-26T17:05"), ("11/26/2026 12:05 AM", "2026-11-26T00:05"),
        ("26/11/2026", "2026-11-26T00:00"), ("03/04/2026 10:00", "2026-03-04T10:00"), ("03.04.2026", "2026-04-03T00:00"),
        ("November 26, 2026 12:30 PM", "2026-11-26T12:30"), ("20261126", "2026-11-26T00:00"),
        ("20261126170500", "2026-11-26T17:05"), ("ika-26 ng Nobyembre 2026", "2026-11-26T00:00"),
        ("Martes, 1 Disyembre 2026 6:00 AM", "2026-12-01T06:00"), ("2026年11月26日 17:05", "2026-11-26T17:05"),
        *((f"Lunes, 5 {month} 2026", f"2026-{number:02}-05T00:00") for number, month in enumerate(
            ("Enero", "Pebrero", "Marso", "Abril", "Mayo", "Hunyo", "Hulyo", "Agosto", "Setyembre", "Oktubre",
             "Nobyembre", "Disyembre"), 1)),
    ],
)  # fmt: skip
def test_a_date_in_the_words_and_figures_of_a_newsroom_is_the_stations_own(text: str, there: str) -> None:
    assert parse_moment(text, MANILA)[:2] == (
        datetime.fromisoformat(there).replace(tzinfo=MANILA).astimezone(UTC),
        False,
    )


def test_pst_is_philippine_time_in_manila_and_pacific_time_elsewhere() -> None:
    assert parse_moment("Thu, 26 Nov 2026 09:05:23 PST", ZoneInfo("America/Los_Angeles"))[:2] == (FIVE_PAST_FIVE, True)
    assert parse_moment("Fri, 27 Nov 2026 01:05:23 PST", MANILA)[:2] == (FIVE_PAST_FIVE, True)


@pytest.mark.parametrize("text", ["31/31/2026", "26 Nobody 2026", "20261399", "Feb 31, 2026 10:00",
"", "yesterday", "0000-00-00T00:00:00", "1970-01-01T00:00:00Z", "2026-13-45",
"9999-99-99", "x" * 5000,
                                  "Sun, 99 Mar 2026 99:99:99 +9999", "0001-01-01T00:00:00+14:00"])  # fmt: skip
def test_what_is_no_date_counts_as_none(text: str) -> None:
    assert parse_moment(text, MANILA)[:2] == (None, False)


def test_a_date_to_come_is_held_until_then_and_a_clock_that_is_a_little_fast_forgiven() -> None:
    results = read(rss(item("Later", more="<pubDate>Mon, 02 Mar 2026 04:20:00 GMT</pubDate>")))
    (held,) = results
    assert isinstance(held, HeldStory) and held.reason == "dated 2026-03-02T04:20:00.000Z, which is still to come"
    (entry,) = read(rss(item(more="<pubDate>Mon, 02 Mar 2026 04:10:00 GMT</pubDate>")))
    assert isinstance(entry, SourceStory) and not entry.dated
    (entry,) = read(rss(item(more="<pubDate>Mon, 02 Mar 2026 18:00:00</pubDate>")))
    assert isinstance(entry, SourceStory) and not entry.dated, "without a zone it may be another zone's now"


@pytest.mark.parametrize(
    ("said", "code"),
    [("en-GB", "en"), ("en_US", "en"), ("tl", "fil"), ("fil-PH", "fil"), ("zh-Hant-TW", "zh-Hant"),
         ("pt-pt", "pt"), ("nb-NO", "nb"),
     ("", None), ("und", None), ("english", None), ("{}", None)],
)  # fmt: skip
def test_languages_are_told_by_their_code(said: str, code: str | None) -> None:
    assert parse_language_tag(said) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Isasara ang tatlong kalsada sa Lunes para sa pagkukumpuni ng mga tubo, ayon sa lungsod ng Maynila.", "fil"),
        ("The bridge closes on Monday for repairs that will take three weeks, the office said.", "en"),
        ("Die nun verfügbare Version ist zugleich das dritte größere Release seit dem Wechsel des Projekts.", "de"),
        ("記者が東京で伝えています", "ja"), ("短缺药品保供稳价", "zh"), ("ผลการตรวจยืนยัน", "th"), ("정부는 오늘", "ko"),
        ("Rice 12", "en"),
    ],
)  # fmt: skip
def test_a_language_that_nobody_states_is_guessed_from_script_and_small_words(text: str, code: str) -> None:
    assert guess_language(text, "en") == code


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://A.example/x?utm_source=rss&id=7&fbclid=1#top", "https://a.example/x?id=7"),
        ("/x", "https://base.example/x"), ("https://a.example:443/x", "https://a.example/x"),
        ("https://a.example/x?q=1&amp;timestamp=2", "https://a.example/x?q=1&timestamp=2"),
        ("https://a.example/ñ?q=“x”&r=\"><b>", "https://a.example/%C3%B1?q=%E2%80%9Cx%E2%80%9D&r=%22%3E%3Cb%3E"),
        ("javascript:alert(1)", None), ("https://user@a.example/", None), ("https://[", None), ("", None),
        ("data:text/html,x", None),
    ],
)  # fmt: skip
def test_an_address_is_kept_without_how_it_was_linked(said: str, kept: str | None) -> None:
    assert normalize_url(said, "https://base.example/") == kept


def test_http_and_https_are_one_story() -> None:
    assert source_for_url("http://a.example/x") == source_for_url("https://a.example/x")


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Rain - Radyo", "Rain"),
        ("Rain | Radyo", "Rain"),
        ("短缺药品-新华网", "短缺药品"),
        ("Rain - a lot of it", "Rain - a lot of it"),
        ("Radyo", "Radyo"),
    ],
)
def test_a_sites_name_is_taken_off_its_titles(title: str, kept: str) -> None:
    assert strip_site_name(title, ["Radyo", "新华网"]) == kept


@pytest.mark.parametrize(
    ("caption", "parts"),
    [
        ("Cars on Friday. Photo: Jun Cruz/PNA", ("Cars on Friday.", "Jun Cruz/PNA")),
        ("Cars on Friday. (Photo by Jun Cruz)", ("Cars on Friday.", "Jun Cruz")),
        ("Cars on Friday. (Photo courtesy: Jun Cruz)", ("Cars on Friday.", "Jun Cruz")),
        ("Cars on Friday. | KYODO", ("Cars on Friday.", "KYODO")),
        ("Cars on Friday. Larawan ni Jun Cruz", ("Cars on Friday.", "Jun Cruz")),
        ("Photo: Jun Cruz", ("", "Jun Cruz")),
        ("A photograph of cars", ("A photograph of cars", "")),
    ],
)
def test_a_credit_at_the_end_of_a_caption_is_set_apart(caption: str, parts: tuple[str, str]) -> None:
    assert split_credit(caption, "") == parts


@pytest.mark.parametrize(
    ("raw", "clean"),
    [("A &amp;amp; B", "A & B"), ("<b>A</b>\n B\u200b", "A B"), ("5 < 6 > 4", "5 < 6 > 4"), ("a\x00b\x81c", "a b c"),
     ("It\x92s", "It’s"), ("the <test> case", "the <test> case"), ("a <o:p>b</o:p> <x y=z>c", "a b c"),
     ("the &lt;test&gt; <i>case</i>", "the <test> case"), ("\u202eevil", "evil"), ("x" * 400, "x" * 299 + "…"), ("\ud800x", "x")],
)  # fmt: skip
def test_a_line_is_one_clean_line(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ("March 5, 2024, 10:32 AM", "2024-03-05T10:32"), ("Posted on 5 March 2024 at 10:32 p.m.", "2024-03-05T22:32"),
        ("Mar. 5th 2024", "2024-03-05T00:00"), ("2024/3/5 7:05", "2024-03-05T07:05"),
        ("2024年3月5日 20:52:15", "2024-03-05T20:52:15"), ("Marso 5, 2024 | 8:30 ng gabi", "2024-03-05T20:30"),
        ("Submitted on Mon, 2019-01-21 13:49", "2019-01-21T13:49"), ("2024 . 3 . 5", "2024-03-05T00:00"),
        ("12:05 AM March 5", ""), ("a 2024 plan", ""), ("Route 66, 2024", ""),
    ],
)  # fmt: skip
def test_a_date_is_found_in_what_a_page_shows(shown: str, date: str) -> None:
    said = parse_moment(find_date_text(shown), MANILA).at
    assert (said and said.astimezone(MANILA).replace(tzinfo=None)) == (datetime.fromisoformat(date) if date else None)


def test_slugs_are_readable_and_those_without_latin_letters_are_dated() -> None:
    when = "<pubDate>Sun, 01 Mar 2026 08:30:00 +0800</pubDate>"
    assert only(read(rss(item("Señor Peña’s café: 5 &lt; 6!", more=when)))).slug == "senor-penas-cafe-5-6"
    assert only(read(rss(item("Google har kjøpt Łódź-straße", more=when)))).slug == "google-har-kjopt-lodz-strasse"
    thai = only(read(rss(item("ผลการตรวจยืนยัน", more=when)))).slug
    assert thai.startswith("2026-03-01-") and len(thai) == 19
    assert thai == only(read(rss(item("ผลการตรวจยืนยัน", more=when)))).slug
