"""How many characters may be typed into forms: the limits by which input is checked, as `limits` in templates."""

from __future__ import annotations

from webapp.newsroom.articles.search.terms import MAX_QUERY_CHARS
from webapp.newsroom.audit.query import MAX_SOUGHT_CHARS
from webapp.newsroom.drafts import MAX_LINK_CHARS, MAX_MARKDOWN_CHARS, MAX_REASON_CHARS, MAX_TEXT_CHARS
from webapp.newsroom.model import MAX_LINE_CHARS
from webapp.newsroom.people.notes import MAX_NOTE_CHARS
from webapp.newsroom.people.passwords import MAX_PASSWORD_CHARS
from webapp.store.people.staff import MAX_NAME_CHARS

INPUT_LIMITS = {
    "line": MAX_LINE_CHARS,
    "text": MAX_TEXT_CHARS,
    "article": MAX_MARKDOWN_CHARS,
    "reason": MAX_REASON_CHARS,
    "name": MAX_NAME_CHARS,
    "password": MAX_PASSWORD_CHARS,
    "query": MAX_QUERY_CHARS,
    "topics": 1000,
    "link": MAX_LINK_CHARS,
    "note": MAX_NOTE_CHARS,
    "sought": MAX_SOUGHT_CHARS,
}
