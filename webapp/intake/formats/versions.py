"""Which version of a story counts if one document has several; otherwise each poll would change it twice."""

from __future__ import annotations

from datetime import UTC, datetime

from webapp.intake.importing.documents import ImportItem, Refusal, SourceStory, SourceWithdrawal

_UNDATED = datetime.min.replace(tzinfo=UTC)


def newest_versions(results: list[ImportItem]) -> list[ImportItem]:
    """Each story once; the other versions become refusals.

    The highest `version` counts, else the newest date, else the first in the document. A version that is held back counts
    like any other; a final withdrawal always counts.
    """
    counts: dict[str, SourceStory | SourceWithdrawal] = {}
    first: dict[str, SourceStory | SourceWithdrawal] = {}
    for version in results:
        if isinstance(version, SourceStory | SourceWithdrawal) and (source := source_of(version)):
            first.setdefault(source, version)
            if source not in counts or _replaces(version, counts[source]):
                counts[source] = version
    return [_or_refused(result, counts, first) for result in results]


def source_of(result: ImportItem) -> str | None:
    """The identity of the story that `result` is about, or `None`."""
    match result:
        case SourceStory():
            return result.article.source
        case SourceWithdrawal():
            return result.source
    return None


def _or_refused(
    result: ImportItem,
    counts: dict[str, SourceStory | SourceWithdrawal],
    first: dict[str, SourceStory | SourceWithdrawal],
) -> ImportItem:
    source = source_of(result)
    if isinstance(result, Refusal) or source is None or result is counts[source]:
        return result
    which = "first" if counts[source] is first[source] else "newest"
    title = result.article.title if isinstance(result, SourceStory) else result.title
    return Refusal(title, f"stands twice in this document; the {which} counts")


def _replaces(new: SourceStory | SourceWithdrawal, old: SourceStory | SourceWithdrawal) -> bool:
    """Whether `new`, which follows `old`, counts instead. In doubt, the one that may be held back counts."""
    if isinstance(old, SourceWithdrawal) and not old.held:
        return False
    if isinstance(new, SourceWithdrawal) and not new.held:
        return True
    if new.version and old.version and new.version != old.version:
        return new.version > old.version
    if _date_of(new) != _date_of(old):
        return _date_of(new) > _date_of(old)
    return isinstance(new, SourceWithdrawal) and isinstance(old, SourceStory)


def _date_of(version: SourceStory | SourceWithdrawal) -> datetime:
    match version:
        case SourceWithdrawal():
            return version.at or datetime.max.replace(tzinfo=UTC)
        case SourceStory():
            dated = version.article.updated_at or version.article.published_at
            return dated if version.dated else _UNDATED
