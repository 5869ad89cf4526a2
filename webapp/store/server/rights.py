"""What the store's account must be allowed to do, tried command by command on keys of our own that end by themselves."""

from __future__ import annotations

import redis
from redis.exceptions import NoPermissionError

from webapp.store.core import keys
from webapp.store.core.client import Sent, Store
from webapp.store.core.connection import store_errors

_KINDS = ("string", "hash", "list", "sorted", "stream", "count")
_STRING, _HASH, _LIST, _SORTED, _STREAM, _COUNT = (keys.trial(of) for of in _KINDS)

COMMANDS: tuple[tuple[Sent, ...], ...] = (
    ("PING",), ("TIME",), ("ROLE",), ("INFO", "server"),
    ("EVAL", "return redis.call('TIME')[1]", 1, _STRING), ("EVALSHA", "0" * 40, 1, _STRING), ("SCRIPT", "LOAD", "return 1"),
    ("SET", _STRING, "1", "EX", keys.TRIAL_TTL_S), ("GET", _STRING), ("MGET", _STRING), ("EXISTS", _STRING), ("INCR", _STRING),
    ("TTL", _STRING), ("EXPIRE", _STRING, keys.TRIAL_TTL_S), ("PEXPIRE", _STRING, keys.TRIAL_TTL_S * 1000),
    ("HSET", _HASH, "f", "1"), ("HGET", _HASH, "f"), ("HMGET", _HASH, "f"), ("HGETALL", _HASH), ("HKEYS", _HASH),
    ("HVALS", _HASH), ("HLEN", _HASH), ("HEXISTS", _HASH, "f"), ("HSCAN", _HASH, 0), ("HDEL", _HASH, "f"),
    ("RPUSH", _LIST, "1"), ("LRANGE", _LIST, 0, -1), ("LLEN", _LIST), ("LPOP", _LIST),
    ("LPUSH", _LIST, "1"), ("LREM", _LIST, 1, "1"),
    ("ZADD", _SORTED, 1, "m"), ("ZINCRBY", _SORTED, 1, "m"), ("ZSCORE", _SORTED, "m"), ("ZMSCORE", _SORTED, "m"),
    ("ZRANGE", _SORTED, 0, -1), ("ZREVRANGE", _SORTED, 0, -1), ("ZRANGEBYSCORE", _SORTED, 0, 1),
    ("ZREVRANGEBYSCORE", _SORTED, 1, 0), ("ZUNION", 1, _SORTED), ("ZREM", _SORTED, "m"),
    ("ZREMRANGEBYSCORE", _SORTED, 0, 1), ("ZREMRANGEBYRANK", _SORTED, 0, 0),
    ("XADD", _STREAM, "MAXLEN", "~", 1, "*", "f", "1"), ("XRANGE", _STREAM, "-", "+"), ("XREVRANGE", _STREAM, "+", "-"),
    ("XREAD", "STREAMS", _STREAM, "0"), ("XDEL", _STREAM, "0-1"), ("PFADD", _COUNT, "1"), ("PFCOUNT", _COUNT),
    ("DEL", _STRING, _HASH, _LIST, _SORTED, _STREAM, _COUNT),
    ("CLIENT", "TRACKING", "OFF"), ("SCAN", 0), ("TYPE", _STRING), ("PEXPIRETIME", _STRING), ("STRLEN", _STRING),
    ("ZCARD", _SORTED), ("XLEN", _STREAM), ("ZSCAN", _SORTED, 0),
    ("MULTI",), ("EXEC",), ("WAIT", 0, 1),
    ("PUBLISH", keys.trial("news"), ""), ("SUBSCRIBE", keys.trial("news")), ("UNSUBSCRIBE", keys.trial("news")),
)  # fmt: skip
"""Each command that the product or its scripts use, with arguments that do no harm."""

ACL_RULE = (
    "~{airwire}:* &{airwire}:* +@read +@write +@scripting +@transaction +@pubsub +@connection "
    "+info +role +time +wait +waitaof +config|get"
)
"""What is enough for an account, as docs/operate/stores.md has it; `+config|get` is for `airwire check` alone."""


def missing_rights(store: Store) -> list[str]:
    """The store's own words for each command that the account may not give. Raises `StoreAway`."""
    missing = []
    with store_errors():
        connection = store.connection_pool.get_connection()
        try:
            for command in COMMANDS:
                connection.send_command(*command)
                try:
                    connection.read_response()
                except NoPermissionError as error:
                    missing.append(str(error))
                except redis.ResponseError:
                    pass  # it may be given, and more is not asked here
        finally:
            store.connection_pool.release(connection)
    return missing
