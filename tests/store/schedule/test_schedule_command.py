"""`airwire schedule`: a grid put in force, written out, and put in force again."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import Room, Valkey
from webapp.commands.schedule import schedule
from webapp.newsroom.schedule.grid.toml import parse_grid

FIXTURES = Path(__file__).parents[2] / "fixtures/schedule"
STATION = FIXTURES / "station.toml"


@pytest.fixture
def airwire(room: Room, valkey_server: Valkey, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Commands that find this test's store."""
    monkeypatch.setenv("REDIS_URL", valkey_server.url)
    monkeypatch.setenv("SECRET_KEY", "a-secret-key-for-the-tests-alone")
    return CliRunner()


def said(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_grid_is_imported_exported_and_imported_again(airwire: CliRunner, room: Room, tmp_path: Path) -> None:
    assert "3 programmes, 15 slots a week, 3 overrides." in said(airwire.invoke(schedule, ["import", str(STATION)]))
    grid = parse_grid(STATION.read_bytes())
    assert room.rundown.grid() == grid
    assert parse_grid(said(airwire.invoke(schedule, ["export"]))) == grid

    feed = tmp_path / "grid.ics"
    feed.write_bytes(airwire.invoke(schedule, ["export", "--format", "ical"]).stdout_bytes)
    assert "3 programmes, 15 slots a week" in said(airwire.invoke(schedule, ["import", str(feed)]))
    assert room.rundown.grid().by_id["daybreak"].segments == grid.by_id["daybreak"].segments


def test_a_wrong_grid_changes_nothing_and_is_told_by_line(airwire: CliRunner, room: Room) -> None:
    airwire.invoke(schedule, ["import", str(STATION)])
    before = room.rundown.grid()
    wrong = STATION.read_text().replace('start = "05:40"', 'start = "5:40"')
    result = airwire.invoke(schedule, ["import", "-"], input=wrong)
    assert result.exit_code == 1
    assert "line 27: '5:40' is no time of day" in result.stderr
    assert "Traceback" not in result.output
    assert room.rundown.grid() == before


def test_a_check_changes_nothing(airwire: CliRunner, room: Room) -> None:
    assert "Nothing was changed." in said(airwire.invoke(schedule, ["import", "--check", str(STATION)]))
    assert room.rundown.grid().programmes == ()


def test_a_calendar_s_past_is_taken_when_asked_for(airwire: CliRunner, room: Room) -> None:
    feed = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Mass\r\nDTSTART;VALUE=DATE:20200301\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Mass\r\nDTSTART:20200301T000000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    refused = airwire.invoke(schedule, ["import", "-"], input=feed)
    assert refused.exit_code == 1
    assert "no broadcast from" in refused.stderr
    taken = airwire.invoke(schedule, ["import", "--since", "2020-02-28", "-"], input=feed)
    assert "0 programmes, 0 slots a week, 1 override." in said(taken)
    assert "note: line 3, 'Mass': lasts all day" in taken.stderr
