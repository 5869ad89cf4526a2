"""Makes a backup while the station runs: one file, whole or not there at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from webapp.backup.archive import FOLDER, FORMAT, STATION, Head, Writer
from webapp.backup.sealing import recipient_of, sealed
from webapp.backup.station_file import without_secrets
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.schema import MIN_READER, SCHEMA, VERSION
from webapp.store.backup.reading import Copied, Progress, copy_store
from webapp.store.core import keys
from webapp.store.core.connection import connect, store_errors

SECRET_FILES = ("secret_key",)
"""Of the data folder, kept only where the backup is encrypted. Without it everybody signs in anew."""

PICTURES = "pictures"

_NAME = re.compile(r"airwire-\d{8}-\d{6}Z\.tar\.gz(\.age)?")


class NotMade(NewsroomError):
    """There is no backup; the message says why."""

    status = 500
    code = "backup-not-made"


class Made(NamedTuple):
    """A backup that was made: its file and size in bytes, what was copied, and what is not in it."""

    file: Path
    size: int
    copied: Copied
    left_out: list[str]
    removed: list[Path]


class Source(NamedTuple):
    """What is backed up. `folder` is the data folder, `station_file` the station's, if there is one;
    else `settings` are those made in the panel, as such a file.
    """

    redis_url: str
    is_embedded: bool
    folder: Path
    station: str
    station_file: Path | None
    settings: str | None = None


def make_backup(
    source: Source, to: Path, recipients: Sequence[str], now: datetime, *, keep: int | None = None,
    pictures: bool = False, progress: Progress = lambda done, of: None,
) -> Made:  # fmt: skip
    """Writes the file `to`, or one named by `now` into the folder `to`, of whose backups the newest `keep` then stay.

    Raises `NotMade`, `BadKey` and `StoreAway`; then there is no file.
    """
    for one in recipients:
        recipient_of(one)
    file = _place(to, bool(recipients), now)
    left_out: list[str] = []
    with _whole_file(file) as out, sealed(out, recipients) as clear:
        writer = Writer(clear, _head(source, bool(recipients), now))
        progress(0, 1)  # the file can be written, and the store answers
        for name, content in _files(source, bool(recipients), pictures, left_out):
            writer.add(name, content)
        copied = copy_store(source.redis_url, writer.record, secrets=bool(recipients), progress=progress)
        left_out += copied.left_out
        writer.end(copied.keys)
    removed = _remove_old(file.parent, keep) if keep and file.parent == to else []
    return Made(file, file.stat().st_size, copied, left_out, removed)


def _place(to: Path, encrypted: bool, now: datetime) -> Path:
    if to.is_dir():
        return to / f"airwire-{now.astimezone(UTC):%Y%m%d-%H%M%S}Z.tar.gz{'.age' if encrypted else ''}"
    if to.exists():
        raise NotMade(f"{to} is there already: name another file, or a folder")
    if not to.parent.is_dir():
        raise NotMade(f"{to.parent}: there is no such folder")
    return to


def _head(source: Source, encrypted: bool, now: datetime) -> Head:
    with store_errors():
        schema, min_reader = connect(source.redis_url).hmget(keys.META, ["schema", "min_reader"])
    return Head(
        format=FORMAT, version=VERSION, stored_schema=int(schema or SCHEMA), min_reader=int(min_reader or MIN_READER),
        station=source.station, made_at=now, encrypted=encrypted, store="embedded" if source.is_embedded else "own",
    )  # fmt: skip


def _files(source: Source, encrypted: bool, pictures: bool, left_out: list[str]) -> Iterator[tuple[str, bytes]]:
    text = source.station_file.read_text("utf-8-sig") if source.station_file else source.settings
    if text:
        if not encrypted:
            text, missing = without_secrets(text)
            left_out += [f"{name} of the station's file" for name in missing]
        yield STATION, text.encode()
    for name in SECRET_FILES:
        path = source.folder / name
        if source.is_embedded and path.is_file():
            if encrypted:
                yield FOLDER + name, path.read_bytes()
            else:
                left_out.append(name)
    if pictures:
        folder = source.folder / PICTURES
        for path in sorted(folder.rglob("*")):
            try:
                if path.is_file() and not path.is_symlink():
                    yield f"{FOLDER}{path.relative_to(source.folder)}", path.read_bytes()
            except FileNotFoundError:
                continue  # displaced by a newer one meanwhile


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that is at `path` once all is written and on the disk. Raises `NotMade`."""
    part = path.with_name(f".{path.name}.part")
    try:
        fd = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(fd, "wb", 1 << 20) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.rename(path)
            _sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise NotMade(f"{error.filename or path}: {error.strerror or error}") from None


def _sync_folder(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _remove_old(folder: Path, keep: int) -> list[Path]:
    """Removes all backups that were named by us but the newest `keep`."""
    ours = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = ours[:-keep]
    for path in [*old, *folder.glob(".airwire-*.part")]:  # those of one that was killed, too
        path.unlink(missing_ok=True)
    return old
