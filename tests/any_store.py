"""The store as tests look into it: with all commands of redis-py, of which the product needs a few, and untyped answers."""

from __future__ import annotations

from typing import Any, TypeAlias

from webapp.store.core import connection

Store: TypeAlias = Any


def connect(url: str, **options: Any) -> Store:
    return connection.connect(url, **options)
