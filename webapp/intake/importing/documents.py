"""The values that intake passes from step to step.

Document → (format) → RawStory → (build_story) → SourceStory | HeldStory | SourceWithdrawal | Refusal → (Importer) → Outcome
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from webapp.intake.wire.agency_notices import Notice
from webapp.newsroom.model import Article


@dataclass(frozen=True)
class Document:
    """What a source delivered. `name` is what people call it (a path, an address), `url` where it was fetched from.

    In a document from `abroad`, `PST` and the like mean what most of the world means by them, not what the station does.
    """

    name: str
    body: bytes
    url: str | None = None
    content_type: str = ""
    abroad: bool = False


@dataclass(frozen=True)
class SourcePicture:
    """A picture as a source describes it; sizes in pixels where they are stated."""

    url: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True)
class SourceAudio:
    """A recording of the story: its address, media type, and length in seconds where it is stated."""

    url: str
    kind: str
    seconds: int | None = None


@dataclass(frozen=True)
class RawStory:
    """One story as a format names its parts, unchecked; texts may hold HTML. Empty means "not stated".

    - `base` resolves relative links; `sites` are names that the site appends to titles.
    - `guid` is unique within `scope` (a host); if `guid_is_global`, it is the story's identity in place of its address.
    - `post` is the story's number in WordPress' database, `slug_line` an agency's own short name for it.
    - `agencies` and `place` are those stated outside the text; `guessed_day` is a day found by a library.
    - `replaces` is the global guid of the story that this one updates.
    - `expires` is until when it may be shown; `usage` are its usage terms in words.
    - `doubts` tell editors what may be wrong with what was read.
    """

    title: str = ""
    body: str = ""
    summary: str = ""
    link: str = ""
    guid: str = ""
    guid_is_global: bool = False
    post: str = ""
    scope: str = ""
    base: str | None = None
    bylines: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    place: str = ""
    credit: str = ""
    topics: tuple[str, ...] = ()
    pictures: tuple[SourcePicture, ...] = ()
    audio: SourceAudio | None = None
    language: str = ""
    published: str = ""
    updated: str = ""
    guessed_day: str = ""
    version: int = 0
    embargoed: str = ""
    expires: str = ""
    usage: str = ""
    replaces: str = ""
    slug_line: str = ""
    sites: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnId:
    """The name that a source gives to a story whatever its link is: `guid`, at best unique within `scope` (a host)."""

    guid: str
    scope: str = ""


@dataclass(frozen=True)
class SourceStory:
    """A story ready for publishing.

    - `dated` is false if no source states `published_at`; `as_of` is when the source says that this version was made.
    - `notes` tell editors what is doubtful; `unsized` is a picture that lacks only its size.
    - An `update` replaces the story known as `replaces`, or, where that is not stated, the most similar one.
    - `version` counts from 1; 0 means that none is stated. Without an `own_id` it is known by its `source` alone.
    """

    article: Article
    dated: bool = True
    notes: tuple[str, ...] = ()
    unsized: SourcePicture | None = None
    update: bool = False
    replaces: str | None = None
    version: int = 0
    as_of: datetime | None = None
    own_id: OwnId | None = None
    expires: datetime | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes, with one about a picture that is left out."""
        return (*self.notes, "picture without a size left out") if self.unsized else self.notes


@dataclass(frozen=True)
class HeldStory(SourceStory):
    """A story that may not be published yet: until `until`, or, without that, until an editor releases it."""

    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class SourceWithdrawal:
    """The source withdraws a story that it delivered before.

    `held` is the reason to give if the source only holds the story back and it never came in. Of several versions in one
    document the latest counts: by `version`, or by `at`, which is parsed from `stated_date`. A `notice` arrived in place of a
    story: it means the story under its own `source`, else the one that it names.
    """

    source: str
    title: str
    reason: str
    held: str = ""
    version: int = 0
    stated_date: str = ""
    at: datetime | None = None
    own_id: OwnId | None = None
    notice: Notice | None = None


RefusalKind = Literal["not understood", "no story", "no document", "empty"]
"""An unusable entry, an entry that is not for us, a document that is unusable, or one without entries."""


@dataclass(frozen=True)
class Refusal:
    """An entry that is not taken: `label` is its title or its place in the document, `reason` is for people.

    If it is an agency's note, `notice` and `source` say which.
    """

    label: str
    reason: str
    refusal: RefusalKind = "not understood"
    notice: Notice | None = None
    source: str = ""


MAX_STORIES = 500
"""Per document; the rest is refused."""

ParsedItem = RawStory | SourceWithdrawal | Refusal
ImportItem = SourceStory | SourceWithdrawal | Refusal

OutcomeKind = Literal["imported", "updated", "unchanged", "withdrawn", "double", "held", "refused"]


@dataclass(frozen=True)
class Outcome:
    """What became of one story.

    `source` is its identity; `until` is when a held story goes out; `refusal` is the kind of a refusal.
    """

    kind: OutcomeKind
    label: str
    slug: str | None = None
    reason: str | None = None
    published_at: datetime | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)
    until: datetime | None = None
    source: str | None = None
    refusal: RefusalKind = "not understood"


class UnreadableDocument(Exception):
    """The whole document is unusable; the message is the reason."""


class EmptyDocument(UnreadableDocument):
    """The document is valid and has no story."""

    def __init__(self) -> None:
        super().__init__("the feed has no entries")
