"""Which of a story's versions counts, where one document has several: else each reading would change it twice."""

from __future__ import annotations

from datetime import UTC, datetime

from webapp.intake.documents import Entry, Kill, Refusal, Result

_UNDATED = datetime.min.replace(tzinfo=UTC)


def once(results: list[Result]) -> list[Result]:
    """Each story once: in its highest version, else by its newest date, else as it stands first. The others are refused.

    A version that is held back counts like any other; what its source cancels for good counts whatever else there is.
    """
    counts: dict[str, Entry | Kill] = {}
    first: dict[str, Entry | Kill] = {}
    for version in results:
        if isinstance(version, Entry | Kill) and (source := source_of(version)):
            first.setdefault(source, version)
            if source not in counts or _is_over(version, counts[source]):
                counts[source] = version
    return [_kept(result, counts, first) for result in results]


def source_of(result: Result) -> str | None:
    match result:
        case Entry():
            return result.article.source
        case Kill():
            return result.source
    return None


def _kept(result: Result, counts: dict[str, Entry | Kill], first: dict[str, Entry | Kill]) -> Result:
    source = source_of(result)
    if isinstance(result, Refusal) or source is None or result is counts[source]:
        return result
    which = "first" if counts[source] is first[source] else "newest"
    title = result.article.title if isinstance(result, Entry) else result.title
    return Refusal(title, f"stands twice in this document; the {which} counts")


def _is_over(new: Entry | Kill, old: Entry | Kill) -> bool:
    """Whether `new`, which stands behind `old`, counts in its place. In doubt a story that may be held back is."""
    if isinstance(old, Kill) and not old.held:
        return False
    if isinstance(new, Kill) and not new.held:
        return True
    if new.version and old.version and new.version != old.version:
        return new.version > old.version
    if _date(new) != _date(old):
        return _date(new) > _date(old)
    return isinstance(new, Kill) and isinstance(old, Entry)


def _date(version: Entry | Kill) -> datetime:
    match version:
        case Kill():
            return version.at or datetime.max.replace(tzinfo=UTC)
        case Entry():
            dated = version.article.updated_at or version.article.published_at
            return dated if version.dated else _UNDATED
