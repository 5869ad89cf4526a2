"""What editors chose about the most-read list, as the store has it. Changes go through the desk."""

from __future__ import annotations

from datetime import datetime

import orjson

from webapp.newsroom.reads.pins import Choice
from webapp.store.board.log import Write
from webapp.store.core import keys
from webapp.store.core.connection import Store, told_when_away
from webapp.store.core.stored import stored


class Choices:
    """Reading raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, Choice]:
        """By article; those whose time is over too, until the clock has taken them away."""
        with told_when_away():
            found = self._store.hgetall(keys.CHOICES)
        return {slug.decode(): stored(Choice, text) for slug, text in found.items()}

    def in_force(self, now: datetime) -> list[Choice]:
        return [choice for choice in self.all().values() if choice.in_force(now)]


def choosing(choice: Choice) -> Write:
    return ("HSET", keys.CHOICES, choice.article, orjson.dumps(choice.dump()))


def releasing(article: str) -> Write:
    return ("HDEL", keys.CHOICES, article)
