"""A client whose keys were moved: whatever it is asked, it reaches none but its own."""

from __future__ import annotations

import pytest

from tests.any_store import Store, connect
from tests.conftest import NOON, Valkey, make_room
from webapp.newsroom.drafts import BreakingDraft, OnAirHoldDraft
from webapp.newsroom.staff import Actor
from webapp.store.core import keys
from webapp.store.core.moved_keys import MovedKeys

BESIDE = keys.PREFIX + "beside:"
ADMIN = Actor(name="Amado", role="admin")


@pytest.fixture
def moved(store: Store, valkey_server: Valkey) -> Store:
    return connect(valkey_server.url, moved_to=BESIDE)


def names(store: Store) -> list[str]:
    return sorted(name.decode() for name in store.keys("*"))


def test_commands_pipelines_and_scripts_all_go_beside(store: Store, moved: Store) -> None:
    store.set(keys.GRID, "the newsroom's")
    moved.set(keys.GRID, "beside")
    with moved.pipeline() as pipe:
        pipe.hset(keys.HOLDS, "on_air", "{}")
        pipe.get(keys.GRID)
        assert pipe.execute() == [1, b"beside"]
    moved.register_script("redis.call('SET', KEYS[1], 'x'); redis.call('SET', ARGV[1], 'y')")([keys.META], [keys.LOG])
    assert names(store) == sorted([keys.GRID, *(BESIDE + name for name in ("grid", "holds", "meta", "log"))])
    assert store.get(keys.GRID) == b"the newsroom's"
    assert names(moved) == names(store), "a pattern that begins otherwise stays as it is"
    assert moved.scan(0, f"{keys.PREFIX}*", 100)[1] != [] and moved.get(BESIDE + "grid") == b"beside"


def test_words_that_are_no_keys_stay(moved: Store) -> None:
    for value in ("{airwire", "x{airwire}:y", b"\xff\x00", 7, 1.5, "ñandú"):
        moved.set(keys.GRID, value)
        assert moved.get(keys.GRID) == (value if isinstance(value, bytes) else str(value).encode())


def test_what_is_published_is_heard_beside_alone(store: Store, moved: Store) -> None:
    heard = store.pubsub()
    heard.psubscribe("*")
    moved.execute_command("PUBLISH", keys.NEWS, "x")
    said = [message for message in (heard.get_message(timeout=1) for _ in range(2)) if message]
    assert said[-1]["channel"].decode() == BESIDE + "news"


def test_a_desk_on_moved_keys_is_a_newsroom_of_its_own(store: Store, moved: Store) -> None:
    here, beside = make_room(store), make_room(moved)
    here.desk.publish_breaking(BreakingDraft(headline="Here", priority="urgent"), ADMIN, NOON)
    before = {name: store.dump(name) for name in names(store)}
    beside.desk.publish_breaking(BreakingDraft(headline="Beside", priority="flash"), ADMIN, NOON, "k")
    beside.desk.hold_on_air(OnAirHoldDraft(title="Special"), ADMIN, NOON)
    assert {name: store.dump(name) for name in names(store) if not name.startswith(BESIDE)} == before
    assert [item.headline for item in here.log.board().breaking] == ["Here"]
    assert [item.headline for item in beside.log.board().breaking] == ["Beside"]


@pytest.mark.parametrize("to", [keys.PREFIX, "other:", ""])
def test_keys_are_moved_to_where_the_account_may_go_and_nowhere_else(to: str) -> None:
    with pytest.raises(ValueError, match="not beneath"):
        MovedKeys(to)
