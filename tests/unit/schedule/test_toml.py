"""The grid as TOML: what is read is written back, and what is wrong is told by its line."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.schedule.schedule_strategies import any_grids
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.plain_text import one_line
from webapp.newsroom.schedule.grid import toml
from webapp.newsroom.schedule.grid.check import problems
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import MAX_GRID_BYTES, format_grid, parse_grid

FIXTURES = Path(__file__).parents[2] / "fixtures/schedule"
STATION = (FIXTURES / "station.toml").read_text()

MORNING = """\
zone = "Asia/Manila"

[[programme]]
id = "daybreak"
title = "Daybreak"

[[programme.slot]]
days = ["mon", "tue"]
start = "05:00"
end = "09:00"

[[programme.segment]]
id = "traffic"
title = "Traffic"
start = "06:00"
end = "06:20"
"""


def another(title: str, days: str, start: str, end: str, more: str = "") -> str:
    """One more programme, in nine lines after an empty one."""
    return f"""
[[programme]]
id = "{title.lower()}"
title = "{title}"

[[programme.slot]]
days = {days}
start = "{start}"
end = "{end}"
{more}
"""


def refused(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as error:
        parse_grid(text)
    return [(field["field"], field["problem"]) for field in error.value.fields]


def documented_example() -> str:
    assert toml.__doc__
    lines = toml.__doc__.splitlines()
    return textwrap.dedent("\n".join(line for line in lines[1:] if not line or line.startswith("    ")))


def test_the_example_in_the_format_s_description_is_a_grid() -> None:
    grid = parse_grid(documented_example())
    assert [programme.id for programme in grid.programmes] == ["gising-bayan"]
    assert grid.programmes[0].segments[0].topics == ("economy", "prices")
    assert grid.overrides[0].title == "Christmas Morning Mass"


@pytest.mark.parametrize("text", [STATION, MORNING, documented_example(), 'zone = "UTC"'])
def test_what_is_written_is_read_back_the_same(text: str) -> None:
    grid = parse_grid(text)
    assert parse_grid(format_grid(grid)) == grid
    assert Grid.load(grid.dump()) == grid


@settings(deadline=None, max_examples=60)
@given(grid=any_grids("Europe/Berlin", date(2026, 3, 29)))
def test_any_sound_grid_survives_being_written_down(grid: Grid) -> None:
    if not problems(grid):
        assert parse_grid(format_grid(grid)) == grid


def is_title(text: str) -> bool:
    try:
        return bool(one_line(text))
    except ValueError:
        return False


@settings(deadline=None)
@given(title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(is_title))
def test_any_title_survives_being_written_down(title: str) -> None:
    grid = Grid.load({"zone": "UTC", "programmes": [{"id": "p", "title": title, "description": f'"{title}"\n\t\\'}]})
    assert parse_grid(format_grid(grid)) == grid


@pytest.mark.parametrize(
    ("right", "wrong", "field", "told"),
    [
        ('start = "05:00"', 'start = "25:00"', "programme.0.slot.0.start", "line 9: '25:00' is no time of day"),
        ('start = "05:00"', 'start = "24:00"', "programme.0.slot.0.start", 'line 9: "24:00" can only end something'),
        ('start = "05:00"', "start = 5", "programme.0.slot.0.start", "line 9: 5 is no time of day"),
        ('start = "05:00"', "start = 05:00", "", "times stand in quotes"),
        ('"tue"]', '"tuesday"]', "programme.0.slot.0.days.1", "line 8: 'tuesday' is none of 'mon', 'tue'"),
        ('["mon", "tue"]', '"mon"', "programme.0.slot.0.days", "line 8: 'mon' is no list"),
        ('["mon", "tue"]', '["mon", "mon"]', "programme.0.slot.0.days", "line 8: has 'mon' twice"),
        ('["mon", "tue"]', "[]", "programme.0.slot.0.days", "line 8:"),
        ('title = "Traffic"', 'titel = "Traffic"', "programme.0.segment.0.titel", "did you mean 'title'?"),
        ('title = "Traffic"', "", "programme.0.segment.0.title", "line 12: 'title' is missing"),
        ('id = "daybreak"', 'id = "Day Break"', "programme.0.id", "line 4: 'Day Break' is no id"),
        ("[[programme.slot]]", "[programme.slot]", "programme.0.slot", "line 7: is written with two brackets"),
        ('zone = "Asia/Manila"', 'zone = "Manila"', "zone", "line 1: 'Manila' is no time zone"),
        ('zone = "Asia/Manila"', "", "zone", "is missing"),
        ('start = "06:00"\n', 'start = "04:00"\n', "programme.0.segment.0.start", "line 15: 04:00 lies outside"),
        (
            'title = "Traffic"\n',
            'title = "Traffic"\ndays = ["sun"]\n',
            "programme.0.segment.0.start",
            "06:00 lies in the programme's slots (05:00–09:00) on mon, tue, but the segment is on sun",
        ),
        ('end = "06:20"', 'end = "09:20"', "programme.0.segment.0.end", "line 16: 09:20 is after the end of the slot"),
        ('zone = "Asia/Manila"', 'zone = "Asia/Manila"\nzone = "UTC"', "", "line 2: Cannot overwrite a value"),
    ],
)
def test_a_mistake_is_told_by_line_and_field_and_what_would_be_right(
    right: str, wrong: str, field: str, told: str
) -> None:
    assert right in MORNING
    found = refused(MORNING.replace(right, wrong, 1))
    assert any(where == field and told in text and text.startswith("line ") for where, text in found), found


def test_two_programmes_at_once_are_named_with_both_their_lines() -> None:
    text = MORNING + another("Mass", '["sun", "tue"]', "08:30", "10:00")
    assert refused(text) == [("programme.1.slot.0", "line 22: overlaps 'Daybreak' tue 05:00–09:00 (line 7)")]
    assert parse_grid('overlap = "later_wins"\n' + text).overlap == "later_wins"


def test_sunday_night_can_overlap_monday_morning() -> None:
    night = another("Night", '["sun"]', "22:00", "05:30")
    assert refused(MORNING + night) == [("programme.0.slot.0", "line 7: overlaps 'Night' sun 22:00–05:30 (line 22)")]
    assert parse_grid(MORNING + night.replace("05:30", "05:00"))


def test_seasons_may_share_a_place_in_the_week_as_long_as_no_date_has_both() -> None:
    def with_lent(dates: str) -> str:
        season = MORNING.replace('end = "09:00"', 'end = "09:00"\nend_date = 2026-02-17')
        return season + another("Lent", '["mon", "tue"]', "05:00", "09:00", dates)

    assert parse_grid(with_lent("start_date = 2026-02-18"))
    assert parse_grid(with_lent("start_date = 2026-02-17\nexcept_dates = [2026-02-17]"))
    assert "overlaps 'Daybreak' tue" in refused(with_lent("start_date = 2026-02-17"))[0][1]


def test_segments_that_overlap_or_share_an_id_are_refused() -> None:
    more = '\n[[programme.segment]]\nid = "traffic"\ntitle = "Roads"\nstart = "06:10"\n'
    assert refused(MORNING + more) == [
        ("programme.0.segment.1.id", "line 19: 'traffic' is the id of another segment of the programme (line 13)"),
        ("programme.0.segment.1.start", "line 21: begins before 'Traffic' has ended (line 12)"),
    ]


OVERRIDE = '\n[[override]]\ndate = 2026-12-25\nstart = "06:00"\nend = "08:00"\n'


@pytest.mark.parametrize(
    ("override", "field", "told"),
    [
        (OVERRIDE, "override.0", "line 18: needs just one of: programme"),
        (OVERRIDE + 'title = "Mass"\ncancelled = true\n', "override.0", "line 18: needs just one of: programme"),
        (OVERRIDE + 'programme = "dayrbeak"\n', "override.0.programme", "line 22: no programme of the grid has the id"),
        (
            OVERRIDE.replace("2026-12-25", '"25.12.2026"') + 'title = "M"\n',
            "override.0.date",
            "line 19: '25.12.2026' is no",
        ),
        (OVERRIDE.replace("2026-12-25", "2026-12-25T06:00:00") + 'title = "M"\n', "override.0.date", "line 19:"),
        ('\n[[override]]\ndate = 2026-12-25\ntitle = "M"\n', "override.0", "line 18: needs date, start and end"),
        (
            '\n[[override]]\nstarts_at = 2026-12-25T06:00:00\nends_at = 2026-12-25T08:00:00Z\ntitle = "M"\n',
            "override.0.starts_at",
            "needs its offset from UTC",
        ),
        (
            '\n[[override]]\nstarts_at = 2026-12-25T06:00:00Z\nends_at = 2026-12-29T08:00:00Z\ntitle = "M"\n',
            "override.0",
            "at most 72 hours",
        ),
        (
            OVERRIDE + 'title = "M"\n' + OVERRIDE.replace('"06:00"', '"07:30"') + "cancelled = true\n",
            "override.1",
            "line 24: overlaps another override (line 18)",
        ),
        (
            OVERRIDE + 'title = "M"\n[[override.segment]]\nid = "s"\ntitle = "S"\nstart = "08:00"\n',
            "override.0.segment.0.start",
            "line 26: 08:00 lies outside the override (06:00–08:00)",
        ),
    ],
)
def test_a_mistaken_override_is_told_by_its_line(override: str, field: str, told: str) -> None:
    (found,) = refused(MORNING + override)
    assert found[0] == field and told in found[1]


def test_an_override_in_an_hour_that_does_not_exist_is_refused() -> None:
    text = 'zone = "Europe/Berlin"\n[[override]]\ndate = 2026-03-29\nstart = "02:00"\nend = "02:45"\ntitle = "Vigil"\n'
    assert "clocks in Europe/Berlin leave that time out" in refused(text)[0][1]


def test_every_mistake_is_told_at_once_up_to_twenty() -> None:
    text = 'zone = "UTC"\n' + "[[programme]]\nid = 1\n" * 30
    with pytest.raises(Invalid) as error:
        parse_grid(text)
    assert len(error.value.fields) == 20
    assert "first 20 of 60" in error.value.message


def test_lines_are_counted_past_comments_strings_and_lists_over_many_lines() -> None:
    text = MORNING.replace(
        'title = "Daybreak"',
        'title = "Day # [break]"  # [[programme]]\ndescription = """\n[[programme]]\nid = "no"\n"""\n'
        'hosts = [\n  "Lea", # one\n  \'Ramon "Mon" ]\',\n]',
    ).replace('start = "06:00"', 'start = "6 am"')
    number = text.splitlines().index('start = "6 am"') + 1
    assert refused(text) == [
        (
            "programme.0.segment.0.start",
            f"""line {number}: '6 am' is no time of day; write it as "05:30", from "00:00" to "24:00\"""",
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"zone = \xff",
        "[" * 5_000,
        "a = " + "[" * 5_000,
        "a." * 200_000 + "a = 1",
        "zone = 1" + "0" * 5_000,
        "\x00",
        'programme = 1\nzone = "UTC"',
        'programme = [1, "x"]\nzone = "UTC"',
        '[zone]\nx = 1',
        "x" * (MAX_GRID_BYTES + 1),
    ],
)  # fmt: skip
def test_whatever_is_sent_is_answered_with_a_refusal(text: str | bytes) -> None:
    with pytest.raises(Invalid):
        parse_grid(text)


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_grid_with_characters_struck_out_is_a_grid_or_a_refusal(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(STATION)))
    end = start + data.draw(st.integers(1, 40))
    junk = data.draw(st.text("[]{}=\"'#.\n\\0x9", max_size=4))
    found: list[FieldError] = []
    try:
        parse_grid(STATION[:start] + junk + STATION[end:])
    except Invalid as refusal:
        found = refusal.fields
    assert all(field["problem"].startswith("line ") for field in found)


def test_more_slots_than_a_station_can_have_are_refused() -> None:
    slot = '[[programme.slot]]\ndays = ["mon"]\nstart = "05:00"\nend = "05:01"\n'
    programmes = "".join(f'[[programme]]\nid = "p{n}"\ntitle = "P"\n{slot * 10}' for n in range(101))
    assert any("more than 1000 slots" in text for _, text in refused(f'zone = "UTC"\n{programmes}'))
