"""The turn on the air as the board shows it: what grid and holds say at a moment, with the articles beside it.

The desk writes it to the board; a web process computes the same while no desk has. Both use this one function.
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
"""How many of the newest articles a rotation is filled from."""


class ArticleSource(Protocol):
    """Where articles are read from: the store, or a replica."""

    def some(self, slugs: Iterable[str]) -> Iterable[Article]:
        """Those of `slugs` that exist."""

    def newest(self, count: int) -> Iterable[Article]:
        """The `count` newest articles, newest first."""


def turn_at(grid: Grid, holds: Holds, stories: ArticleSource, board: Board, now: datetime) -> OnAir:
    """What is on at `now`, with its rotation; when `board` has the same turn, its plan continues."""
    rules = rules_at(grid, holds, now)
    named = stories.some(rules.articles) if rules else []
    among = {story.slug: story for story in (*named, *stories.newest(MAX_ROTATION_CANDIDATES))}
    read = [item.article for item in board.most_read.items] if board.most_read else []
    return with_rotation(on_air(grid, holds, now), rules, among.values(), now, before=board.on_air, most_read=read)
