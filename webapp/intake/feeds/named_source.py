"""A source as people name it (a file or an address) → a document."""

from __future__ import annotations

import re
from pathlib import Path

from webapp.fetch import client
from webapp.fetch.addresses import FetchRefused
from webapp.intake.formats.detect import MAX_DOCUMENT_BYTES
from webapp.intake.importing.documents import Document

DOCUMENT_TYPES = ("text/", "application/", "binary/")

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_WINDOWS_DRIVE = re.compile(r"[a-zA-Z]:[\\/]")


def open_source(source: str, saved_from: str | None = None) -> Document:
    """Reads the document at `source`. `saved_from` is the address that a file was saved from.

    Raises `FetchRefused` or `Unreachable` with the reason.
    """
    if _ADDRESS.match(source) and not _WINDOWS_DRIVE.match(source):
        return _fetch(source)
    return _read_file(Path(source), saved_from)


def _fetch(url: str) -> Document:
    fetched = client.get(url, max_bytes=MAX_DOCUMENT_BYTES, types=DOCUMENT_TYPES)
    if fetched.status != 200:
        raise FetchRefused(f"answered {fetched.status}")
    return Document(url, fetched.body, fetched.url, fetched.content_type)


def _read_file(path: Path, saved_from: str | None) -> Document:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        raise FetchRefused(f"cannot be read: {error.strerror}") from None
    except ValueError:
        raise FetchRefused("is no file's name") from None
    return Document(path.name, body, saved_from)
