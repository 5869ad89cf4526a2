"""Which article stands beside the segment: a plan that is made once and evaluated by every client's clock.

A plan is an ordered list of articles, the length of a turn, and the instant at which the first turn began. Who shows
which article when follows from these, so all listeners see the same article and nothing is sent at a turn. A plan
changes only when its articles do: then the current article keeps its turn, and the new order continues from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from webapp.newsroom.model import ArticleCard, BreakingItem, Language, OnAir, Rotation
from webapp.newsroom.schedule.grid.grid import GridProgramme, GridSegment, RotationFields
from webapp.newsroom.times import to_utc_ms


class RotationRules(RotationFields):
    """The rotation fields in force at a moment, with the language that the fill is limited to."""

    language: Language | None = None


class RotationArticle(Protocol):
    """The fields of an article that a plan uses (`model.Article` has them)."""

    @property
    def slug(self) -> str: ...
    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def language(self) -> str: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def withdrawn(self) -> str | None: ...
    def card(self) -> ArticleCard: ...


def rules_of(programme: GridProgramme | None, segment: GridSegment | None) -> RotationRules:
    """The segment's rules, else its programme's, else the newest articles."""
    if segment and segment.has_rules:
        return RotationRules(**segment.rotation_fields(), language=segment.language)
    language = segment.language if segment else None
    return RotationRules(**programme.rotation_fields(), language=language) if programme else RotationRules()


def plan_rotation(
    rules: RotationRules,
    stories: Iterable[RotationArticle],
    now: datetime,
    *,
    starts_at: datetime,
    before: Rotation | None = None,
    most_read: Sequence[str] = (),
) -> Rotation:
    """The plan for a segment that began at `starts_at`. `before` is its plan so far, which stays while it is still
    right.

    Withdrawn articles and those not yet published at `now` are left out. `most_read` is the ranking (slugs), best
    first.
    """
    out = {story.slug: story for story in stories if story.withdrawn is None and story.published_at <= now}
    own = [slug for slug in dict.fromkeys(rules.articles) if slug in out]
    room = max(0, rules.limit - len(own))
    fitting = _fitting(rules, out, most_read, taken=set(own))
    fill = _settled(rules, own, fitting, room, before, now) if before else fitting[:room]
    cards = tuple(out[slug].card() for slug in own + fill)
    fresh = Rotation(articles=cards, every_s=rules.every_s, starts_at=starts_at)
    return _carried_on(before, fresh, now) if before else fresh


def with_rotation(
    on_air: OnAir,
    rules: RotationRules | None,
    stories: Iterable[RotationArticle],
    now: datetime,
    *,
    before: OnAir | None = None,
    most_read: Sequence[str] = (),
) -> OnAir:
    """`on_air` with its rotation. When `before` (the board's) is the same turn, its plan continues."""
    if rules is None or on_air.starts_at is None:
        return on_air.model_copy(update={"rotation": None})
    same = before is not None and _turn(before) == _turn(on_air)
    plan = plan_rotation(
        rules,
        stories,
        now,
        starts_at=on_air.starts_at,
        before=before.rotation if before and same else None,
        most_read=most_read,
    )
    return on_air.model_copy(update={"rotation": plan if plan.articles else None})


def rotation_at(rotation: Rotation | None, t: datetime) -> ArticleCard | None:
    """The article whose turn it is at `t`; the first one before the first turn. The page's script computes the same."""
    if rotation is None or not rotation.articles:
        return None
    return rotation.articles[max(0, _turns(rotation, t)) % len(rotation.articles)]


FLASH_ARTICLE_TIME = timedelta(minutes=10)
"""How long a flash's article stands beside any segment, unless the flash is withdrawn or expires first."""


def current_flash(breaking: Iterable[BreakingItem], t: datetime) -> BreakingItem | None:
    """The flash in `breaking` (newest first) whose article stands beside the segment at `t`."""
    for item in breaking:
        if item.priority == "flash" and item.article:
            ends = item.published_at + FLASH_ARTICLE_TIME
            if t < (min(ends, item.expires_at) if item.expires_at else ends):
                return item
    return None


def article_beside(
    rotation: Rotation | None, breaking: Iterable[BreakingItem], heard: datetime, now: datetime
) -> ArticleCard | None:
    """The article beside the segment: a flash's article at `now`, else the rotation's at `heard`, what the listener
    hears.

    A flash is not delayed to what the listener hears. `static/js/on-air/timeline.js` has the same rule for browsers.
    """
    flash = current_flash(breaking, now)
    if flash is None or flash.article is None:
        return rotation_at(rotation, heard)
    known = next((card for card in rotation.articles if card.slug == flash.article), None) if rotation else None
    return known or flash.card or ArticleCard(slug=flash.article, title=flash.headline, summary=flash.body)


def _fitting(
    rules: RotationRules, stories: Mapping[str, RotationArticle], most_read: Sequence[str], taken: set[str]
) -> list[str]:
    if rules.articles and not rules.topics and rules.order is None:
        return []
    topics = {topic.casefold() for topic in rules.topics}
    fitting = [
        story
        for story in stories.values()
        if story.slug not in taken
        and (not topics or any(topic.strip().casefold() in topics for topic in story.topics))
        and (rules.language is None or story.language == rules.language)
    ]
    fitting.sort(key=lambda story: (-story.published_at.timestamp(), story.slug))
    if rules.order == "most_read":
        rank = {slug: n for n, slug in enumerate(most_read)}
        fitting.sort(key=lambda story: rank.get(story.slug, len(rank)))
    return [story.slug for story in fitting]


def _settled(
    rules: RotationRules, own: list[str], fitting: list[str], room: int, before: Rotation, now: datetime
) -> list[str]:
    """The fill, kept in its present order where possible: the same articles in another order need no new plan.

    A ranking changes all the time, so it is applied only when a round is over and every article had its turn.
    """
    ring = [card.slug for card in before.articles]
    if own and own[0] in ring:
        ring = ring[ring.index(own[0]) :] + ring[: ring.index(own[0])]
    wanted = set(fitting)
    stood = [slug for slug in ring if slug in wanted]
    fill = fitting[:room]
    if rules.order == "most_read" and not _round_over(before, now):
        fill = [*stood, *(slug for slug in fitting if slug not in stood)][:room]
    return stood if set(stood) == set(fill) else fill


def _round_over(rotation: Rotation, now: datetime) -> bool:
    turns = _turns(rotation, now)
    return not rotation.articles or (turns > 0 and turns % len(rotation.articles) == 0)


def _carried_on(before: Rotation, fresh: Rotation, now: datetime) -> Rotation:
    """`fresh`, rotated so that the article shown at `now` under `before` keeps its turn."""
    if not before.articles or not fresh.articles or before.every_s != fresh.every_s:
        return fresh
    turns = max(0, _turns(before, now))
    count = len(before.articles)
    slugs = [card.slug for card in fresh.articles]
    ring = [before.articles[(turns + n) % count].slug for n in range(count)]
    first = next((slug for slug in ring if slug in slugs), None)
    if first is None:
        return fresh
    at = slugs.index(first)
    cards = fresh.articles[at:] + fresh.articles[:at]
    if [card.slug for card in cards] == ring:
        updated = {card.slug: card for card in cards}
        return before.model_copy(update={"articles": tuple(updated[card.slug] for card in before.articles)})
    begun = before.starts_at + timedelta(seconds=turns * before.every_s)
    return fresh.model_copy(update={"articles": cards, "starts_at": to_utc_ms(begun)})


def _turns(rotation: Rotation, t: datetime) -> int:
    return int((t - rotation.starts_at).total_seconds() // rotation.every_s)


def _turn(on_air: OnAir) -> tuple[object, ...]:
    programme, segment = on_air.programme, on_air.segment
    return (programme and programme.id, segment and segment.id, on_air.starts_at)
