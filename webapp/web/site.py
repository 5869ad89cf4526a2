"""What views are given: the station, this process's copy of the board, and whom to ask for a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from webapp.newsroom.model import MostRead, Window
from webapp.newsroom.reads.ranking import MOST_READ_LENGTH, only_available
from webapp.web.health import Health
from webapp.web.parts import Parts
from webapp.web.turns import Lanes


class Site(Parts):
    """The parts of a web process, and what only it has.

    Views answer listeners from `replica` alone; `desk`, `reads` and `staff` may raise `StoreAway`. `presence` tells how
    many listeners all processes have, `delivery` the figures of this one (`Engine.stats`), `health` what is wrong with it
    although it serves, `lease_watch` how long ago a clock acted; in `lanes` is done what would hold up the event loop.
    """

    def __init__(
        self,
        parts: Parts,
        delivery: Callable[[], dict[str, int]],
        https: bool = False,
        lanes: Lanes | None = None,
        instead: Mapping[str, object] | None = None,
    ) -> None:
        """`parts` are those of the process, not others of their kind, but for those named in `instead`."""
        vars(self).update(parts.made() | dict(instead or {}))
        self.delivery = delivery
        self.https = https
        self.health = Health()
        self.lanes = lanes or Lanes()

    def most_read(self, window: Window, limit: int = MOST_READ_LENGTH, language: str | None = None) -> MostRead | None:
        """The list of `window` as listeners see it, of articles in `language` where one is given, without what was
        withdrawn since; the last one while the store is away, `None` without any."""
        board = self.replica.board.most_read
        if board and board.window == window and limit <= MOST_READ_LENGTH and language is None:
            return board.model_copy(update={"items": board.items[:limit]})
        listed = self.reads.most_read(window, self.now(), limit, language, board)
        named = (self.replica.article(item.article) for item in listed.items) if listed else ()
        return listed and only_available(
            listed, [article.slug for article in named if article and article.withdrawn is None]
        )
