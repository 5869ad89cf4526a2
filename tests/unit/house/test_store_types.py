"""The types that the store is given are those of redis-py's client, and no more of it than is used."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import redis
from redis.client import Pipeline as RedisPipeline

from webapp.store.core import client
from webapp.store.core.address import parse_address
from webapp.store.core.primary import pool
from webapp.store.core.sentinels import Primary

STORE = Path(__file__).parents[3] / "webapp" / "store"
CODE = "".join(path.read_text("utf-8") for path in STORE.rglob("*.py") if path.name != "client.py")
POOL: Any = pool(Primary(parse_address("redis://127.0.0.1:1")))
THEIRS: dict[type, Any] = {
    client.Store: redis.Redis.from_pool(POOL),
    client.Pipeline: RedisPipeline,
    client.ConnectionPool: POOL,
    client.Connection: POOL.make_connection(),
}


def methods() -> list[tuple[type, str]]:
    return [
        (ours, name) for ours in THEIRS for name, of in vars(ours).items() if inspect.isfunction(of) and name[:1] != "_"
    ]


@pytest.mark.parametrize(("ours", "name"), methods(), ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_every_command_is_redis_pys_and_is_used(ours: type, name: str) -> None:
    parameters = inspect.signature(getattr(THEIRS[ours], name)).parameters
    for parameter in list(inspect.signature(getattr(ours, name)).parameters.values())[1:]:
        kinds = {theirs.kind for theirs in parameters.values()}
        takes_any = {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD} & kinds
        assert parameter.name in parameters or takes_any, f"{name} has no {parameter.name}"
    assert re.search(rf"\.{name}\(", CODE), f"{name} is used nowhere: take it out"
