"""Which of a story's versions counts, where one document has several: else each reading would change it twice."""

from __future__ import annotations

from datetime import UTC, datetime

from webapp.intake.documents import Entry, Refusal, Result

_UNDATED = datetime.min.replace(tzinfo=UTC)


def once(results: list[Result]) -> list[Result]:
    """Each story once: in its highest version, else by its newest date, else as it stands first. The others are refused."""
    counts: dict[str, Entry] = {}
    first: dict[str, Entry] = {}
    for entry in results:
        if isinstance(entry, Entry) and (source := entry.article.source):
            first.setdefault(source, entry)
            if source not in counts or _standing(entry) > _standing(counts[source]):
                counts[source] = entry
    return [_kept(result, counts, first) for result in results]


def _kept(result: Result, counts: dict[str, Entry], first: dict[str, Entry]) -> Result:
    source = result.article.source if isinstance(result, Entry) else None
    if not isinstance(result, Entry) or source is None or result is counts[source]:
        return result
    which = "first" if counts[source] is first[source] else "newest"
    return Refusal(result.article.title, f"stands twice in this document; the {which} counts")


def _standing(entry: Entry) -> tuple[int, datetime]:
    dated = entry.article.updated_at or entry.article.published_at
    return entry.version, dated if entry.dated else _UNDATED
