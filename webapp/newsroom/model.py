"""The newsroom's domain as frozen types. An unknown field is an error where a value is made in code or sent by a
client.

These are the shapes of the public JSON (`dump`) and of what the store keeps. Times are `Instant`s.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from webapp.newsroom.articles.picture_paths import (
    PROMO_OWNER,
    SHARED_WIDTH_PX,
    USUAL_WIDTH_PX,
    is_served_as_it_is,
    picture_path,
)
from webapp.newsroom.links import picture_link, web_link
from webapp.newsroom.plain_text import one_line
from webapp.newsroom.times import Instant
from webapp.newsroom.unknown import restore_unknown

Priority = Literal["flash", "bulletin", "urgent"]
StreamStatus = Literal["on_air", "silent", "off_air", "unknown"]
Window = Literal["1h", "24h", "7d"]
Via = Literal["page", "ticker", "partner", "direct"]
Role = Literal["anchor", "producer", "editor", "admin", "encoder"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$")]
MAX_LINE_CHARS = 300
OneLineText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LINE_CHARS), AfterValidator(one_line)
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]


def primary_language(language: str) -> str:
    """A language tag without region and script; Tagalog (`tl`) counts as Filipino (`fil`)."""
    tag = language.partition("-")[0].lower()
    return "fil" if tag == "tl" else tag


class Value(BaseModel):
    """A frozen value.

    Made in code or from a request (`ask`), it refuses unknown fields. Stored data may come from another build (`load`):
    unknown fields then stay with the value, through `model_copy` and into `dump`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def dump(self) -> dict[str, Any]:
        """Plain JSON types. Fields that are `None` are left out; unknown fields are as they came."""
        return restore_unknown(self, self.model_dump(mode="json", exclude_none=True))

    @classmethod
    def load(cls, data: Any) -> Self:
        """Reads stored data and keeps unknown fields. Raises pydantic's `ValidationError` for a wrong known field."""
        return cls.model_validate(data, extra="allow")

    @classmethod
    def ask(cls, data: Any) -> Self:
        """Reads data from outside. Raises pydantic's `ValidationError`, for each unknown field too."""
        return cls.model_validate(data)


class Picture(Value):
    """`url` is a path of this site or an https address; width and height are pixels, so that pages reserve the space."""

    url: Annotated[str, StringConstraints(max_length=2000), AfterValidator(picture_link)]
    width: int = Field(gt=0, le=20_000)
    height: int = Field(gt=0, le=20_000)
    alt: str = ""
    caption: str | None = None
    credit: str | None = None

    def shown(self, owner: str, width: int = USUAL_WIDTH_PX) -> Picture:
        """The picture as pages show it, at an address of this site. Width and height stay the original's: they give the
        shape.
        """
        return self.model_copy(update={"url": picture_path(owner, self.url, width)})

    def shared(self, owner: str) -> Picture:
        """The picture for feeds and link cards: one JPEG, with the size that it really has."""
        if is_served_as_it_is(self.url):
            return self
        width = min(SHARED_WIDTH_PX, self.width)
        height = max(1, round(self.height * width / self.width))
        return self.model_copy(
            update={"url": picture_path(owner, self.url, SHARED_WIDTH_PX, "jpg"), "width": width, "height": height}
        )


class ArticleCard(Value):
    """The part of an article that a list or a rotation shows."""

    slug: Slug
    title: str
    summary: str | None = None
    picture: Picture | None = None
    language: Language = "en"
    published_at: Instant | None = None


class HeadlineText(Value):
    """A headline and its body in one more language."""

    headline: OneLineText
    body: str | None = Field(default=None, max_length=4000)


class BreakingItem(Value):
    """A headline on the board. `rev` starts at 1 and grows with each correction.

    A flash carries the card of its article, so that pages can show it beside the segment without another request. One in several
    languages has them in `texts`, and `language` says in which one `headline` is; `{}` is one that lacks all other halves.
    """

    id: str
    rev: int = Field(ge=1)
    headline: OneLineText
    priority: Priority
    body: str | None = None
    texts: dict[Language, HeadlineText] | None = None
    language: Language | None = None
    article: Slug | None = None
    card: ArticleCard | None = None
    published_at: Instant
    corrected_at: Instant | None = None
    expires_at: Instant | None = None
    reason: str | None = None


class StreamSource(Value):
    """One configured stream. `kind` decides how it is played and probed; `reason` explains a status other than on air.

    Three times let a page follow what the listener hears: `burst_s`, the measured seconds of sound that the server sends
    a new listener at once, `delay_s`, the configured seconds from the studio to the server, and `dates_late_s`, the seconds
    by which the dates of an HLS stream are behind. `playing` is the title that the stream itself announces while it is on
    air.
    """

    id: Slug
    title: str
    url: str
    kind: Literal["hls", "icecast", "audio"]
    language: Language | None = None
    bitrate_kbps: int | None = None
    burst_s: float | None = None
    delay_s: float = 0.0
    dates_late_s: float = 0.0
    playing: str | None = None
    status: StreamStatus = "unknown"
    reason: str | None = None


