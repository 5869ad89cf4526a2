"""`airwire schedule`: the programme grid in and out, as TOML or iCalendar."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import BinaryIO

import click

from webapp.commands.errors import errors_in_words
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import MAX_GRID_BYTES, format_grid, parse_grid
from webapp.newsroom.schedule.slots import stretch_at
from webapp.newsroom.staff import Actor
from webapp.wiring.config import read_config
from webapp.wiring.services import build

IMPORTER = Actor(name="import", role="system")


@click.group("schedule")
def schedule() -> None:
    """The programme grid: who is on when."""


@schedule.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="iCalendar: leave out what ended before (default: today)."
)
@click.option("--check", is_flag=True, help="Say what the file comes to, and change nothing.")
@errors_in_words
def import_file(file: BinaryIO, since: datetime | None, check: bool) -> None:
    """Put the grid in FILE (TOML or iCalendar, - for standard input) in force.

    The whole grid is replaced; a file with anything wrong in it changes nothing.
    """
    services = build(read_config())
    services.load_settings()
    now = services.now()
    first = since.date() if since else now.astimezone(services.station.tz).date()
    grid, notes = read_grid(file.read(MAX_GRID_BYTES + 1), since=first, zone=services.station.zone)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    if not check:
        services.desk.set_grid(grid, IMPORTER, now)
    click.echo(in_words(grid, now) + (" Nothing was changed." if check else ""))


@schedule.command("export")
@click.option("--format", "form", type=click.Choice(["toml", "ical"]), default="toml", show_default=True)
@errors_in_words
def export(form: str) -> None:
    """Write the grid in force to standard output; `import` reads either form back."""
    services = build(read_config())
    services.load_settings()
    grid = services.rundown.own_grid()
    if form == "toml":
        click.echo(format_grid(grid), nl=False)
        return
    from webapp.pages.syndication.schedule_ics import schedule_ics

    text = schedule_ics(grid, services.station.name, services.now(), weeks=60, full=True)
    sys.stdout.buffer.write(text)


def read_grid(data: bytes, *, since: date, zone: str) -> tuple[Grid, tuple[str, ...]]:
    """The grid in `data` (TOML, or iCalendar by its first bytes), and notes on how it was read. Raises `Invalid`."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() != b"BEGIN:VCALENDAR":
        return parse_grid(data), ()
    from webapp.intake.calendar.grid_ical import read_calendar

    imported = read_calendar(data, since=since, zone=zone)
    return imported.grid, imported.notes


def in_words(grid: Grid, now: datetime) -> str:
    """`12 programmes, 20 slots a week, 3 overrides. On the air: Daybreak, until 09:00.`"""
    slots = sum(len(slot.days) for programme in grid.programmes for slot in programme.slots)
    parts = ((len(grid.programmes), "programme", ""), (slots, "slot", " a week"), (len(grid.overrides), "override", ""))
    counts = ", ".join(f"{count} {what}{'' if count == 1 else 's'}{each}" for count, what, each in parts) + "."
    on = stretch_at(grid, now)
    if on is None:
        return f"{counts} On the air: nothing."
    return f"{counts} On the air: {on.programme.title}, until {on.end.astimezone(grid.tz):%H:%M}."
