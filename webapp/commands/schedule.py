"""`airwire schedule`: the programme grid in and out, as TOML or iCalendar."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click

from webapp.config import ConfigError, read_config
from webapp.intake.grid_ical import Imported, read_calendar
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.grid import Grid
from webapp.newsroom.grid_toml import BYTES_CAP, format_grid, parse_grid
from webapp.newsroom.holds import NO_HOLDS
from webapp.newsroom.schedule import on_air
from webapp.newsroom.staff import Actor
from webapp.pages.schedule_ics import schedule_ics
from webapp.services import Services, build

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
def import_file(file: BinaryIO, since: datetime | None, check: bool) -> None:
    """Put the grid in FILE (TOML or iCalendar, - for standard input) in force.

    The whole grid is replaced; a file with anything wrong in it changes nothing.
    """
    with _Told():
        services = build(read_config())
        now = services.now()
        first = since.date() if since else now.astimezone(services.station.tz).date()
        imported = read_grid(file.read(BYTES_CAP + 1), since=first, zone=services.station.zone)
        for note in imported.notes:
            click.echo(f"note: {note}", err=True)
        if not check:
            services.desk.set_grid(imported.grid, IMPORTER, now)
        click.echo(in_words(imported.grid, now) + (" Nothing was changed." if check else ""))


@schedule.command("export")
@click.option("--format", "form", type=click.Choice(["toml", "ical"]), default="toml", show_default=True)
def export(form: str) -> None:
    """Write the grid in force to standard output; `import` reads either form back."""
    with _Told():
        services: Services = build(read_config())
        grid = services.rundown.grid()
        if form == "toml":
            click.echo(format_grid(grid), nl=False)
        else:
            sys.stdout.buffer.write(schedule_ics(grid, services.station.name, services.now(), weeks=60, full=True))


def read_grid(data: bytes, *, since: date, zone: str) -> Imported:
    """The grid in `data`, by what it begins with. Raises `Invalid`."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR":
        return read_calendar(data, since=since, zone=zone)
    return Imported(parse_grid(data))


def in_words(grid: Grid, now: datetime) -> str:
    """`12 programmes, 20 slots a week, 3 overrides. On the air: Daybreak, until 09:00.`"""
    slots = sum(len(slot.days) for programme in grid.programmes for slot in programme.slots)
    counts = f"{len(grid.programmes)} programmes, {slots} slots a week, {len(grid.overrides)} overrides."
    on = on_air(grid, NO_HOLDS, now)
    if on.programme is None or on.ends_at is None:
        return f"{counts} On the air: nothing."
    return f"{counts} On the air: {on.programme.title}, until {on.ends_at.astimezone(ZoneInfo(grid.zone)):%H:%M}."


class _Told:
    """Turns what the newsroom refuses into words on standard error and exit status 1."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, NewsroomError):
            lines = [error.message, *(f"  {field['problem']}" for field in error.fields)]
            raise click.ClickException("\n".join(lines)) from None
        if isinstance(error, ConfigError):
            raise click.ClickException(str(error)) from None
