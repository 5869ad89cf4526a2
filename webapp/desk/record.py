"""The as-run record, written in the same commit as the turn itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from webapp.desk.change import Decision, DeskPart, Receipt
from webapp.newsroom.board import Board
from webapp.newsroom.drafts import ReadOnAirDraft
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import OnAir
from webapp.newsroom.schedule.as_run import AiredArticles, missing_turns, planned_parts, turn_key
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.newsroom.schedule.holds import Holds, OnAirHold
from webapp.newsroom.staff import Actor
from webapp.store.board.commits import Write
from webapp.store.schedule.as_run import aired_writes, plan_writes, turn_writes

Plan = tuple[date, str]
"""A date, and the revision of the grid that it is planned by."""


@dataclass(frozen=True)
class Settled(Decision):
    """A decision after whose commit `plan` is stored, by its own writes or earlier ones."""

    plan: Plan | None = None


class AirRecord(DeskPart):
    _planned: Plan | None = None
    """The plan that this process stored last; only a confirmed one counts."""

    def read_on_air(self, draft: ReadOnAirDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Records that an article is being read on air now; listeners see no change. Raises `Invalid`."""

        def decide(board: Board) -> Decision:
            article = self._articles.get(draft.article)
            if article is None or article.withdrawn is not None:
                problem = "was withdrawn" if article else f"there is no article {draft.article!r}"
                raise Invalid(f"article: {problem}", fields=[FieldError("article", problem, "unknown")])
            row = AiredArticles(at=now, kind="read", articles=(draft.article,), who=by.name)
            return Decision(
                did="read on air", what=article.title, writes=aired_writes(row), names={"slug": draft.article}
            )

        return self._change(decide, "on_air", by, now, key, draft)

    def _record(
        self,
        board: Board,
        turn: OnAir,
        was: OnAirHold | None,
        held: OnAirHold | None,
        now: datetime,
        who: str | None = None,
    ) -> list[Write]:
        """The commands that record the change of the board to `turn`. `was` is the hold until now, `held` the one from now on."""
        writes: list[Write] = []
        if turn_key(turn) != turn_key(board.on_air) or self._planned is None:
            last, grid = self._rundown.as_run.last(), self._rundown.grid()
            before, after = Holds(on_air=was), Holds(on_air=held)
            writes += turn_writes(missing_turns(last, board.on_air, turn, grid, before, after, now, who), now)
        plan = _shown(turn)
        if plan != _shown(board.on_air):
            articles, every_s, starts_at = plan
            writes += aired_writes(
                AiredArticles(at=now, kind="rotation", articles=articles, every_s=every_s, starts_at=starts_at)
            )
        return writes

    def _plan_of_today(self, now: datetime) -> tuple[Plan, list[Write]]:
        """The day's plan, and the commands that store it, unless this process has already stored it."""
        grid = self._rundown.grid()
        today = local_date(grid.tz, now)
        plan = (today, grid.revision)
        return plan, [] if self._planned == plan else plan_writes(today, planned_parts(grid, *day_bounds(grid, today)))


def taken_off(board: Board, slug: str, now: datetime) -> list[Write]:
    """The commands that record the withdrawal of an article in the rotation: the plan goes on without it."""
    articles, every_s, starts_at = _shown(board.on_air)
    if slug not in articles:
        return []
    left = tuple(other for other in articles if other != slug)
    return aired_writes(AiredArticles(at=now, kind="rotation", articles=left, every_s=every_s, starts_at=starts_at))


def _shown(air: OnAir) -> tuple[tuple[str, ...], int | None, datetime | None]:
    """The rotation as the record keeps it: the articles in order, the seconds of a turn, and the start."""
    plan = air.rotation
    if plan is None or not plan.articles:
        return (), None, None
    return tuple(card.slug for card in plan.articles), plan.every_s, plan.starts_at
