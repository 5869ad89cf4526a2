"""Errors that carry their decision: which status, which field, and whether trying again can help.

The edges (HTTP, command line) only turn them into a response; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class FieldError(dict[str, Any]):
    """One wrong field: `{field, problem, code, limit?}`; `field` is a path such as `segments.2.starts`.

    `problem` is for people who read English, `code` for programs and for those who say it in another language.
    """

    def __init__(self, field: str, problem: str, code: str = "wrong", limit: float | None = None) -> None:
        super().__init__(field=field, problem=problem, code=code, **({} if limit is None else {"limit": limit}))


class NewsroomError(Exception):
    """Something the newsroom refuses, in words for the person who asked.

    `status` is the HTTP status an edge answers with, `code` a short name for programs,
    `retry` whether the same request can succeed later, `extra` members for the problem document.
    """

    status = 400
    code = "refused"
    retry = False

    def __init__(
        self, message: str, *, fields: Sequence[FieldError] = (), extra: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = list(fields)
        self.extra = dict(extra or {})


class Invalid(NewsroomError):
    """The request can never succeed as it stands; `fields` says what was wrong and what would be right."""

    status = 422
    code = "invalid"


class NotFound(NewsroomError):
    status = 404
    code = "not-found"


class Stale(NewsroomError):
    """Somebody changed the item first; `extra["current"]` is what it is now, `extra["changed"]` what differs."""

    status = 409
    code = "stale"


class KeyReused(NewsroomError):
    """An Idempotency-Key came back with another body: answering the old result would hide the new wish."""

    status = 422
    code = "idempotency-key-reused"


class NotAllowed(NewsroomError):
    status = 403
    code = "not-allowed"


class TooMany(NewsroomError):
    status = 429
    code = "too-many"
    retry = True


class Busy(NewsroomError):
    """There is more to do here than is let wait; `extra["retry_after_s"]` says when to come back."""

    status = 503
    code = "busy"
    retry = True


class StoreAway(NewsroomError):
    """The store did not confirm the change. It may or may not have happened: repeat with the same key."""

    status = 503
    code = "store-away"
    retry = True


class LeaseLost(NewsroomError):
    """This clock process is no longer the one that may write; another holds the lease."""

    status = 409
    code = "lease-lost"


class NewerBuild(StoreAway):
    """What another build wrote cannot be read by this one, which writes nothing then: it could lose what it cannot see.

    Nothing is confirmed, as while the store is away; the same request may succeed at another server.
    """

    code = "newer-build"
