"""Signed CAP documents (XML-DSig): what the sender's certificate vouches for, and nothing else, is read."""

from __future__ import annotations

import structlog
from lxml import etree
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from webapp.newsroom.alerts.cap_xml import Element, parse_cap_xml
from webapp.newsroom.errors import Invalid

log = structlog.get_logger("alerts")

_EXPECTED = SignatureConfiguration(require_x509=True, location="./", expect_references=1)
"""One signature, a child of the document, over one thing; SHA-1 is not taken."""


def signed_document(body: bytes, certificate: str, charset: str | None = None) -> Element:
    """The part of a document that is signed by `certificate` (PEM): the whole alert, or nothing.

    Raises `Invalid` where it is not signed, not by it, or changed since; and as `parse_cap_xml` does.
    """
    parse_cap_xml(body, charset)  # refuses what no parser should look at
    try:
        found = XMLVerifier().verify(body, x509_cert=certificate, expect_config=_EXPECTED)
    except (SignXMLException, etree.LxmlError, ValueError, TypeError) as error:
        log.info("not signed as it must be", why=str(error)[:200])
        raise Invalid("the document is not signed with its sender's certificate, or was changed since") from None
    signed = None if isinstance(found, list) else found.signed_xml
    if signed is None:
        raise Invalid("the document is not signed with its sender's certificate, or was changed since")
    return parse_cap_xml(etree.tostring(signed))
