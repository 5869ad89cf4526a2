"""Whether a page shows only how its story begins, because the rest is for subscribers."""

from __future__ import annotations

import re

from webapp.intake.formats.page.parsed_page import Page

_TIERS = ("locked", "metered")
"""Values of `article:content_tier` of pages that are not free."""

_ASKS_TO_SUBSCRIBE = re.compile(
    r"\b(?:\d+|no|one|two|three) (?:more )?(?:free )?(?:articles?|stor(?:y|ies)) (?:left|remaining)\b"
    r"|\b(?:subscribe|log ?in|sign ?in|register|sign ?up)(?: now)? to (?:continue|keep) reading\b"
    r"|\b(?:subscribe|log ?in|sign ?in|register|sign ?up)(?: now)? to read (?:the )?(?:full|whole|rest|more|this)\b"
    r"|\bthis (?:article|story|content) is (?:only )?(?:for|available to) (?:our )?(?:paying )?(?:subscribers|members)\b"
    r"|\bmag-?subscribe (?:para|upang) (?:mabasa|magpatuloy)",
    re.IGNORECASE,
)
MAX_SEARCHED_CHARS = 200_000


def has_paywall(page: Page) -> bool:
    """Whether the page says so in its metadata (schema.org's `isAccessibleForFree`, Open Graph's content tier) or in words."""
    if page.ld.is_for_subscribers or page.meta("article:content_tier").lower() in _TIERS:
        return True
    return _ASKS_TO_SUBSCRIBE.search(" ".join(page.tree.text_content()[:MAX_SEARCHED_CHARS].split())) is not None
