"""Other names of each story: the id that its source uses, and links that it has moved to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors


@dataclass(frozen=True)
class StoryName:
    """A name of the story with `source`; `guid` is the name as its source wrote it, "" for a link."""

    source: str
    guid: str = ""


class OwnIds:
    """Raises `StoreAway` when the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def named(self, names: Iterable[str]) -> dict[str, StoryName]:
        """Those of `names` that are known."""
        wanted = list(names)
        if not wanted:
            return {}
        with store_errors():
            found = self._store.hmget(keys.OWN_IDS, wanted)
        return {name: StoryName(*orjson.loads(text)) for name, text in zip(wanted, found, strict=True) if text}

    def learn(self, learned: Mapping[str, Mapping[str, StoryName]]) -> None:
        """Stores names: source → name → what it stands for. A new name replaces the source's old names of the same kind
        (the part before the first space).
        """
        if not learned:
            return
        with store_errors():
            before = self._store.hmget(keys.NAMES_OF, list(learned))
            pipe = self._store.pipeline(transaction=False)
            for (source, names), text in zip(learned.items(), before, strict=True):
                old = orjson.loads(text) if text else []
                kinds = {_kind(name) for name in names}
                kept = [name for name in old if _kind(name) not in kinds]
                if gone := [name for name in old if name not in kept and name not in names]:
                    pipe.hdel(keys.OWN_IDS, *gone)
                for name, stands_for in names.items():
                    pipe.hset(keys.OWN_IDS, name, orjson.dumps([stands_for.source, stands_for.guid]))
                pipe.hset(keys.NAMES_OF, source, orjson.dumps([*kept, *names]))
            pipe.execute()


def _kind(name: str) -> str:
    return name.partition(" ")[0]
