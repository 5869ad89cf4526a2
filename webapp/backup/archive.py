"""The file of a backup: a gzipped tar, inside an age file where it is encrypted.

airwire-backup.json    who made it, of what, and with which schema
station.toml           the station's file
folder/…               files of the data folder
store/000001.jsonl     records of the store, a line each, as `store.backup.record` has them
end.json               how many records and keys, and a digest of all before it: without it the file was cut
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, Literal, TypeVar

import orjson
from pydantic import AwareDatetime, ValidationError

from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.model import Value
from webapp.store.backup.record import Record

V = TypeVar("V", bound=Value)

FORMAT = 1
HEAD, STATION, END, FOLDER, STORE = "airwire-backup.json", "station.toml", "end.json", "folder/", "store/"

MAX_MEMBER_BYTES = 256_000_000
PIECE_BYTES = 4_000_000
"""Of records, in one member."""

COMPRESSION = 4
"""Of gzip's nine: half the time of its usual six, and a file a tenth larger."""


class BadBackup(NewsroomError):
    """The file is no backup that this build can read; the message says why."""

    status = 422
    code = "bad-backup"


class Head(Value):
    """What a backup says of itself. `stored_schema` and `min_reader` are those of the store's data (`newsroom/schema.py`)."""

    format: int
    version: str
    stored_schema: int
    min_reader: int
    station: str
    made_at: AwareDatetime
    encrypted: bool
    store: Literal["embedded", "own"]


class End(Value):
    """What a whole backup ends with."""

    records: int
    keys: int
    sha256: str


class Writer:
    """Writes a backup into `file`, in order: `head`, `add` for each file, `record` for each record, `end`."""

    def __init__(self, file: IO[bytes], head: Head) -> None:
        self._gzip = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=COMPRESSION, mtime=0)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - `end` closes it
        self._made_at = head.made_at.timestamp()
        self._digest = sha256()
        self._lines: list[bytes] = []
        self._bytes = self._pieces = self._records = 0
        self.add(HEAD, orjson.dumps(head.dump(), option=orjson.OPT_INDENT_2))

    def add(self, name: str, content: bytes) -> None:
        """A file."""
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = len(content), int(self._made_at), 0o600
        self._tar.addfile(member, io.BytesIO(content))
        self._digest.update(name.encode() + b"\0" + content)

    def record(self, record: Record) -> None:
        """A record of the store."""
        line = record.dump()
        self._lines.append(line)
        self._bytes += len(line)
        self._records += 1
        if self._bytes >= PIECE_BYTES:
            self._put_piece()

    def end(self, keys: int) -> None:
        """The mark that nothing is missing."""
        self._put_piece()
        end = End(records=self._records, keys=keys, sha256=self._digest.hexdigest())
        self.add(END, orjson.dumps(end.dump()))
        self._tar.close()
        self._gzip.close()

    def _put_piece(self) -> None:
        if self._lines:
            self._pieces += 1
            self.add(f"{STORE}{self._pieces:06}.jsonl", b"".join(self._lines))
            self._lines, self._bytes = [], 0


class Reader:
    """A backup as it is read, once, from its beginning: `head`, then `members` to the end. `step` is called with each."""

    def __init__(self, file: IO[bytes], step: Callable[[], None] = lambda: None) -> None:
        self._step = step
        self._digest = sha256()
        self._members = self._read(file)
        self.head = self._head()
        self.end: End | None = None

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Each file's name and content; `end` is known afterwards. Raises `BadBackup`, at the end where it is cut."""
        with _wrong_bytes():
            for name, content in self._members:
                if name == END:
                    self.end = _value(End, content)
                    if self.end.sha256 != self._digest.hexdigest():
                        raise BadBackup("the backup is damaged: what it holds is not what was written")
                    if next(self._members, None):  # reads to the end of the file, whose checksum is there
                        raise BadBackup("the backup is damaged: something stands after its end")
                    return
                self._digest.update(name.encode() + b"\0" + content)
                self._step()
                yield name, content
        raise BadBackup("the backup is cut: its end is missing")

    def _head(self) -> Head:
        with _wrong_bytes():
            name, content = next(self._members, ("", b""))
        if name != HEAD:
            raise BadBackup("this is no backup of Airwire")
        self._digest.update(name.encode() + b"\0" + content)
        try:
            made_by = orjson.loads(content)
            known = made_by["format"] <= FORMAT
        except (orjson.JSONDecodeError, TypeError, KeyError):
            raise BadBackup("this is no backup of Airwire") from None
        if not known:
            raise BadBackup(f"the backup was made by a newer version ({made_by.get('version')}): restore it with that")
        return _value(Head, content)

    @staticmethod
    def _read(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
        with gzip.GzipFile(fileobj=file, mode="rb") as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as tar:
            for member in tar:
                if not member.isreg() or member.size > MAX_MEMBER_BYTES:
                    raise BadBackup(f"the backup is damaged: {member.name!r} is no file of it")
                content = tar.extractfile(member)
                yield member.name, content.read() if content else b""
            while unzipped.read(1 << 20):
                pass


def records_of(content: bytes) -> Iterator[Record]:
    """Of a member under `STORE`. Raises `BadBackup`."""
    for line in content.splitlines():
        try:
            yield Record.load(line)
        except ValueError:
            raise BadBackup("the backup is damaged: a line of the store's data cannot be read") from None


def _value(kind: type[V], content: bytes) -> V:
    try:
        return kind.load(orjson.loads(content))
    except (ValidationError, orjson.JSONDecodeError):
        raise BadBackup("the backup is damaged: what it says of itself cannot be read") from None


@contextmanager
def _wrong_bytes() -> Iterator[None]:
    try:
        yield
    except gzip.BadGzipFile as error:
        wrong = "is damaged" if "CRC" in str(error) else "is none of Airwire, or encrypted in another way"
        raise BadBackup(f"the backup {wrong} ({error})") from None
    except (EOFError, tarfile.TarError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise BadBackup("the backup is cut: its end is missing") from None
    except zlib.error as error:
        raise BadBackup(f"the backup is damaged ({error})") from None
