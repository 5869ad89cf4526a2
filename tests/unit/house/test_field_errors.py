"""What is wrong with a field is said in words that say what would be right, and by a code for other languages."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.newsroom.drafts import ArticleDraft, BreakingDraft, Withdrawal, read_draft
from webapp.newsroom.errors import Invalid
from webapp.newsroom.model import Value
from webapp.newsroom.schedule.dated_entries import EntryDraft


@pytest.mark.parametrize(
    ("kind", "body", "field", "code", "problem"),
    [
        (BreakingDraft, {"priority": "flash"}, "headline", "missing", "missing; it is required"),
        (BreakingDraft, {"headline": " "}, "headline", "missing", "is too short: at least 1 characters"),
        (BreakingDraft, {"headline": "x" * 301}, "headline", "too_long", "is too long: at most 300 characters"),
        (BreakingDraft, {"headline": "a\nb"}, "headline", "line", "is one line of text: no line breaks"),
        (BreakingDraft, {"body": "a\x07"}, "body", "text", "is plain text: no control characters"),
        (BreakingDraft, {"priority": "high"}, "priority", "choice", "must be one of 'flash', 'bulletin' or 'urgent'"),
        (BreakingDraft, {"expires_in": "soon"}, "expires_in", "number", "must be a whole number"),
        (BreakingDraft, {"expires_in": 1e20}, "expires_in", "number", "is too large a number"),
        (BreakingDraft, {"expires_in": 1}, "expires_in", "range", "must be at least 30"),
        (BreakingDraft, {"article": "Not a slug"}, "article", "slug", "must be small letters, digits and dashes"),
        (BreakingDraft, {"head{line": 1}, "head{line", "unknown_field", "unknown field; known are headline, "),
        (ArticleDraft, {"language": "English"}, "language", "language", 'must be a language such as "en" or "fil"'),
        (ArticleDraft, {"published_at": "now"}, "published_at", "time", "must be a time with its offset from UTC"),
        (ArticleDraft, {"topics": ["x"] * 31}, "topics", "too_many", "must be at most 30"),
        (ArticleDraft, {"picture": "x"}, "picture", "object", "must be an object"),
        (EntryDraft, {"start": "{25:00}"}, "start", "wrong", "'{25:00}' is no time of day; write it as \"05:30\""),
        (BreakingDraft, {"texts": 1}, "texts", "object", "must be an object"),
        (Withdrawal, {"rev": 0}, "rev", "range", "must be at least 1"),
    ],
)
def test_each_wrong_field_says_what_would_be_right(
    kind: type[Value], body: Any, field: str, code: str, problem: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_draft(kind, body)
    found = next(wrong for wrong in refused.value.fields if wrong["field"] == field)
    assert found["code"] == code and found["problem"].startswith(problem), found
    assert "should" not in refused.value.message


def test_an_answer_about_very_many_wrong_fields_is_short() -> None:
    with pytest.raises(Invalid, match=r"; and 4982 more$") as refused:
        read_draft(BreakingDraft, {str(number) * 1000: "x" for number in range(5000)})
    assert len(refused.value.fields) == 20
    assert len(refused.value.message) < 10_000


def test_what_is_wrong_with_the_whole_is_said_without_a_fields_name() -> None:
    with pytest.raises(Invalid, match=r"^needs date, start and end"):
        read_draft(EntryDraft, {"rev": 1})
