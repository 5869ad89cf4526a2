"""SHOUTcast's statistics: the seven fields of version 1's `7.html`; version 2's `/stats` and `/statistics`, XML or JSON.

`/stats` is of one stream, `/statistics` of all of the server; which one is meant is known by its path, else where there is
only one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.monitor.probes.stats import UNREADABLE_REASON, Stats, count, decode, fields_of, xml_root

NUMBERED = re.compile(r"/stream/([0-9]+)/?|/;?(?:stream\.nsv)?")
"""Version 2's own path of a stream: `/stream/2/`; `/` and `/;` are the first."""


def read_shoutcast(body: bytes, path: str = "/", *, guessed: bool = True) -> Stats | None:
    """What the document says of the stream at `path`; `None` where it is none of SHOUTcast's.

    `guessed`: the path is of a public address, which a proxy may have changed.
    """
    document = decode(body).strip()
    if document.startswith("{"):
        return _version2_json(document, path, guessed)
    if "<SHOUTCASTSERVER" in document[:500]:
        return _version2_xml(body, path, guessed)
    return _version1(document)


def _version1(document: str) -> Stats | None:
    """Listeners, status, peak, most, unique, bitrate, title; only the title may hold commas."""
    line = re.sub(r"<[^<>]*>", "", document).strip()
    fields = line.split(",", 6)
    if len(fields) != 7 or not all(field.strip().isdigit() for field in fields[:6]):
        return None
    return _stats({"streamstatus": fields[1], "songtitle": fields[6], "currentlisteners": fields[0]})


def _version2_json(document: str, path: str, guessed: bool) -> Stats | None:
    try:
        fields = json.loads(document, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    if isinstance(fields.get("streams"), list):
        return _one_of([stream for stream in fields["streams"] if isinstance(stream, dict)], path, guessed)
    return _stats(fields) if "streamstatus" in fields else None


def _version2_xml(body: bytes, path: str, guessed: bool) -> Stats:
    root = xml_root(body)
    if root is None:
        return Stats(reason=UNREADABLE_REASON)
    if root.find("STREAMSTATS") is not None:
        streams = root.iter("STREAM")
        return _one_of([{"id": stream.get("id"), **fields_of(stream)} for stream in streams], path, guessed)
    return _stats(fields_of(root))


def _one_of(streams: Sequence[Mapping[str, Any]], path: str, guessed: bool) -> Stats:
    for is_meant in (
        lambda stream: _path(stream) == path.rstrip("/"),
        lambda stream: (found := NUMBERED.fullmatch(path)) and str(stream.get("id")) == (found[1] or "1"),
        lambda stream: guessed and len(_path(stream)) > 1 and path.rstrip("/").endswith(_path(stream)),
    ):
        if stream := next(filter(is_meant, streams), None):
            return _stats(stream)
    if len(streams) == 1 and guessed:
        return _stats(streams[0])
    if not streams or not guessed:
        return Stats("no", reason="no encoder is connected", listed=False)
    paths = ", ".join(_path(stream) or f"/stream/{stream.get('id')}" for stream in streams)
    return Stats(reason=f"the server has several streams; set `mount` to one of {paths}"[:300])


def _path(stream: Mapping[str, Any]) -> str:
    return str(stream.get("streampath") or "").rstrip("/")


def _stats(fields: Mapping[str, Any]) -> Stats:
    listeners = count(fields.get("currentlisteners"))
    match count(fields.get("streamstatus")):
        case 1:
            found = Stats("yes", listeners=listeners)
        case 0:
            # the title is then the last one played
            return Stats("no", None, listeners, "no encoder is connected")
        case _:
            reason = "the server's status page does not say whether an encoder is connected"
            found = Stats(listeners=listeners, reason=reason)
    return found.with_title(fields["songtitle"]) if "songtitle" in fields else found
