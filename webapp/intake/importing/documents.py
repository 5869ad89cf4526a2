"""What intake hands on from step to step: a document, what a format found in it, and what becomes of each story.

Document → (format) → Found → (refine) → Entry | Held | Kill | Refusal → (Importer) → Outcome
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from webapp.intake.wire.agency_notices import Notice
from webapp.newsroom.model import Article


@dataclass(frozen=True)
class Document:
    """What a source gave. `name` is what people call it (a path, an address), `url` where it was fetched from.

    One from `abroad` means by `PST` what most of the world does, not what the station's country does.
    """

    name: str
    body: bytes
    url: str | None = None
    content_type: str = ""
    abroad: bool = False


@dataclass(frozen=True)
class SourcePicture:
    """A picture as a source tells of it; sizes in pixels where it says."""

    url: str
    width: int | None = None
    height: int | None = None
    alt: str = ""
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True)
class RawStory:
    """One story as a format names its parts, unchecked. Texts may hold HTML; `base` is what its links are relative to.

    `sites` are names a site likes to append to its titles, `agencies` and `place` only what is said outside the text.
    `replaces` is the guid, unique in the world, of the story that this one is an update of.
    `guessed_day` is one that somebody else than the source found, where it says no date.
    A `guid` is only unique in its `scope`, unless `guid_is_global`: then it, and no address, is the story's identity.
    `expires` is until when it may be shown, `usage` what its source allows and forbids in words.
    `post` is the number under which WordPress' database has the story, `slug_line` an agency's own name for it.
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


@dataclass(frozen=True)
class OwnId:
    """What a source calls a story by, whatever becomes of its link: `guid`, unique in `scope` (a host) at best."""

    guid: str
    scope: str = ""


@dataclass(frozen=True)
class SourceStory:
    """A story ready for the desk. `dated` is false where `published_at` stands for a date that nobody gave.

    `notes` say how it was read where that is in doubt; `unsized` is a picture that lacks only its size. An `update`
    replaces the story known by `replaces`, or where that is not said, the one most like it. The source numbers its versions
    from 1; 0 is none said. `as_of` is when it says that this version was made. Without an `own_id` a story is known by its
    `source` alone.
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
        """What people are told of it."""
        return (*self.notes, "picture without a size left out") if self.unsized else self.notes


@dataclass(frozen=True)
class HeldStory(SourceStory):
    """A story that is not to be out yet: until its source's `until`, or, without that, until a person lets it out."""

    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class SourceWithdrawal:
    """The source withdraws a story that it gave before.

    Where it only holds it back, `held` says so for a story that never came in, and of several versions in one document
    the later counts: by `version`, or by `at`, which is read from what the format found (`said`).
    A `notice` came in place of a story: it means the one that it has become, else the one that it names.
    """

    source: str
    title: str
    reason: str
    held: str = ""
    version: int = 0
    said: str = ""
    at: datetime | None = None
    own_id: OwnId | None = None
    notice: Notice | None = None


RefusalKind = Literal["not understood", "no story", "no document", "empty"]
"""Of a refusal: an entry that lacks something, one that is whole but not for us, a document that is none, or has none."""


@dataclass(frozen=True)
class Refusal:
    """Something that is not taken: `what` is its title or place in the document, `reason` is for people.

    A `notice` to editors came as `source`.
    """

    label: str
    reason: str
    refusal: RefusalKind = "not understood"
    notice: Notice | None = None
    source: str = ""


MAX_STORIES = 500
"""Of one document; what comes after is refused."""

ParsedItem = RawStory | SourceWithdrawal | Refusal
ImportItem = SourceStory | SourceWithdrawal | Refusal

OutcomeKind = Literal["imported", "updated", "unchanged", "withdrawn", "double", "held", "refused"]


@dataclass(frozen=True)
class Outcome:
    """What became of one story; `source` is its identity, `until` when one that is held goes out, `why` as in `Refusal`."""

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
    """The document as a whole is nothing we take; the message is the reason."""


class EmptyDocument(UnreadableDocument):
    """The document is sound, and there is no story in it."""

    def __init__(self) -> None:
        super().__init__("the feed has no entries")
