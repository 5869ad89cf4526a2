"""Errors that carry their decision: the HTTP status, the wrong fields, and whether trying again can help.

The edges (HTTP, command line) only turn them into a response.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Marks `text` for translation: whoever shows it looks it up in the reader's language. The text itself stays."""
    return text


MAX_FIELDS_SAID = 20
MAX_FIELD_CHARS = 200
"""Of a field's name, which may be one that the caller made up."""


class FieldError(dict[str, Any]):
    """One wrong field: `{field, problem, code, limit?}`; `field` is a path such as `segments.2.starts`.

    `problem` is an English sentence; `code` is for programs and for translations of the message.
    """

    def __init__(self, field: str, problem: str, code: str = "wrong", limit: float | None = None) -> None:
        super().__init__(
            field=field[:MAX_FIELD_CHARS], problem=problem, code=code, **({} if limit is None else {"limit": limit})
        )


class NewsroomError(Exception):
    """A refusal, with a message for the person who asked.

    `status` is the HTTP status to answer with, `code` a short name for programs, `retry` whether the same request can
    succeed later, `extra` further members of the problem document (RFC 9457).
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
    """The request can never succeed as it stands; `fields` lists what is wrong and what would be right."""

    status = 422
    code = "invalid"

    @classmethod
    def of(cls, fields: Sequence[FieldError]) -> Invalid:
        """Whose message says of each of `fields` what is wrong with it. Of very many it has the first: an answer is never
        much larger than what was asked."""
        said = [": ".join(filter(None, (one["field"], one["problem"]))) for one in fields[:MAX_FIELDS_SAID]]
        more = len(fields) - len(said)
        return cls("; ".join(said) + (f"; and {more} more" if more else ""), fields=fields[:MAX_FIELDS_SAID])


class NotFound(NewsroomError):
    """The item that the request names does not exist."""

    status = 404
    code = "not-found"


class Stale(NewsroomError):
    """Another request changed the item first. `extra["current"]` is the item now, `extra["changed"]` what differs."""

    status = 409
    code = "stale"


class NoSuchRev(Stale):
    """The request names a `rev` that does not exist yet: nobody was faster. `extra["current"]` is the item now."""

    code = "no-such-rev"

    def __init__(self, asked: int, newest: int, current: Mapping[str, Any] | None) -> None:
        problem = f"there is no rev {asked} yet, the newest is {newest}"
        super().__init__(
            f"rev: {problem}; look at what is there, then decide",
            fields=[FieldError("rev", problem, "range", newest)],
            extra={"current": current, "changed": {}},
        )


class TooLate(Stale):
    """It went out before it could be taken back: `extra["current"]` is what is out, to be withdrawn."""

    code = "too-late"


class TooEarly(NewsroomError):
    """Nobody may do this alone yet; `extra["until"]` says from when."""

    status = 409
    code = "too-early"


class KeyReused(NewsroomError):
    """An Idempotency-Key came back with another body. Answering with the old result would hide the new request."""

    status = 422
    code = "idempotency-key-reused"


class NotAllowed(NewsroomError):
    """The actor's role does not include this duty."""

    status = 403
    code = "not-allowed"


class TooMany(NewsroomError):
    """The caller does this too often; `extra["retry_after_s"]` says when to try again, where that is known."""

    status = 429
    code = "too-many"
    retry = True


class Busy(NewsroomError):
    """The waiting queue of this process is full; `extra["retry_after_s"]` says when to try again."""

    status = 503
    code = "busy"
    retry = True


class StoreAway(NewsroomError):
    """The store did not confirm the change. It may or may not have happened: repeat the request with the same key.

    `reason` says why, for the person on call.
    """

    status = 503
    code = "store-away"
    retry = True

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message


class StoreRefuses(StoreAway):
    """The store is there and refuses until its settings or `REDIS_URL` are changed: a password, its ACL, a Cluster."""


class LeaseLost(NewsroomError):
    """This clock process may no longer write, because another one holds the lease."""

    status = 409
    code = "lease-lost"


class NewerBuild(StoreAway):
    """The store holds data of a newer build that this build cannot read, so this process does not write: it could lose
    data.

    Nothing is confirmed, as while the store is away; the same request may succeed on another server.
    """

    code = "newer-build"
