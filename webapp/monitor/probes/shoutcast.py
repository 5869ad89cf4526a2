"""SHOUTcast's statistics: the seven fields of version 1's `7.html`, version 2's `/stats` as XML or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from webapp.monitor.probes.stats import Stats, count, decode, text


def read_shoutcast(body: bytes) -> Stats | None:
    """What the document says; `None` where it is none of SHOUTcast's three."""
    document = decode(body).strip()
    if document.startswith("{"):
        return _version2_json(document)
    if "<SHOUTCASTSERVER" in document[:500]:
        return _version2_xml(body)
    return _version1(document)


def _version1(document: str) -> Stats | None:
    """Listeners, status, peak, most, unique, bitrate, title; only the title may hold commas."""
    line = re.sub(r"<[^<>]*>", "", document).strip()
    fields = line.split(",", 6)
    if len(fields) != 7 or not all(field.strip().isdigit() for field in fields[:6]):
        return None
    return _stats(fields[1], fields[6], fields[0])


def _version2_json(document: str) -> Stats | None:
    try:
        fields = json.loads(document, strict=False)
    except (ValueError, RecursionError):
        return None
    return _version2(fields) if isinstance(fields, dict) and "streamstatus" in fields else None


def _version2_xml(body: bytes) -> Stats | None:
    try:
        root = fromstring(body.strip())
    except (ParseError, DefusedXmlException, ValueError):
        return Stats(reason="the server's status page cannot be read")
    return _version2({child.tag.lower(): child.text for child in root})


def _version2(fields: Mapping[str, Any]) -> Stats:
    return _stats(fields.get("streamstatus"), fields.get("songtitle"), fields.get("currentlisteners"))


def _stats(status: object, title: object, listeners: object) -> Stats:
    match count(status):
        case 1:
            return Stats("yes", text(title), count(listeners))
        case 0:
            # the title is then the last one played
            return Stats("no", None, count(listeners), "no encoder is connected")
    return Stats(reason="the server's status page does not say whether an encoder is connected")
