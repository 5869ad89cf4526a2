"""A turn of the air as the board shows it: what grid and holds have at a moment, with the articles beside it.

The desk writes it down; a web process shows it where nobody has yet. Both by this one function, so that they are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from webapp.newsroom.board import Board
from webapp.newsroom.model import Article, OnAir
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import Holds
from webapp.newsroom.schedule.on_air import on_air, rules_at
from webapp.newsroom.schedule.rotation import with_rotation

MAX_ROTATION_CANDIDATES = 200
"""A rotation is filled from so many of the newest articles."""


class ArticleSource(Protocol):
    """Where articles are."""

    def some(self, slugs: Iterable[str]) -> Iterable[Article]:
        """Those of `slugs` that there are."""

    def newest(self, count: int) -> Iterable[Article]:
        """The newest first."""


def turn_at(grid: Grid, holds: Holds, stories: ArticleSource, board: Board, now: datetime) -> OnAir:
    """What is on at `now`; where `board` has the same turn, its plan of articles goes on."""
    rules = rules_at(grid, holds, now)
    named = stories.some(rules.articles) if rules else []
    among = {story.slug: story for story in (*named, *stories.newest(MAX_ROTATION_CANDIDATES))}
    read = [item.article for item in board.most_read.items] if board.most_read else []
    return with_rotation(on_air(grid, holds, now), rules, among.values(), now, before=board.on_air, most_read=read)
