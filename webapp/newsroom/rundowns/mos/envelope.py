"""A message's envelope: who sends it, its number, and its one part that says what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from webapp.newsroom.errors import Invalid

MAX_ELEMENTS = 200_000


@dataclass(frozen=True)
class Envelope:
    """`name` is the part's (`roCreate`); `number` its `messageID`, `None` where there is none. `mark` tells contents apart."""

    mos_id: str
    ncs_id: str
    number: int | None
    name: str
    body: Element
    mark: bytes

    @property
    def between(self) -> tuple[str, str]:
        """Who talks to whom: what numbers are counted by."""
        return self.mos_id, self.ncs_id


_NOT_PARTS = {"mosID", "ncsID", "messageID"}


def read_envelope(text: str) -> Envelope:
    """Raises `Invalid` for what is no MOS message; for declarations of types and entities too, which MOS has no use for."""
    if text.count("<") > 2 * MAX_ELEMENTS:
        raise Invalid(f"a message has more than {MAX_ELEMENTS} elements")
    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise Invalid("a message has no DOCTYPE and no entities of its own") from None
    except (ParseError, ValueError) as error:
        raise Invalid(f"this is no XML: {error}") from None
    if root.tag != "mos":
        raise Invalid(f"a message is in <mos>, this one in <{str(root.tag)[:60]}>")
    parts = [part for part in root if part.tag not in _NOT_PARTS]
    if len(parts) != 1:
        raise Invalid(f"a message is about one thing, this one about {len(parts)}")
    number = text_of(root, "messageID")
    return Envelope(
        mos_id=text_of(root, "mosID"),
        ncs_id=text_of(root, "ncsID"),
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None,
        name=str(parts[0].tag),
        body=parts[0],
        mark=sha256(text.encode("utf-8", "replace")).digest(),
    )


def text_of(parent: Element | None, name: str) -> str:
    """The text of the child `name`, without blanks around it; empty where there is none. Of several the first counts."""
    found = parent.find(name) if parent is not None else None
    return (found.text or "").strip() if found is not None else ""


def texts_of(parent: Element | None, name: str) -> list[str]:
    """The texts of all children `name`, empty ones too."""
    return [(child.text or "").strip() for child in parent.findall(name)] if parent is not None else []
