"""A primary, two replicas and three Sentinels, all real: what was acknowledged survives, whichever of them is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from click.testing import CliRunner

from bench.rig.replicated import ReplicatedStore, Server
from tests.any_store import connect
from tests.conftest import NOON, TEST_SECRET, Room, make_room
from tests.ports import free_port
from tests.store.board.newsroom_day import BY
from tests.store.board.test_builds import Heard
from tests.store.board.test_desk import headline
from webapp.commands.check import check
from webapp.newsroom.errors import StoreAway
from webapp.store.audit.chains import Chains
from webapp.store.board.fence import REASON
from webapp.store.board.log import Log

DOWN_AFTER_MS = 500


@pytest.fixture(scope="module")
def replicated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplicatedStore]:
    ports = [free_port() for _ in range(6)]
    with ReplicatedStore(tmp_path_factory.mktemp("replicated"), ports, down_after_ms=DOWN_AFTER_MS) as store:
        yield store


def newsroom(url: str, replicas: int = 1) -> Room:
    store = connect(url)
    room = make_room(store)
    room.log = room.desk._log = Log(store, Chains(lambda: TEST_SECRET), replicas)
    return room


def publish(room: Room, text: str, within_s: float = 30) -> None:
    """As a newsroom does: the same key until it is confirmed. Fails when it is not `within_s` seconds."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            room.desk.publish_breaking(headline(text), BY, NOON, key=text)
        except StoreAway:
            assert time.monotonic() < deadline, "nothing can be published"
            time.sleep(0.1)
        else:
            return


def on_the_board(url: str) -> list[str]:
    return [item.headline for item in make_room(connect(url)).log.board().breaking]


def test_the_primary_dies_and_nothing_acknowledged_is_lost_nor_a_board_sent(replicated: ReplicatedStore) -> None:
    room, following = newsroom(replicated.url), newsroom(replicated.url)
    publish(room, "Ferry runs again")
    heard = Heard(following)
    dead = replicated.kill_primary()
    publish(room, "Bridge is closed")
    assert on_the_board(replicated.url) == ["Bridge is closed", "Ferry runs again"]
    heard.listen()
    types = [event["type"] for event in heard.events_]
    assert types == ["epoch", "breaking"] and heard.snapshots == 1, "listeners who have everything need no board"
    assert heard.events_[0]["succeeds"][0]["seq"] == heard.events_[0]["seq"] == 1
    replicated.bring_back(dead)
    publish(room, "Rain")
    assert heard.listen().replica.board.breaking[0].headline == "Rain"


def test_without_the_replicas_that_are_set_nothing_is_acknowledged_and_the_key_finds_it_again(
    replicated: ReplicatedStore,
) -> None:
    room = newsroom(replicated.url, replicas=2)
    publish(room, "Both have it")
    primary = replicated.primary
    frozen = next(node for node in replicated.nodes if node is not primary)
    replicated.freeze(frozen)
    try:
        with pytest.raises(StoreAway, match="1 of 2 replicas") as refused:
            room.desk.publish_breaking(headline("One has it"), BY, NOON, key="one")
        assert refused.value.status == 503 and refused.value.retry
        with pytest.raises(StoreAway, match="1 of 2 replicas"):
            room.desk.publish_breaking(headline("One has it"), BY, NOON, key="one")
    finally:
        replicated.wake(frozen)
    replicated.wait_for_replicas()
    publish(room, "One has it")
    seq = room.log.board().seq
    room.desk.publish_breaking(headline("One has it"), BY, NOON, key="one")
    assert room.log.board().seq == seq and on_the_board(replicated.url).count("One has it") == 2  # two keys


def test_a_former_primary_that_wakes_takes_no_change_and_shows_nothing(replicated: ReplicatedStore) -> None:
    room = newsroom(replicated.url)
    publish(room, "Before")
    old = replicated.primary
    old.client.config_set("min-replicas-to-write", 0)  # it would take whatever comes
    following = newsroom(f"redis://127.0.0.1:{old.port}", replicas=0)
    heard = Heard(following)
    replicated.freeze(old)
    publish(room, "Meanwhile")
    following.log._fence.check(room.log.board().epoch)  # it has met the new history, by way of another connection
    replicated.wake(old)
    for _ in range(3):
        with pytest.raises(StoreAway) as refused:
            following.desk.publish_breaking(headline("Lost"), BY, NOON)
        assert refused.value.reason == REASON
        assert not heard.relay.step()
    newcomer = newsroom(f"redis://127.0.0.1:{old.port}", replicas=1)  # one that knows nothing, and no replica confirms
    with pytest.raises(StoreAway, match="0 of 1 replicas"):
        newcomer.desk.publish_breaking(headline("Lost"), BY, NOON)
    old.kill()
    replicated.bring_back(old)
    publish(room, "After")
    assert on_the_board(replicated.url)[:3] == ["After", "Meanwhile", "Before"]


def test_check_says_what_a_failover_would_lose(
    replicated: ReplicatedStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (("REDIS_URL", replicated.url), ("SECRET_KEY", "x" * 32), ("AIRWIRE_DATA", str(tmp_path))):
        monkeypatch.setenv(name, value)
    said = CliRunner().invoke(check).output
    assert "ok   store: replicas in step: 2, those that must confirm a change (AIRWIRE_REPLICAS): 1" in said
    assert "ok   store: a change is confirmed by 1 replicas, on disk" in said
    assert said.count("names the primary") == 3 and "ok   store: min-replicas-to-write 1" in said
    gone = replicated.sentinels[0]
    monkeypatch.setenv("AIRWIRE_REPLICAS", "0")
    replicated.primary.client.config_set("min-replicas-to-write", 0)
    gone.kill()
    said = CliRunner().invoke(check).output
    assert f"BAD  Sentinel 127.0.0.1:{gone.port}" in said
    assert "BAD  store: AIRWIRE_REPLICAS is 0" in said and "BAD  store: min-replicas-to-write 0" in said


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, free_port())
    server.start(["-"], f'port {server.port}\nbind 127.0.0.1\ndir {tmp_path}\nsave ""\nappendonly yes\n')
    yield server
    server.kill()


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"maxmemory": "1"}, "it is full"),
        ({"min-replicas-to-write": "1"}, "fewer replicas are connected"),
        ({"replicaof": f"127.0.0.1 {1}"}, "a replica answers"),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_a_store_that_takes_no_change_is_503_with_its_reason(
    alone: Server, settings: dict[str, str], reason: str
) -> None:
    room = newsroom(f"redis://127.0.0.1:{alone.port}", replicas=0)
    publish(room, "Before")
    for name, value in settings.items():
        alone.client.execute_command("REPLICAOF", *value.split()) if name == "replicaof" else alone.client.config_set(
            name, value
        )
    with pytest.raises(StoreAway) as refused:
        room.desk.publish_breaking(headline("Not now"), BY, NOON, key="k")
    assert (refused.value.status, refused.value.retry, refused.value.code) == (503, True, "store-away")
    assert reason in refused.value.reason
    with pytest.raises(redis.ResponseError):
        alone.client.set("{airwire}:x", "1")
