"""Reads a CAP 1.1 or 1.2 document as a `CapMessage`. Every field that is wrong is named, with what would be right.

XML → one `alert` → its fields, each at most once where CAP says so → `CapMessage`, or `Invalid`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo

from webapp.newsroom.alerts.cap import (
    CapArea,
    CapInfo,
    CapMessage,
    Certainty,
    MessageStatus,
    MessageType,
    Point,
    Reference,
    Scope,
    Severity,
    Urgency,
)
from webapp.newsroom.alerts.cap_values import clean_line, clean_text, link, parse_circle, parse_polygon, parse_time
from webapp.newsroom.alerts.cap_xml import Element, alert_elements, local_name, parse_cap_xml
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import MAX_LINE_CHARS
from webapp.newsroom.plain_text import is_visible

MAX_NAME_CHARS = 400
MAX_REFERENCES = 500
MAX_INFOS, MAX_AREAS = 40, 500
MAX_POINTS = 20_000
"""Of all polygons of one document."""

MAX_NOTE_CHARS = 4000
MAX_AREA_CHARS = 600
MAX_CLOCK_AHEAD = timedelta(hours=24)
"""How far a sender's clock may be ahead: a wrong zone is forgiven, a wrong day is not."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_SPACES = re.compile(r"\s+")

T = TypeVar("T")


def read_cap(
    document: bytes | Element, now: datetime, *, zone: ZoneInfo | None = None, language: str = "en",
    charset: str | None = None,
) -> CapMessage:  # fmt: skip
    """The message of a document. `zone` is for times without an offset, which are refused without it, `language` for infos
    that name none.

    Raises `Invalid`, whose fields name every problem by its path, such as `info.0.severity`.
    """
    root = parse_cap_xml(document, charset) if isinstance(document, bytes) else document
    found = list(alert_elements(root))
    if len(found) != 1 or (isinstance(document, bytes) and found[0] is not root):
        problem = "must be one alert of urn:oasis:names:tc:emergency:cap:1.2"
        raise Invalid(f"the document {problem}", fields=[FieldError("", problem)])
    return _Reader(now, zone, language).message(found[0])


