"""By which other names each story is known: what its source calls it by, and where its link has moved to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from webapp.store.core import keys
from webapp.store.core.connection import Store, store_errors


@dataclass(frozen=True)
class StoryName:
    """The story with `source` goes by a name; `guid` is that name as its source wrote it, "" for a link."""

    source: str
    guid: str = ""


class OwnIds:
    """Raises `StoreAway` where the store does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def named(self, names: Iterable[str]) -> dict[str, StoryName]:
        """Those of `names` that a story goes by."""
        wanted = list(names)
        if not wanted:
            return {}
        with store_errors():
            found = self._store.hmget(keys.OWN_IDS, wanted)
        return {name: StoryName(*orjson.loads(text)) for name, text in zip(wanted, found, strict=True) if text}

    def learn(self, learned: Mapping[str, Mapping[str, StoryName]]) -> None:
        """`learned`: source → name → what it stands for. Of one kind (what is before its first space) the newest counts."""
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
