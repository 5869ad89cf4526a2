"""`airwire upgrade-check`: what this version would change, run by the new version beside the old one that is running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from webapp.backup.restore import look
from webapp.backup.sealing import identities_in
from webapp.commands.errors import errors_in_words
from webapp.commands.long_work.progress import shown
from webapp.newsroom.backup.upgrade import Line, Numbers, Stored, upgrade_lines
from webapp.store.backup.readable import stored_numbers, unreadable
from webapp.wiring.config import read_config
from webapp.wiring.services import Services, build

MAX_NAMED = 5


@click.command("upgrade-check")
@click.argument("file", metavar="[FROM]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--key", type=click.Path(path_type=Path), help="The file with the key, where the backup FROM is encrypted."
)
@errors_in_words
def upgrade_check(file: Path | None, key: Path | None) -> None:
    """Say what this version would change, before it is started.

    Install the new version beside the old one and run this by the new one while the old one runs; or name a backup FROM.
    Nothing is changed. Exit status 1 if anything stands in the way of the usual upgrade, one machine after the other.
    """
    lines = list(_of_backup(file, key) if file else _of_running(build(read_config())))
    for well, text in lines:
        click.echo(f"{'ok  ' if well else 'BAD '} {text}")
    if not all(well for well, _ in lines):
        raise SystemExit(1)


def _of_running(services: Services) -> Iterator[Line]:
    yield True, f"configuration: station {services.station.name!r} can be read"
    yield from upgrade_lines(stored_numbers(services.store), Numbers())
    with shown("reading what is stored", stopped="nothing was changed") as progress:
        beyond = list(unreadable(services.store, services.log, progress))
    for where, why in beyond[:MAX_NAMED]:
        yield False, f"data: {where}: {why}"
    if not beyond:
        yield True, "data: the board and every article can be read"
    made = services.backups.made()
    yield (
        made is not None,
        f"backup: {made.file}, {made.at:%Y-%m-%d %H:%M} UTC" if made else "backup: none; airwire backup",
    )


def _of_backup(file: Path, key: Path | None) -> Iterator[Line]:
    identities: list[Any] = identities_in(key) if key else []
    with shown("reading the backup", stopped="nothing was changed") as progress:
        whole = look(file, identities, progress)
    yield True, f"backup: whole, by version {whole.head.version}, {whole.end.keys} keys"
    yield from upgrade_lines(Stored(whole.head.stored_schema, whole.head.min_reader), Numbers())