class _Reader:
    """Reads one document, and gathers what is wrong with it."""

    def __init__(self, now: datetime, zone: ZoneInfo | None, language: str) -> None:
        self._now, self._zone, self._language = now, zone, language
        self._wrong: list[FieldError] = []
        self._points = 0

    def message(self, alert: Element) -> CapMessage:
        fields = _Fields(alert, "", self._wrong)
        kind = self._choice(fields, "msgType", MessageType)
        sent = self._time(fields, "sent", required=True)
        if sent and sent > self._now + MAX_CLOCK_AHEAD:
            self._add("sent", "is more than a day in the future", "range")
        given: dict[str, Any] = {
            "sender": self._name(fields, "sender"),
            "identifier": self._name(fields, "identifier"),
            "sent": sent,
            "status": self._choice(fields, "status", MessageStatus),
            "kind": kind,
            "scope": self._choice(fields, "scope", Scope),
            "references": self._references(fields, required=kind in ("Cancel", "Ack", "Error")),
            "note": clean_text(fields.one("note"), MAX_NOTE_CHARS),
            "infos": self._infos(fields.many("info"), required=kind in ("Alert", "Update")),
        }
        if self._wrong:
            raise Invalid.of(self._wrong)
        return CapMessage.load(given)

    def _name(self, fields: _Fields, name: str) -> str | None:
        text = fields.one(name, required=True)
        if text is not None and len(text) > MAX_NAME_CHARS:
            self._add(fields.path(name), f"is too long: at most {MAX_NAME_CHARS} characters", "too_long")
            return None
        if text is not None and not is_visible(text):
            self._add(fields.path(name), "has nothing in it that can be seen", "missing")
            return None
        return text

    def _choice(self, fields: _Fields, name: str, kind: Any) -> str | None:
        text = fields.one(name, required=True)
        known = get_args(kind)
        match = next((one for one in known if text is not None and one.lower() == text.lower()), None)
        if text is not None and match is None:
            self._add(fields.path(name), f"{text[:40]!r} is none of {', '.join(known)}", "choice")
        return match

    def _time(self, fields: _Fields, name: str, *, required: bool = False) -> datetime | None:
        text = fields.one(name, required=required)
        if not text:
            return None
        try:
            return parse_time(text, self._zone)
        except ValueError as error:
            self._add(fields.path(name), str(error), "time")
            return None

    def _references(self, fields: _Fields, *, required: bool) -> tuple[Reference, ...]:
        text = fields.one("references") or ""
        names = text.split()
        if not names and required:
            self._add("references", "missing; it names the message that this one is about", "missing")
        if len(names) > MAX_REFERENCES:
            self._add("references", f"must be at most {MAX_REFERENCES}", "too_many")
            return ()
        return tuple(one for one in map(self._reference, names) if one)

    def _reference(self, text: str) -> Reference | None:
        sender, _, rest = text.partition(",")
        identifier, _, sent = rest.rpartition(",")
        try:
            if not sender or not identifier or max(len(sender), len(identifier)) > MAX_NAME_CHARS:
                raise ValueError
            return Reference(sender=sender, identifier=identifier, sent=parse_time(sent, self._zone))
        except ValueError:
            self._add("references", f"{text[:80]!r} is no sender,identifier,sent", "wrong")
            return None

    def _infos(self, elements: list[Element], *, required: bool) -> tuple[CapInfo, ...]:
        if not elements and required:
            self._add("info", "missing; without it there is nothing to say", "missing")
        if len(elements) > MAX_INFOS:
            self._add("info", f"must be at most {MAX_INFOS}", "too_many")
            return ()
        return tuple(filter(None, (self._info(one, f"info.{n}") for n, one in enumerate(elements))))

    def _info(self, element: Element, path: str) -> CapInfo | None:
        before = len(self._wrong)
        fields = _Fields(element, path, self._wrong)
        responses = {_SPACES.sub("", one.text or "").lower() for one in fields.many("responseType")}
        event = self._name(fields, "event")
        onset, effective = self._time(fields, "onset"), self._time(fields, "effective")
        given: dict[str, Any] = {
            "language": self._language_of(fields.one("language")),
            "event": clean_line(event or "", MAX_LINE_CHARS),
            "severity": self._choice(fields, "severity", Severity),
            "urgency": self._choice(fields, "urgency", Urgency),
            "certainty": self._choice(fields, "certainty", Certainty),
            "headline": clean_line(fields.one("headline") or "", MAX_LINE_CHARS),
            "description": clean_text(fields.one("description"), MAX_NOTE_CHARS),
            "instruction": clean_text(fields.one("instruction"), MAX_NOTE_CHARS),
            "sender_name": clean_line(fields.one("senderName") or "", MAX_LINE_CHARS),
            "web": link(fields.one("web")),
            "codes": tuple(value for _, value in fields.pairs("eventCode")),
            "is_all_clear": "allclear" in responses,
            "onset": onset or effective,
            "expires": self._time(fields, "expires"),
            "areas": self._areas(fields.many("area"), path),
        }
        return CapInfo.load(given) if len(self._wrong) == before else None

    def _language_of(self, text: str | None) -> str:
        if not text or not _LANGUAGE.fullmatch(text):
            return self._language
        primary, dash, rest = text.replace("_", "-").partition("-")
        return f"{primary.lower()}{dash}{rest}"

    def _areas(self, elements: list[Element], path: str) -> tuple[CapArea, ...]:
        if len(elements) > MAX_AREAS:
            self._add(f"{path}.area", f"must be at most {MAX_AREAS}", "too_many")
            return ()
        return tuple(self._area(_Fields(one, f"{path}.area.{n}", self._wrong)) for n, one in enumerate(elements))

    def _area(self, fields: _Fields) -> CapArea:
        return CapArea(
            described=clean_line(fields.one("areaDesc", required=True) or "", MAX_AREA_CHARS),
            polygons=tuple(self._shapes(fields, "polygon", self._polygon)),
            circles=tuple(self._shapes(fields, "circle", parse_circle)),
            geocodes=tuple(f"{name}:{value}" for name, value in fields.pairs("geocode")),
        )

    def _shapes(self, fields: _Fields, name: str, read: Callable[[str], T]) -> Iterable[T]:
        for element in fields.many(name):
            text = (element.text or "").strip()
            if not text:
                continue  # written empty where there is none
            try:
                yield read(text)
            except ValueError as error:
                self._add(fields.path(name), str(error), "wrong")

    def _polygon(self, text: str) -> tuple[Point, ...]:
        self._points += text.count(",")
        if self._points > MAX_POINTS:
            raise ValueError(f"the document has more than {MAX_POINTS} points")
        return parse_polygon(text)

    def _add(self, field: str, problem: str, code: str) -> None:
        self._wrong.append(FieldError(field, problem, code))


class _Fields:
    """The children of an element by their names; those of other namespaces are passed over."""

    def __init__(self, element: Element, path: str, wrong: list[FieldError]) -> None:
        self._path, self._wrong = path, wrong
        self._children: dict[str, list[Element]] = {}
        for child in element:
            self._children.setdefault(local_name(child), []).append(child)

    def path(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def many(self, name: str) -> list[Element]:
        return self._children.get(name, [])

    def one(self, name: str, *, required: bool = False) -> str | None:
        """The text of a field that may stand once; `None` where it is missing or wrong."""
        found = self.many(name)
        if len(found) > 1:
            self._add(name, "stands more than once", "too_many")
            return None
        if found and len(found[0]):
            self._add(name, "must be a text, without elements in it", "text")
            return None
        text = (found[0].text or "").strip() if found else None
        if required and not text:
            self._add(name, "missing; it is required" if text is None else "is empty", "missing")
            return None
        return text

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """The `valueName` and `value` of each such field, where there are both."""
        found = []
        for element in self.many(name):
            texts = {local_name(child): (child.text or "").strip() for child in element}
            if texts.get("valueName") and texts.get("value"):
                found.append((texts["valueName"][:MAX_NAME_CHARS], texts["value"][:MAX_NAME_CHARS]))
        return found

    def _add(self, name: str, problem: str, code: str) -> None:
        self._wrong.append(FieldError(self.path(name), problem, code))
