"""Steps of an import that need neither store nor desk: versions, order, and outcomes of stories that change nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from webapp.desk import Receipt
from webapp.intake.importing.documents import (
    ImportItem,
    Outcome,
    OutcomeKind,
    Refusal,
    SourcePicture,
    SourceStory,
    SourceWithdrawal,
)
from webapp.intake.importing.first_dates import is_new_edition, keep_first_date
from webapp.intake.story.choose_picture import to_picture
from webapp.newsroom.model import Article


def next_version(story: SourceStory, known: Article) -> Article:
    """The article of `story`, with what it takes over from the version before."""
    article = story.article
    if story.as_of:
        # By the source's clock: a version made before the last one reached us may still be newer than that.
        article = article.model_copy(update={"updated_at": story.as_of})
    if not (story.dated and is_new_edition(article, known)):
        article = keep_first_date(article, known, story.dated)
    if story.unsized and article.picture is None:
        article = article.model_copy(update={"picture": known.picture})
    return article


def is_older(story: SourceStory, known: Article) -> bool:
    """Whether a newer version than this is stored. A source's only date is that of its first version, too."""
    made, one_date = story.as_of, story.article.updated_at is None
    here = known.updated_at or (known.published_at if one_date else None)
    return made is not None and here is not None and made < here


def with_source(outcome: Outcome, source: str | None) -> Outcome:
    """`outcome` with `source`, unless the story turned out to be known by another."""
    return outcome if outcome.source else replace(outcome, source=source)


def as_duplicate(first: Article, article: Article) -> Outcome:
    """The outcome of `article`, the same story as `first`."""
    if first.withdrawn is not None:
        return unchanged(first, article, "")
    return Outcome("double", article.title, first.slug, f"the same story as “{first.title}”, which came first")


def unchanged(known: Article, article: Article, reason: str) -> Outcome:
    """The outcome of `article` where `known` stays as it is; a refusal if that was withdrawn here."""
    if known.withdrawn is not None:
        return Outcome("refused", article.title, known.slug, f"was withdrawn here: {known.withdrawn}")
    return Outcome("unchanged", article.title, known.slug, reason)


def refuse_taken_back(result: ImportItem) -> Refusal:
    """The refusal of a story that a notice in the same document withdraws."""
    return Refusal(title_of(result), "its agency takes it back in the same document", refusal="no story")


def with_measured_picture(story: ImportItem, picture: SourcePicture) -> ImportItem:
    """`story` with the measured `picture`."""
    if not isinstance(story, SourceStory):
        return story
    shown = to_picture(picture, picture.width or 0, picture.height or 0, story.article.title)
    return replace(story, article=story.article.model_copy(update={"picture": shown}), unsized=None)


def oldest_first(results: Iterable[ImportItem]) -> list[ImportItem]:
    """Stories by publication date, so that the newest is published last; other results follow in their order."""
    results = list(results)
    stories = sorted((r for r in results if isinstance(r, SourceStory)), key=lambda story: story.article.published_at)
    return [*stories, *(r for r in results if not isinstance(r, SourceStory))]


def kind_of(receipt: Receipt) -> OutcomeKind:
    """What the desk's receipt says of a story that was put out."""
    if not receipt.changed:
        return "unchanged"
    return "imported" if receipt.rev == 1 else "updated"


def title_of(result: ImportItem) -> str:
    """The name of a story, a withdrawal or a refusal for people."""
    match result:
        case SourceStory():
            return result.article.title
        case SourceWithdrawal():
            return result.title
        case Refusal():
            return result.label
