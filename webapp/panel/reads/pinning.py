"""Sends an editor's choice about the most-read list to the desk, with the list that results from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.desk import Receipt
from webapp.newsroom.errors import NotFound
from webapp.newsroom.reads.pins import EditorChoice, EditorChoiceDraft
from webapp.newsroom.reads.ranking import MOST_READ_LENGTH
from webapp.newsroom.staff import Actor
from webapp.web.site import Site

SPARE_PLACES = 5
"""Ranked beyond the places shown, in case a story is withdrawn meanwhile."""


def choose_most_read(
    site: Site, slug: str, draft: EditorChoiceDraft, by: Actor, now: datetime, key: str | None = None, asked: Any = None
) -> Receipt:
    """Pins a story or keeps it off the list. Raises `NotFound` for an unknown article, and what the desk raises."""
    if site.replica.article(slug) is None:
        raise NotFound(f"there is no article {slug!r}")
    others = [choice for choice in site.choices.in_force(now) if choice.article != slug]
    choice = EditorChoice(article=slug, action=draft.action, reason=draft.reason, by=by.name, since=now)
    ranked = site.reads.rank(now, limit=MOST_READ_LENGTH + SPARE_PLACES, choices=[*others, choice])
    return site.desk.choose_most_read(slug, draft, ranked, by, now, key, asked)


def release_most_read(site: Site, slug: str, by: Actor, now: datetime, key: str | None = None) -> Receipt:
    """Takes a choice back. Raises what the desk raises."""
    others = [choice for choice in site.choices.in_force(now) if choice.article != slug]
    return site.desk.release_most_read(
        slug, site.reads.rank(now, limit=MOST_READ_LENGTH + SPARE_PLACES, choices=others), by, now, key
    )
