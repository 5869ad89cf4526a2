"""Whether an RSS or Atom entry is published: embargo, expiry, status, and Atom's tombstones (RFC 6721)."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from webapp.intake.importing.documents import OwnId, SourceWithdrawal
from webapp.intake.story.clean_text import clean_line
from webapp.intake.story.urls import source_for_guid
from webapp.intake.wire.usage import forbidden_use

Element = etree._Element
FirstText = Callable[..., str]
"""Called with field names: the text of the first one that has any."""

_PERIOD = re.compile(r"\b(?P<end>start|end)\s*=\s*(?P<date>[^;]+)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}")
_EMBARGO = ("prism:embargodate", "dcterms:embargodate", "embargodate", "?:embargodate", "embargoed", "?:embargoed")
_EXPIRY = (
    "prism:killdate", "prism:expirationdate", "prism:offsaledate", "expirationdate", "?:expirationdate", "expires", "?:expires",
    "killdate", "?:killdate",
)  # fmt: skip
_USAGE = ("usageterms", "?:usageterms", "prism:usageterms", "dcterms:accessrights", "?:accessrights")
_RIGHTS = (
    "dc:rights",
    "dcterms:rights",
    "?:rights",
    "rights",
    "prism:copyright",
    "copyright",
    "?:copyright",
    "media:copyright",
)
"""Mostly the owner's name; some agencies write their usage terms here."""
_HIDDEN = ("draft", "private", "pending", "auto-draft")


def embargo_date(first_text: FirstText) -> str:
    """The date before which the entry must not be published, as written; empty if none is stated."""
    return (
        first_text(*_EMBARGO)
        or period_end(first_text("dcterms:available"), "start")
        or period_end(first_text("dcterms:valid"), "start")
    )


def expiry_date(first_text: FirstText) -> str:
    """The date until which the entry may be shown, as written; empty if none is stated."""
    return (
        first_text(*_EXPIRY)
        or period_end(first_text("dcterms:valid"), "end")
        or period_end(first_text("dcterms:available"), "end", alone=False)
    )


def usage_terms(first_text: FirstText) -> str:
    """The entry's usage terms in words; empty if none are stated. A statement of rights counts if it forbids our use."""
    if terms := first_text(*_USAGE):
        return terms
    rights = (first_text(name) for name in _RIGHTS)
    return next((words for words in rights if forbidden_use(words)), "")


def period_end(text: str, end: str, *, alone: bool = True) -> str:
    """The `start` or `end` of a DCMI Period (`start=…; end=…`). With `alone`, a plain date counts as the one asked for."""
    ends = {found["end"].lower(): found["date"].strip() for found in _PERIOD.finditer(text)}
    if ends or not alone:
        return ends.get(end, "")
    return text.strip() if _DATE.match(text.strip()) else ""


def withdrawal_reasons(entry: Element, first_text: FirstText, name: Callable[[Element], str]) -> tuple[str, str]:
    """The reasons why the entry is withdrawn and why it is only held back; each is empty if it is not."""
    for element in entry.iter():
        if name(element) == "media:status":
            why = clean_line(element.get("reason", ""), 200)
            match element.get("state", "").strip().lower():
                case "deleted":
                    return why or "deleted by its source", ""
                case "blocked":
                    return "blocked by its source", f"is blocked by its source{f': {why}' if why else ''}"
    status = first_text("wp:status").lower()
    if status == "trash":
        return "withdrawn by its source", ""
    drafts = [element for element in entry.iter() if name(element) == "app:draft"]
    if status in _HIDDEN or any((element.text or "").strip().lower() == "yes" for element in drafts):
        return "no longer public where it came from", f"its status is {status or 'draft'!r}"
    return "", ""


def tombstone(element: Element, scope: str, comment: str) -> SourceWithdrawal | None:
    """`at:deleted-entry` (RFC 6721): an entry was deleted, by its id. `None` without one."""
    ref = clean_line(element.get("ref", ""), 500)
    if not ref:
        return None
    reason = clean_line(comment, 200) or "deleted by its source"
    return SourceWithdrawal(
        source_for_guid(ref), ref, reason, stated_date=element.get("when", ""), own_id=OwnId(ref, scope)
    )
