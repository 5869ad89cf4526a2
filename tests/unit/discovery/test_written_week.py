"""Days and times as stations write them on their pages of programmes: read where they are clear, left where they are not."""

from __future__ import annotations

import pytest

from bench.discovery.corpus import Site
from webapp.discovery.broadcast.programme_tables import written_showings
from webapp.discovery.broadcast.written_week import find_span, read_days, split_days
from webapp.discovery.site.site_page import SitePage

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Lunes - Biyernes", WEEKDAYS), ("Senin–Jumat", WEEKDAYS), ("Mon to Fri", WEEKDAYS), ("Weekdays", WEEKDAYS),
        ("Lunes, Miyerkules", ("mon", "wed")), ("Sabado at Linggo", ("sat", "sun")), ("MWF", ("mon", "wed", "fri")),
        ("Sat - Mon", ("mon", "sat", "sun")), ("Sundays", ("sun",)), ("Araw-araw", (*WEEKDAYS, "sat", "sun")),
        ("Programa", ()), ("Monday blues", ()), ("a to b", ()), ("", ()),
    ],
)  # fmt: skip
def test_days_are_read_in_the_languages_of_stations(text: str, days: tuple[str, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("4:00 - 6:00 AM", ("04:00", "06:00")), ("11:30 - 1:00 PM", ("11:30", "13:00")), ("11 - 1 AM", ("23:00", "01:00")),
        ("9:00 PM - 12:00 MN", ("21:00", "00:00")), ("12:00 NN to 1:00 PM", ("12:00", "13:00")),
        ("05.00 - 08.00 WIB", ("05:00", "08:00")), ("20h00 à 22h00", ("20:00", "22:00")),
        ("9:00 ng umaga hanggang 12:00 ng tanghali", ("09:00", "12:00")), ("7:00 PM - 8:00 PM: Sayawan", ("19:00", "20:00")),
        ("5:00 - 6:00", None), ("10-12", None), ("2026-11-30", None), ("(049) 501-0000", None), ("25:00 - 26:00", None),
    ],
)  # fmt: skip
def test_a_time_that_may_be_morning_or_evening_is_left(text: str, span: tuple[str, str] | None) -> None:
    found = find_span(text)
    assert (found[:2] if found else None) == span


def test_a_title_with_a_day_in_it_is_not_cut() -> None:
    assert split_days("Ang Balita (Lunes - Biyernes)") == (WEEKDAYS, "Ang Balita")
    assert split_days("Radio Sun") == ((), "Radio Sun")


def shown(body: str) -> set[tuple[str, str, str, str]]:
    url = "https://radyo.example/"
    page = SitePage(Site("made", url, {}, {url: {"url": url, "body": f"<html><body>{body}</body></html>"}}).get(url))
    return {(one.day, one.start, one.end, one.title) for one in written_showings(page)}


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>Sat<td>7:00 - 8:00 PM<td>Harana<tr><td>Sun<td>6:00 - 7:00 AM<td>Misa</table>",
        "<table><tr><th>Time<th>Fri<th>Sat<th>Sun<tr><td>6-7 AM<td>-<td><td>Misa<tr><td>7:00-8:00 PM<td><td>Harana<td></table>",
        "<h3>Sat</h3><p>7:00 - 8:00 PM Harana</p><h3>Sun</h3><p>6:00 - 7:00 AM: Misa</p>",
        "<h3>Harana</h3><p>Sat</p><p>7:00 PM - 8:00 PM</p><h3>Misa</h3><p>Sun, 6:00 AM - 7:00 AM</p>",
        "<dl><dt>7:00 - 8:00 PM<dd>Harana (Sabado)<dt>6:00 - 7:00 AM<dd>Misa (Linggo)</dl>",
        "<ul><li>Sat 19:00 - 20:00 Harana<li>Sun 06:00 - 07:00 Misa</ul>",
    ],
    ids=["rows", "columns", "lists", "cards", "definitions", "lines"],
)  # fmt: skip
def test_each_form_of_a_page_of_programmes_gives_the_same_week(body: str) -> None:
    assert shown(body) == {("sat", "19:00", "20:00", "Harana"), ("sun", "06:00", "07:00", "Misa")}


def test_a_programme_without_an_end_lasts_until_the_next_and_the_last_is_left_out() -> None:
    body = "<h2>Saturday</h2><table><tr><td>5:00 AM<td>Gising<tr><td>8:00 AM<td>Balita<tr><td>9:00 AM<td>Huli</table>"
    assert shown(body) == {("sat", "05:00", "08:00", "Gising"), ("sat", "08:00", "09:00", "Balita")}


def test_a_column_goes_on_over_two_rows() -> None:
    body = """<table><tr><th>Oras<th>Lunes<th>Martes<th>Miyerkules<tr><td>5:00 - 6:00 AM<td rowspan=2>Gising<td>Misa<td>Misa
    <tr><td>6:00 - 7:00 AM<td>Balita<td>Balita</table>"""
    assert ("mon", "05:00", "07:00", "Gising") in shown(body) and ("tue", "06:00", "07:00", "Balita") in shown(body)


@pytest.mark.parametrize(
    "body", ["<p>Open Mon-Fri 8:00 AM - 5:00 PM</p>", "<p>News at 6:00 AM - 7:00 AM Balita</p>", "<table></table>"]
)
def test_one_line_of_hours_is_no_schedule(body: str) -> None:
    assert shown(body) == set()
