"""`airwire settings`: what is in force, as a file; and a file's settings into the store, for the panel."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.commands.errors import errors_in_words
from webapp.commands.operator import operator
from webapp.newsroom.settings.layers import given
from webapp.newsroom.toml.station_toml import parse_station
from webapp.newsroom.toml.station_writer import format_station
from webapp.wiring.config import read_config
from webapp.wiring.first_run import first_run_link
from webapp.wiring.services import build


@click.group("settings")
def settings() -> None:
    """The station's settings."""


@settings.command("first-run")
@click.option("--at", "site", default="https://radio.example", help="The address at which the site is reached by now.")
@errors_in_words
def first_run(site: str) -> None:
    """Print a link to the page that makes the station; it is good for one browser and an hour, and replaces the one before.

    Only where nothing is set up yet: no file, no account but a first admin, no settings made in the panel.
    """
    config = read_config()
    if not config.redis_url:
        raise click.ClickException("without REDIS_URL the link is printed by 'airwire up'")
    link = first_run_link(config, config.redis_url)
    if link is None:
        raise click.ClickException(
            "the station is set up already, or the store does not answer: 'airwire check' says which"
        )
    click.echo(f"{site.rstrip('/')}/panel/first-run/{link}")


@settings.command("export")
@errors_in_words
def export() -> None:
    """Write what is in force as the station's file, to standard output; secrets of webhooks and outlets are in it.

    What was changed in the panel is in it too, where the store answers. Comments of the file that is in use are not: where it is
    kept, keep it.
    """
    services = build(read_config())
    services.load_settings()
    click.echo(format_station(services.station), nl=False)


@settings.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@errors_in_words
def import_(file: Path) -> None:
    """Put the settings of FILE in force, as if they had been made in the panel, where they can be changed and put back.

    Settings that FILE does not name stay as they are. What AIRWIRE_STATION sets cannot be changed so.
    """
    services = build(read_config())
    try:
        station = parse_station(file.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise click.ClickException(f"{file}: is not UTF-8; save the file in that encoding") from None
    desk = services.settings_desk
    made = desk.put(given(station), desk.newest().rev, operator(), services.now())
    click.echo(f"change {made.rev} is in force: {', '.join(made.changed) or 'nothing was other'}")
