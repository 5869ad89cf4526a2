"""What a streaming server says of one of its mounts, whichever server it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from webapp.monitor.probes.titles import clean_title, is_damaged
from webapp.newsroom.stream.facts import Fact

UNREADABLE_REASON = "the server's status page cannot be read"
CHARSET_HINT = "the server mistakes the letters of titles; Icecast needs <charset>UTF-8</charset> in the mount"


@dataclass(frozen=True)
class Stats:
    """`connected`: whether an encoder feeds the mount. `title` is "" where there is known to be none; what the server
    does not say is `None`.

    `own_title`: from the station's automation, not from its encoder. `listed` is false where the server has no such mount;
    `on_demand` is true of a relay that runs only while somebody listens. `hint` is for whoever runs the server.
    """

    connected: Fact = "unknown"
    title: str | None = None
    listeners: int | None = None
    reason: str | None = None
    own_title: bool = False
    listed: bool = True
    on_demand: bool = False
    hint: str | None = None

    def with_title(self, *parts: object) -> Stats:
        """With the title of `parts` (artist, title), which the server sent as text or numbers; all `None`: there is none."""
        raw = [str(part) for part in parts if isinstance(part, str | int | float) and not isinstance(part, bool)]
        title = " - ".join(cleaned for part in raw if (cleaned := clean_title(part)))
        return replace(self, title=clean_title(title), hint=CHARSET_HINT if any(map(is_damaged, raw)) else self.hint)


def count(value: object) -> int | None:
    """A number of listeners, which some servers write as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < 10**9 else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 10:
        return int(value)
    return None


def decode(body: bytes) -> str:
    """UTF-8 where it is, else Latin-1, as old encoders send it."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def xml_root(body: bytes) -> Any:
    """The root element of an XML document; `None` where there is none, or one with entities of its own."""
    try:
        return fromstring(body.strip())
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None


def fields_of(element: Iterable[Any]) -> Mapping[str, str | None]:
    """The texts of an XML element's children, by tag in small letters."""
    return {child.tag.lower(): child.text for child in element if isinstance(child.tag, str)}
