"""Reads a backup back: first all of it, to see that it is whole, then into an empty place; what fails leaves nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from webapp.backup.archive import FOLDER, STATION, STORE, BadBackup, End, Head, Reader, records_of
from webapp.backup.sealing import unsealed
from webapp.newsroom.schema import SCHEMA
from webapp.store.backup.loading import NotEmpty, load_store
from webapp.store.backup.reading import Progress
from webapp.store.backup.record import Record
from webapp.store.server.embedded import EmbeddedStore
from webapp.store.server.folder import DataFolder
from webapp.store.server.valkey import StoreFailed

UNFINISHED = ".restoring"
"""In the data folder, while a restore is under way."""

OURS = {"lock", UNFINISHED, "lost+found"}


class Whole(NamedTuple):
    """A backup that was read to its end."""

    head: Head
    end: End
    names: list[str]


class Restored(NamedTuple):
    """What was restored: so many keys of the store, and whether there is a station's file and the key of sessions."""

    head: Head
    keys: int
    has_station: bool
    has_secret_key: bool


def look(file: Path, identities: Sequence[Any], progress: Progress = lambda done, of: None) -> Whole:
    """Reads all of `file`. Raises `BadBackup` and `BadKey`."""
    names: list[str] = []
    with _opened(file, identities, progress) as reader:
        for name, content in reader.members():
            _safe(name)
            names.append(name)
            if name.startswith(STORE):
                for _ in records_of(content):
                    pass
    assert reader.end is not None
    return Whole(reader.head, reader.end, names)


def restore_into_folder(
    file: Path, folder: Path, identities: Sequence[Any], now: datetime, progress: Progress = lambda done, of: None
) -> Restored:
    """Into an empty data folder, which is empty again when it raises `BadBackup`, `BadKey`, `NotEmpty`, `StoreAway` or
    `StoreFailed`.
    """
    whole = look(file, identities, _half(progress, 0))
    with DataFolder(folder) as data:
        if there := sorted(path.name for path in data.path.iterdir() if path.name not in OURS):
            raise NotEmpty(f"{data.path} is not empty ({', '.join(there[:3])}): name an empty folder with AIRWIRE_DATA")
        part = data.path / UNFINISHED
        shutil.rmtree(part, ignore_errors=True)
        try:
            keys = _into_part(file, part, identities, now, _half(progress, 1))
            _move_out(part, data.path)
        except OSError as error:
            raise StoreFailed(f"{error.filename or part}: {error.strerror or error}") from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return _restored(whole, keys)


def restore_into_store(
    file: Path, url: str, identities: Sequence[Any], now: datetime, progress: Progress = lambda done, of: None
) -> Restored:
    """Into the empty store at `url`. Raises as `restore_into_folder`."""
    whole = look(file, identities, _half(progress, 0))
    with _opened(file, identities, _half(progress, 1)) as reader:
        keys = load_store(url, _records(reader, {}), _ms(now))
    return _restored(whole, keys)


def station_file_of(file: Path, identities: Sequence[Any]) -> bytes | None:
    """The station's file in a backup."""
    with _opened(file, identities, lambda done, of: None) as reader:
        return next((content for name, content in reader.members() if name == STATION), None)


def _into_part(file: Path, part: Path, identities: Sequence[Any], now: datetime, progress: Progress) -> int:
    with DataFolder(part) as inner:
        store = EmbeddedStore(inner)
        store.start()
        try:
            with _opened(file, identities, progress) as reader:
                keys = load_store(store.url, _records(reader, {STATION: part / STATION, FOLDER: part}), _ms(now))
        finally:
            store.stop()
    (part / "lock").unlink()
    return keys


def _half(progress: Progress, number: int) -> Progress:
    """The file is read twice, first to see that it is whole."""
    return lambda done, of: progress(number * of + done, 2 * of)


def _move_out(part: Path, folder: Path) -> None:
    """All of it, or nothing. The store's data comes last: without it there is no station here."""
    moved: list[Path] = []
    try:
        for path in sorted(part.iterdir(), key=lambda path: (path.name == "appendonlydir", path.name)):
            moved.append(folder / path.name)
            path.rename(moved[-1])
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _records(reader: Reader, places: dict[str, Path]) -> Iterator[Record]:
    """The records of a backup; its other files are written to their `places` on the way, or passed over."""
    for name, content in reader.members():
        if name.startswith(STORE):
            yield from records_of(content)
        elif name == STATION and STATION in places:
            _write(places[STATION], content)
        elif name.startswith(FOLDER) and FOLDER in places:
            _write(places[FOLDER] / _safe(name).relative_to(FOLDER.rstrip("/")), content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(0o600)
    path.write_bytes(content)


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        raise BadBackup(f"the backup is damaged: {name[:80]!r} leads out of it")
    return path


@contextmanager
def _opened(file: Path, identities: Sequence[Any], progress: Progress) -> Iterator[Reader]:
    try:
        raw = file.open("rb")
        size = file.stat().st_size
    except OSError as error:
        raise BadBackup(f"{file}: {error.strerror or error}") from None
    with raw, unsealed(raw, identities) as clear:
        reader = Reader(clear, lambda: progress(min(raw.tell(), size), size))
        if reader.head.min_reader > SCHEMA:
            raise BadBackup(
                f"the backup was made by a newer version ({reader.head.version}, schema {reader.head.stored_schema}); "
                f"this one reads up to {SCHEMA}: restore it with that"
            )
        yield reader


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)


def _restored(whole: Whole, keys: int) -> Restored:
    return Restored(whole.head, keys, STATION in whole.names, f"{FOLDER}secret_key" in whole.names)
