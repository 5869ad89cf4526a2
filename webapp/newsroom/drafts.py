"""The bodies of write requests to the desk, validated field by field."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.field_errors import field_error
from webapp.newsroom.links import web_link
from webapp.newsroom.model import (
    HeadlineText,
    Language,
    OneLineText,
    Picture,
    Priority,
    Recording,
    Slug,
    StreamStatus,
    Value,
)
from webapp.newsroom.plain_text import multi_line, prose, visible_text
from webapp.newsroom.times import Instant

MAX_TEXT_CHARS = 4000
MAX_REASON_CHARS = 500
MAX_LINK_CHARS = 2000
MultiLineText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT_CHARS), AfterValidator(multi_line)
]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_REASON_CHARS),
    AfterValidator(multi_line),
    AfterValidator(visible_text),
]
ExpiresIn = Annotated[int, Field(ge=30, le=7 * 24 * 3600, description="seconds from now")]


class HalfDraft(HeadlineText):
    """A headline in one more language, as somebody writes it."""

    body: MultiLineText | None = None


class DraftSeen(Value):
    """The shared draft that a push comes from, at the revision that its author has in front of them."""

    id: Annotated[str, StringConstraints(max_length=120)]
    rev: int = Field(ge=1)


class BreakingDraft(Value):
    """A headline to publish. Without `expires_in` (seconds) the priority decides how long it stays.

    `at` is when it is to go out, `hold_s` for how many seconds it can be taken back before. `texts` are the same in other
    languages than the station's first.
    """

    headline: OneLineText
    priority: Priority
    body: MultiLineText | None = None
    article: Slug | None = None
    expires_in: ExpiresIn | None = None
    at: Instant | None = None
    hold_s: int | None = Field(default=None, ge=0, le=30, description="seconds")
    texts: dict[Language, HalfDraft] | None = Field(default=None, max_length=10)
    draft: DraftSeen | None = None


class DraftChange(BreakingDraft):
    """A shared draft as it is to be now; `rev` is the revision that the caller saw."""

    rev: int = Field(ge=1)


class Correction(Value):
    """The changes to a headline. Absent fields stay; `null` empties `body`, unlinks `article` or takes a language out of
    `texts`. Other languages that are not corrected together with `headline` or `body` go.
    """

    rev: int = Field(ge=1)
    reason: Reason
    headline: OneLineText | None = None
    priority: Priority | None = None
    body: MultiLineText | None = None
    article: Slug | None = None
    expires_in: ExpiresIn | None = None
    texts: dict[Language, HalfDraft | None] | None = Field(default=None, max_length=10)


class Withdrawal(Value):
    """Takes a headline back. `rev` is the revision that the caller saw."""

    rev: int = Field(ge=1)
    reason: Reason


class Approval(Value):
    """A second person's approval of the revision `rev` that they saw; without `rev` of the first, so that nobody
    approves a change unseen. With `alone` it is the bypass: one person sends it without a second one.
    """

    rev: int = Field(default=1, ge=1)
    alone: bool = False


class Release(Value):
    """Sends a held or scheduled headline before its time, or a missed one; without `rev` the first revision."""

    rev: int = Field(default=1, ge=1)


class TakeBack(Value):
    """Takes back what is not out yet, at whatever revision."""

    rev: int | None = Field(default=None, ge=1)


class Reviewed(Value):
    """What somebody else thinks of a flash that was sent alone."""

    note: MultiLineText | None = None


class StreamHoldDraft(Value):
    """A request to hold the stream's status by hand; without `until` it stays until it is released."""

    status: StreamStatus
    until: Instant | None = None


class OnAirHoldDraft(Value):
    """A request to cut to a programme and segment of the grid, or to something outside the grid (`title`)."""

    programme: Slug | None = None
    segment: Slug | None = None
    title: OneLineText | None = None
    until: Instant | None = None


class ReadOnAirDraft(Value):
    """An article that is being read on air now."""

    article: Slug


class PromoDraft(Value):
    """A promo to show; without `until` it stays until it is replaced or taken off."""

    title: OneLineText
    link: Annotated[str, StringConstraints(max_length=MAX_LINK_CHARS), AfterValidator(web_link)]
    image: Picture | None = None
    until: Instant | None = None


MAX_MARKDOWN_CHARS = 200_000
"""An article of some 30,000 words."""
Markdown = Annotated[str, StringConstraints(max_length=MAX_MARKDOWN_CHARS), AfterValidator(prose)]
BodyHtml = Annotated[str, StringConstraints(max_length=500_000)]
Topics = Annotated[tuple[OneLineText, ...], Field(max_length=30)]


class ArticleDraft(Value):
    """An article as a newsroom system or an editor sends it. The desk sanitises `body_html`; `text` is Markdown, in its place.

    `at` is when it is to go out, `draft` the shared draft that it comes from.
    """

    title: OneLineText
    body_html: BodyHtml = ""
    text: Markdown | None = None
    slug: Slug | None = None
    summary: MultiLineText | None = None
    byline: OneLineText | None = None
    agency: OneLineText | None = None
    place: OneLineText | None = None
    credit: MultiLineText | None = None
    correction: OneLineText | None = None
    topics: Topics = ()
    picture: Picture | None = None
    recording: Recording | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")] = "en"
    published_at: Instant | None = None
    canonical: Annotated[str, StringConstraints(max_length=2000), AfterValidator(web_link)] | None = None
    source: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | None = None
    at: Instant | None = None
    draft: DraftSeen | None = None


Draft = TypeVar("Draft", bound=Value)


def read_draft(kind: type[Draft], body: Any) -> Draft:
    """Validates `body` as a `kind`. Raises `Invalid`, which names each wrong field and what would be right."""
    if not isinstance(body, dict):
        raise Invalid("the body must be one JSON object", fields=[FieldError("", "expected a JSON object")])
    try:
        return kind.ask(body)
    except ValidationError as error:
        fields = [field_error(kind, e) for e in error.errors()]
        raise Invalid.of(fields) from None
