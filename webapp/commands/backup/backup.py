"""`airwire backup`: the station in one file, while it runs."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import click

from webapp.backup.make import Made, NotMade, Source, make_backup
from webapp.backup.sealing import new_identity
from webapp.commands.errors import errors_in_words
from webapp.commands.long_work.progress import shown
from webapp.commands.long_work.stopping import clean_up_when_ended
from webapp.newsroom.backup.schedule import BackupFailed, BackupMade
from webapp.newsroom.errors import NewsroomError, StoreAway
from webapp.newsroom.toml.station_writer import format_station
from webapp.wiring.config import read_config
from webapp.wiring.services import Services, build

NICE = 19
"""Listeners and the newsroom go first."""


@click.command("backup")
@click.argument("to", required=False, type=click.Path(path_type=Path))
@click.option("--to", "to_folder", type=click.Path(path_type=Path), help="The same as TO.")
@click.option("--keep", type=click.IntRange(1, 1000), help="With a folder: how many backups stay in it.")
@click.option(
    "--recipient", "recipients", multiple=True, metavar="age1…", help="Encrypt it for this key; may come again."
)
@click.option("--pictures", is_flag=True, help="With the pictures, which are otherwise fetched anew.")
@click.option("--new-key", type=click.Path(path_type=Path), help="Make a key to encrypt for, into this file, and end.")
@errors_in_words
def backup(
    to: Path | None,
    to_folder: Path | None,
    keep: int | None,
    recipients: tuple[str, ...],
    pictures: bool,
    new_key: Path | None,
) -> None:
    """Back the station up while it runs.

    It makes one file, TO, or one named by the time in the folder TO.

    In it: all of the store's data as of one moment, the station's file, and with --pictures the pictures. Encrypted (age), it
    also has what opens something: the key of sessions, webhooks' secrets. Without TO all is as [backup] of the station's file
    says. Read it back with: airwire restore
    """
    if new_key:
        _make_key(new_key)
        return
    services = build(read_config())
    services.load_settings()
    planned = services.station.backup
    to = to or to_folder
    if to is None:
        if planned is None:
            raise click.UsageError("name a file or a folder: airwire backup TO (or set [backup] in the station's file)")
        to, keep, recipients, pictures = Path(planned.to), planned.keep, planned.recipients, planned.pictures
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
    if keep and not to.is_dir():
        raise click.UsageError("--keep needs a folder")
    _go_behind_all_others()
    clean_up_when_ended()
    try:
        with shown("copying the store's data", stopped="there is no file") as progress:
            made = make_backup(
                _source(services), to, recipients, services.now(), keep=keep, pictures=pictures, progress=progress
            )  # fmt: skip
    except NewsroomError as error:
        _note_failure(services, error)
        raise
    services.backups.note_made(
        BackupMade(at=services.now(), file=str(made.file.absolute()), size=made.size, encrypted=bool(recipients))
    )
    _say(made)


def _go_behind_all_others() -> None:
    os.nice(NICE)
    if hasattr(os, "sched_setscheduler"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))  # whoever wakes does not wait for our slice


def _say(made: Made) -> None:
    click.echo(f"{made.file}: {made.copied.keys} keys, {made.copied.items} items, {made.size / 1e6:.1f} MB")
    if made.left_out:
        click.echo(f"not in it, because it is not encrypted: {'; '.join(made.left_out)}")
    for path in made.removed:
        click.echo(f"removed {path}")


def _make_key(file: Path) -> None:
    text, recipient = new_identity()
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text)
    except OSError as error:
        raise NotMade(f"{file}: {error.strerror}") from None
    click.echo(f"{recipient}\n{file} reads what is encrypted for it: keep it elsewhere than the backups.")


def _source(services: Services) -> Source:
    config = services.config
    return Source(
        redis_url=services.redis_url, is_embedded=not config.redis_url, folder=config.airwire_data.absolute(),
        station=services.station.name, station_file=config.airwire_station,
        settings=format_station(services.station) if services.current.revision else None,
    )  # fmt: skip


def _note_failure(services: Services, error: NewsroomError) -> None:
    try:
        services.backups.note_failed(BackupFailed(at=services.now(), why=error.message))
    except StoreAway:
        click.echo("the store is away, so that the failure is noted nowhere", err=True)
