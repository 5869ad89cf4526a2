"""Encryption of a backup: age (age-encryption.org), so that the file can be opened without us too.

A recipient (`age1…`) only encrypts: the machine that makes backups cannot read them. What reads them is an identity
(`AGE-SECRET-KEY-1…`), kept elsewhere.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyrage

from webapp.backup.archive import BadBackup
from webapp.newsroom.errors import NewsroomError

MAGIC = b"age-encryption.org/"


class BadKey(NewsroomError):
    """What was given as a key is none; the message says what would be right."""

    status = 422
    code = "bad-key"


def new_identity() -> tuple[str, str]:
    """A key to read backups with, as the content of its file, and the recipient to make them for."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    return f"# recipient: {recipient}\n{identity}\n", recipient


def recipient_of(text: str) -> pyrage.x25519.Recipient:
    """Raises `BadKey`."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise BadKey(
            f"{text[:20]!r} is no recipient: it begins with age1; airwire backup --new-key FILE makes one"
        ) from None


def identities_in(path: Path) -> list[pyrage.x25519.Identity]:
    """Of a file as age-keygen and `new_identity` write it. Raises `BadKey`."""
    try:
        lines = path.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise BadKey(f"{path}: cannot be read ({error})") from None
    keys = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    try:
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise BadKey(f"{path}: has no key in it (a line AGE-SECRET-KEY-1…)")
    return found


@contextmanager
def sealed(file: IO[bytes], recipients: Sequence[str]) -> Iterator[IO[bytes]]:
    """What is written into it comes into `file`, encrypted if there are `recipients`."""
    if not recipients:
        yield file
        return
    keys = [recipient_of(one) for one in recipients]
    with _piped(lambda clear: pyrage.encrypt_io(clear, file, keys), reads=True) as clear:
        yield clear


@contextmanager
def unsealed(file: IO[bytes], identities: Sequence[pyrage.x25519.Identity]) -> Iterator[IO[bytes]]:
    """What is read from it is `file`, decrypted where it is encrypted. Raises `BadKey` and `BadBackup`."""
    encrypted = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    if not encrypted:
        yield file
        return
    if not identities:
        raise BadKey("the backup is encrypted: name the file with its key (--key FILE)")
    with _piped(lambda clear: pyrage.decrypt_io(file, clear, identities), reads=False) as clear:
        yield clear


@contextmanager
def _piped(work: Callable[[IO[bytes]], None], reads: bool) -> Iterator[IO[bytes]]:
    """The end of a pipe at whose other end a thread does `work`, which `reads` from it or writes into it."""
    read_fd, write_fd = os.pipe()
    reader, writer = os.fdopen(read_fd, "rb", 1 << 16), os.fdopen(write_fd, "wb", 1 << 16)
    ours, theirs = (writer, reader) if reads else (reader, writer)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work(theirs)
        except BaseException as error:  # noqa: BLE001 - raised below, in the thread that waits for it
            failed.append(error)
        finally:
            with suppress(OSError):
                theirs.close()

    thread = threading.Thread(target=run, name="age", daemon=True)
    thread.start()
    try:
        yield ours
    except BaseException as error:
        _close(ours, thread)
        # What the file lacks is found out at both ends; the key's word comes first.
        if failed and isinstance(error, (BadBackup, BrokenPipeError)):
            raise _explained(failed[0]) from None
        raise
    _close(ours, thread)
    if failed and reads:
        raise _explained(failed[0]) from None


def _close(pipe: IO[bytes], thread: threading.Thread) -> None:
    with suppress(OSError):
        pipe.close()
    thread.join()


def _explained(error: BaseException) -> BaseException:
    if isinstance(error, OSError) and error.errno is not None:
        return error  # of the disk
    if isinstance(error, pyrage.DecryptError) and "matching" in str(error):
        return BadKey("the backup is encrypted for another key than this one")
    return BadBackup("the backup is cut or damaged: its end cannot be decrypted")
