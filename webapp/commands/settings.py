"""`airwire settings`: what is in force."""

from __future__ import annotations

import click

from webapp.commands.errors import errors_in_words
from webapp.newsroom.toml.station_writer import format_station
from webapp.wiring.config import read_config, read_station


@click.group("settings")
def settings() -> None:
    """The station's settings."""


@settings.command("export")
@errors_in_words
def export() -> None:
    """Write what is in force as the station's file, to standard output; secrets of webhooks and outlets are in it.

    Comments of the file that is in use are not: where it is kept, keep it.
    """
    click.echo(format_station(read_station(read_config())), nl=False)