class Stream(Value):
    """The station's stream. `checked_at` is when the status was last confirmed; `until` ends a hold by hand."""

    status: StreamStatus
    since: Instant | None = None
    checked_at: Instant | None = None
    by: Literal["probe", "hand"] = "probe"
    until: Instant | None = None
    streams: tuple[StreamSource, ...] = ()


class Programme(Value):
    """A programme as listeners see it."""

    id: Slug
    title: str
    hosts: tuple[str, ...] = ()
    description: str | None = None
    language: Language | None = None
    picture: Picture | None = None


class Segment(Value):
    """A segment of a programme as listeners see it."""

    id: Slug
    title: str
    description: str | None = None


class Rotation(Value):
    """The articles that take turns beside the segment: the next one every `every_s` seconds, counted from `starts_at`."""

    articles: tuple[ArticleCard, ...] = ()
    every_s: int = Field(default=20, ge=1)
    starts_at: Instant


class UpNext(Value):
    """The next programme or segment, and when it starts."""

    programme: Programme
    segment: Segment | None = None
    starts_at: Instant


class OnAir(Value):
    """What is on the air. `starts_at` and `ends_at` are the segment's, or the programme's when it has no segment.

    `programme` is `None` in a hole of the grid. `by` is `hand` while an anchor holds a segment, until `until` if that is
    set.
    """

    programme: Programme | None = None
    segment: Segment | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    next: UpNext | None = None
    rotation: Rotation | None = None
    by: Literal["schedule", "hand"] = "schedule"
    until: Instant | None = None


class MostReadItem(Value):
    """`was` is the rank in the previous list, `None` for a new entry. `pinned` marks an editor's choice. `language` is the
    article's; lists of older builds have none.
    """

    article: Slug
    title: str
    language: str | None = None
    reads: int
    rank: int
    was: int | None = None
    pinned: Literal[True] | None = None


class MostRead(Value):
    """The most-read list of one window; `as_of` is when it was ranked."""

    window: Window
    as_of: Instant
    items: tuple[MostReadItem, ...] = ()


class Promo(Value):
    """What the station advertises. The log and the board keep the original address of `image`; everybody else gets
    `shown`.
    """

    title: OneLineText
    link: str
    image: Picture | None = None
    until: Instant | None = None

    def shown(self) -> Promo:
        """The promo as listeners get it, with its picture at an address of this site."""
        return self.model_copy(update={"image": self.image and self.image.shown(PROMO_OWNER)})


class Recording(Value):
    """A recording that belongs to an article, such as a podcast's episode, at its host's address."""

    url: Annotated[str, StringConstraints(max_length=2000), AfterValidator(web_link)]
    kind: Annotated[str, StringConstraints(pattern=r"^audio/[\w.+-]{1,60}$")] = "audio/mpeg"
    seconds: int | None = Field(default=None, gt=0, le=172_800)


class Article(Value):
    """One article as stored and shown. `body_html` is sanitised before it gets here.

    `source` identifies the origin (guid or address), so that importing twice makes no duplicates.
    """

    slug: Slug
    rev: int = Field(default=1, ge=1)
    title: OneLineText
    summary: str | None = None
    body_html: str = ""
    byline: str | None = None
    agency: str | None = None
    place: str | None = None
    credit: str | None = None
    topics: tuple[str, ...] = ()
    picture: Picture | None = None
    recording: Recording | None = None
    language: Language = "en"
    published_at: Instant
    updated_at: Instant | None = None
    canonical: str | None = None
    source: str | None = None
    usage: str | None = Field(default=None, description="what its source allows and forbids, for editors")
    correction: OneLineText | None = Field(default=None, description="what was wrong in it before, for readers")
    corrected_at: Instant | None = Field(default=None, description="since when `correction` stands")
    withdrawn: str | None = Field(default=None, description="why it was withdrawn; the body is then empty")

    @model_validator(mode="after")
    def _a_withdrawn_article_has_no_body(self) -> Self:
        if self.withdrawn is not None and self.body_html:
            raise ValueError("a withdrawn article keeps no body")
        return self

    def shown_picture(self) -> Picture | None:
        """Its picture as pages show it."""
        return self.picture and self.picture.shown(self.slug)

    def shared_picture(self) -> Picture | None:
        """Its picture for feeds and link cards."""
        return self.picture and self.picture.shared(self.slug)

    def card(self) -> ArticleCard:
        """The part of the article that lists and rotations show."""
        return ArticleCard(slug=self.slug, title=self.title, summary=self.summary, picture=self.shown_picture(),
                           language=self.language, published_at=self.published_at)  # fmt: skip
