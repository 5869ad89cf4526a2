"""The XML of CAP documents, read without following anything that it names: no DTD, no entities, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from webapp.newsroom.errors import FieldError, Invalid

Element = etree._Element

MAX_CAP_BYTES = 1_000_000
NAMESPACES = ("urn:oasis:names:tc:emergency:cap:1.2", "urn:oasis:names:tc:emergency:cap:1.1")
"""1.1 has the same elements but `responseType`, and agencies still send it."""

_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}\bencoding\s*=")
_MARKED = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"<\0", b"\0<")


def parse_cap_xml(body: bytes, charset: str | None = None) -> Element:
    """The root element of a document, in the encoding that it declares, or else in `charset`.

    Raises `Invalid` where it is no XML, is too large, or has a DOCTYPE, which no CAP document needs.
    """
    if len(body) > MAX_CAP_BYTES:
        raise _refused(f"the document is too long: at most {MAX_CAP_BYTES} bytes", "too_long")
    body = body.strip(b" \t\r\n") if not body.startswith(_MARKED) else body
    if not body:
        raise _refused("the document is empty; expected a CAP document", "missing")
    says_itself = body.startswith(_MARKED) or _DECLARED.match(body)
    try:
        root = etree.fromstring(body, _parser(None if says_itself else charset))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _refused(f"the document is not well-formed XML: {str(error)[:200]}") from None
    if root is None:
        raise _refused("the document is not well-formed XML")
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused("the document has a DOCTYPE or entities of its own, which no CAP document needs")
    return root


def _parser(charset: str | None) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, encoding=charset,
    )  # fmt: skip


def alert_elements(root: Element) -> Iterator[Element]:
    """Every `alert` of CAP within `root`: the document itself, or what an index or an envelope holds."""
    for space in NAMESPACES:
        yield from root.iter(f"{{{space}}}alert")


def local_name(element: Element) -> str:
    """The name without its namespace, for elements of CAP itself; "" for those of others."""
    if not isinstance(element.tag, str):
        return ""
    space, _, local = element.tag.rpartition("}")
    return local if space[1:] in NAMESPACES else ""


def _refused(problem: str, code: str = "wrong") -> Invalid:
    return Invalid(problem, fields=[FieldError("", problem, code)])
