"""`airwire restore`: a backup into an empty data folder or store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from webapp.backup.archive import BadBackup, Head
from webapp.backup.restore import Restored, look, restore_into_folder, restore_into_store, station_file_of
from webapp.backup.sealing import identities_in
from webapp.commands.errors import errors_in_words
from webapp.commands.long_work.progress import shown
from webapp.commands.long_work.stopping import clean_up_when_ended
from webapp.newsroom.times import rfc3339
from webapp.store.server.valkey import StoreFailed
from webapp.web.parts import utc_now
from webapp.wiring.config import read_config


@click.command("restore")
@click.argument("file", metavar="FROM", type=click.Path(path_type=Path))
@click.option("--key", type=click.Path(path_type=Path), help="The file with the key, where the backup is encrypted.")
@click.option("--check", is_flag=True, help="Only read it to its end and say what it is.")
@click.option(
    "--station-file", type=click.Path(path_type=Path), help="Where the station's file goes; the data folder by itself."
)
@errors_in_words
def restore(file: Path, key: Path | None, check: bool, station_file: Path | None) -> None:
    """Restore a backup into an empty place.

    That is an empty data folder (AIRWIRE_DATA), or an empty store (REDIS_URL). The whole file is read
    first. Where anything is wrong with it nothing is changed, and what is stopped leaves nothing.
    """
    config = read_config()
    identities: list[Any] = identities_in(key) if key else []
    if check:
        with shown("reading the backup", stopped="nothing was changed") as progress:
            whole = look(file, identities, progress)
        click.echo(f"{_of(whole.head)}: whole, {whole.end.keys} keys, {whole.end.records} records")
        return
    if station_file and station_file.exists():
        raise BadBackup(f"{station_file} is there already: name another file")
    clean_up_when_ended()
    try:
        with shown("restoring", stopped="nothing of it is left") as progress:
            if config.redis_url:
                done = restore_into_store(file, config.redis_url, identities, utc_now(), progress)
            else:
                done = restore_into_folder(file, config.airwire_data, identities, utc_now(), progress)
    except StoreFailed as error:
        raise click.ClickException(str(error)) from None
    where = config.airwire_data.absolute() / "station.toml" if not config.redis_url else None
    if station_file and (text := station_file_of(file, identities)) is not None:
        station_file.write_bytes(text)
        where = station_file.absolute()
    _say(done, where, bool(config.redis_url))


def _say(done: Restored, where: Path | None, own_store: bool) -> None:
    click.echo(f"restored {_of(done.head)}: {done.keys} keys")
    if done.has_station and where:
        click.echo(f"the station's file is {where}: start with AIRWIRE_STATION={where}")
    elif done.has_station:
        click.echo("the station's file is in the backup: --station-file PATH writes it")
    if not done.has_secret_key and not own_store:
        click.echo("the backup has no key of sessions (it was not encrypted): everybody signs in anew")


def _of(head: Head) -> str:
    return f"{head.station}, {rfc3339(head.made_at)}, by version {head.version}"
