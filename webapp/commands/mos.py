"""`airwire mos`: the process that takes running orders from the newsroom's own system."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo

import click

from webapp.commands.errors import errors_in_words
from webapp.mos.role import MosRole
from webapp.newsroom.errors import StoreAway
from webapp.processes.logs import configure
from webapp.wiring.config import ConfigError, read_config
from webapp.wiring.services import build


@click.command("mos")
@errors_in_words
def mos() -> None:
    """Run MOS: running orders from the newsroom's own system become the rundown. One at a time."""
    config = read_config()
    configure(config.log_level)
    services = build(config)
    services.load_settings()
    station = services.station
    if station.mos is None:
        raise ConfigError("the station has no table [mos], so there is nobody to talk to")
    services.keep_present("mos")
    with suppress(StoreAway):  # [mos] is read once, so that this stays the revision of this process
        services.settings_watch.note()
    zone = station.mos.zone or station.zone
    role = MosRole(station.mos, ZoneInfo(zone), services.desk, services.rundown, services.running_orders, services.now)
    try:
        role.run()
    except OSError as error:
        raise ConfigError(f"mos.ports: {station.mos.ports} on {station.mos.bind}: {error.strerror}") from None
