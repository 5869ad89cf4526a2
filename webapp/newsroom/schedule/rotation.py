"""Which article stands beside the segment: a plan that is made once, and read by everybody's clock.

A plan is the articles in order, a turn's length, and the instant the first turn began; who shows which article when
follows from these alone, so every listener at the same moment sees the same one and nothing is pushed at a turn.
A plan changes only when its articles do. The article that is showing then keeps its turn, and the new order goes on
from there: nobody's card jumps because a story was added further down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from webapp.newsroom.model import ArticleCard, BreakingItem, Language, OnAir, Rotation
from webapp.newsroom.schedule.grid.grid import GridProgramme, GridSegment, RotationFields
from webapp.newsroom.times import to_utc_ms


class RotationRules(RotationFields):
    """`grid.RotationFields` as it holds at a moment, with the language the fill is limited to."""

    language: Language | None = None


class RotationArticle(Protocol):
    """What a plan looks at in an article (`model.Article` has it all)."""

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
    """The segment's rules, or its programme's, or plainly the newest."""
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
    """The plan for a segment that began at `starts_at`; `before` is its plan so far, which stays if it still holds.

    Left out are stories withdrawn or not yet published at `now`. `most_read` is the ranking, best first.
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
    """`on_air` with its rotation; the plan of `before` (what the board has) goes on where that is the same turn."""
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
    """The article whose turn it is at `t` (before the first turn: the first); the page's script counts the same way."""
    if rotation is None or not rotation.articles:
        return None
    return rotation.articles[max(0, _turns(rotation, t)) % len(rotation.articles)]


FLASH_ARTICLE_TIME = timedelta(minutes=10)
"""For so long a flash's article stands beside whatever segment is on, unless it is taken back or expires before."""


def current_flash(breaking: Iterable[BreakingItem], t: datetime) -> BreakingItem | None:
    """The flash on the board (newest first) whose article has the place beside the segment at `t`."""
    for item in breaking:
        if item.priority == "flash" and item.article:
            ends = item.published_at + FLASH_ARTICLE_TIME
            if t < (min(ends, item.expires_at) if item.expires_at else ends):
                return item
    return None


def article_beside(
    rotation: Rotation | None, breaking: Iterable[BreakingItem], heard: datetime, now: datetime
) -> ArticleCard | None:
    """What stands beside the segment: a flash's article at once, else whose turn it is where the ear is.

    A flash waits for nobody's ear, and gives back where the clock then is. The browser's twin is in `timeline.js`.
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
    """The fill, as much as may be as it stood: the same stories in another order are no news.

    A ranking moves all the time: it is looked at again when a round is over and every story had its turn.
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
    """`fresh`, turned so that the story that shows at `now` under `before` keeps its turn."""
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
