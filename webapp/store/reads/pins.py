"""Editors' choices about the most-read list in the store. Changes go through the desk."""

from __future__ import annotations

from datetime import datetime

import orjson

from webapp.newsroom.reads.pins import EditorChoice
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored


class Choices:
    """Reading raises `StoreAway`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, EditorChoice]:
        """By article, including expired ones that the clock has not removed yet."""
        with store_errors():
            found = self._store.hgetall(keys.CHOICES)
        return {slug.decode(): parse_stored(EditorChoice, text) for slug, text in found.items()}

    def in_force(self, now: datetime) -> list[EditorChoice]:
        """The choices that apply at `now`."""
        return [choice for choice in self.all().values() if choice.in_force(now)]


def choice_write(choice: EditorChoice) -> Write:
    """The command that stores the choice."""
    return ("HSET", keys.CHOICES, choice.article, orjson.dumps(choice.dump()))


def choice_removal(article: str) -> Write:
    """The command that removes the choice about `article`."""
    return ("HDEL", keys.CHOICES, article)
