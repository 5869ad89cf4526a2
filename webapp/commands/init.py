"""`airwire init`: the station's file, made from what its own site tells."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from webapp.commands.errors import errors_in_words
from webapp.commands.long_work.progress import shown
from webapp.discovery.broadcast.live_streams import TriedStream
from webapp.discovery.discover import SOUGHT, Discovery, discover
from webapp.discovery.facts import Fact
from webapp.discovery.news_feeds import TriedFeed
from webapp.discovery.station_file import station_toml
from webapp.fetch import client
from webapp.intake.story.clean_text import clean_line
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.grid.toml import format_grid
from webapp.newsroom.toml.station_toml import parse_station

TITLES = {
    "name": "name", "tagline": "tagline", "language": "language", "zone": "time zone", "logo": "logo", "colour": "colour",
    "stream": "stream", "feed": "articles", "schedule": "schedule", "call": "call-in line",
    "text": "text line", "email": "mail", "account": "account",
}  # fmt: skip
ASKED = ("name", "tagline", "zone")
"""What a person is asked to confirm at a terminal; the rest is changed in the file."""

MAX_SHOWN_CHARS = 100


@click.command("init")
@click.argument("address")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Where the files go (default: here).",
)
@click.option("--yes", is_flag=True, help="Ask nothing: take what was found.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--private", is_flag=True, help="The site is inside this network: its addresses may be private.")
@errors_in_words
def init(address: str, folder: Path, yes: bool, force: bool, private: bool) -> None:
    """Make the station's file from its site's address.

    Reads the front page and what it leads to: name, tagline, languages, time zone, logo, colour, streams (each is listened to),
    feeds (each is read) and the schedule. Says what was found, where, and how sure that is; what was not found is said,
    nothing is made up. Writes station.toml, and schedule.toml if there is a schedule.

    Exit status: 0 if a stream or a feed was found, 1 if not, or if a file is in the way, 2 for wrong usage.
    """
    station_file, grid_file = folder / "station.toml", folder / "schedule.toml"
    in_the_way = [file for file in (station_file, grid_file) if file.exists() and not force]
    if in_the_way:
        raise click.ClickException(
            f"{in_the_way[0]} is there already; --force replaces it, --to FOLDER writes elsewhere"
        )
    with shown("reading the site", stopped="nothing was written") as progress:
        found = discover(address, partial(client.get, allow_private=private), datetime.now(UTC), progress)
    for fact in sorted(found.facts, key=lambda fact: SOUGHT.index(fact.name)):
        click.echo(in_words(fact))
    for one in found.unusable:
        click.echo(f"unusable  {TITLES[one.name]:<13} {one.url}: {clean_line(one.why, 200)}")
    for name in found.missing:
        if name not in {one.name for one in found.unusable}:
            click.echo(f"not found {TITLES[name]}")
    if not yes and sys.stdin.isatty():
        found = _confirmed(found)
    text = station_toml(found, datetime.now(UTC), private=private)
    parse_station(text)  # raises `Invalid` rather than leave a file that does not work
    folder.mkdir(parents=True, exist_ok=True)
    _write(station_file, text)
    click.echo(f"\nwritten   {station_file}")
    if schedule := found.best("schedule"):
        _write(grid_file, format_grid(schedule.value))
        click.echo(f"written   {grid_file}")
    _say_how_to_go_on(station_file, grid_file if schedule else None)
    if not (found.sure("stream") or found.sure("feed")):
        raise SystemExit(1)


def in_words(fact: Fact) -> str:
    """`certain   stream        https://… (icecast, 64 kbit/s, plays); player at https://…`"""
    return f"{fact.sure:<9} {TITLES[fact.name]:<13} {_shown(fact)}; {clean_line(fact.where, 200)}"


def _shown(fact: Fact) -> str:
    match fact.value:
        case TriedStream(url=url, kind=kind, bitrate_kbps=rate, plays=plays):
            return f"{url} ({', '.join(filter(None, (kind, f'{rate} kbit/s' if rate else '', plays)))})"
        case TriedFeed(url=url, titles=titles, hub=hub):
            newest = " · ".join(clean_line(title, 60) for title in titles)
            return f"{url} ({'announced by a hub; ' if hub else ''}newest: {newest})"
        case Grid(programmes=programmes):
            return f"{len(programmes)} programmes, such as {clean_line(programmes[0].title, 60)}"
        case {"url": url, "width": width, "height": height}:
            return f"{url} ({width} × {height})"
        case other:
            return clean_line(str(other), MAX_SHOWN_CHARS)


def _confirmed(found: Discovery) -> Discovery:
    """As the person at the terminal has it: Enter keeps what was found."""
    facts = list(found.facts)
    for name in ASKED:
        known = found.best(name)
        answer = click.prompt(TITLES[name], default=known.value if known else "", show_default=bool(known)).strip()
        if answer and (known is None or answer != known.value):
            facts = [fact for fact in facts if fact.name != name] + [Fact(name, answer, "as you said")]
    return replace(found, facts=tuple(facts))


def _write(path: Path, text: str) -> None:
    """Whole, or not at all."""
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(text)
            file.close()
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _say_how_to_go_on(station_file: Path, grid_file: Path | None) -> None:
    click.echo(f"\nLook through it, then:  AIRWIRE_STATION={station_file} airwire up")
    if grid_file:
        click.echo(f"and while that runs:    airwire schedule import {grid_file}")
