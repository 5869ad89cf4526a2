"""What staff are told of the stream by webhook, and when it is tried again. Pure."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Literal

from webapp.newsroom.model import Stream, StreamStatus, Value
from webapp.newsroom.times import Instant
from webapp.newsroom.unknown import carry_unknown

FIRST_RETRY = timedelta(seconds=5)
MAX_RETRY = timedelta(hours=1)

MAX_TRIES = 14
"""For some five hours; then a notice is old news, and the next one is sent."""


class StatusNotice(Value):
    """The station's status became `status` at `since`; it was `was` before. `by` as in `Stream`."""

    type: Literal["stream.status", "test"] = "stream.status"
    at: Instant
    status: StreamStatus
    was: StreamStatus
    since: Instant | None = None
    by: Literal["probe", "hand"] = "probe"
    reason: str | None = None


class Delivery(Value):
    """How far a webhook has been told: `place` is the last notice it has, or was given up."""

    place: str = ""
    failures: int = 0
    due_at: Instant | None = None
    told_at: Instant | None = None
    given_up: int = 0
    error: str | None = None


def status_notice(before: Stream, after: Stream, now: datetime) -> StatusNotice | None:
    """`None` where the status stays what it was, or was not known and still is not."""
    if before.status == after.status:
        return None
    reasons = {source.reason for source in after.streams if source.status == after.status and source.reason}
    reason = reasons.pop() if len(reasons) == 1 else None
    return StatusNotice(at=now, status=after.status, was=before.status, since=after.since, by=after.by, reason=reason)


def after_delivery(delivery: Delivery, place: str, now: datetime) -> Delivery:
    return carry_unknown(Delivery(place=place, told_at=now, given_up=delivery.given_up), delivery)


def after_skip(delivery: Delivery, place: str) -> Delivery:
    """A notice that this webhook is not to be told."""
    return delivery.model_copy(update={"place": place})


def after_failure(delivery: Delivery, place: str, error: str, now: datetime) -> Delivery:
    """Each failure doubles the pause, up to an hour; after `MAX_TRIES` the notice is given up."""
    failures = delivery.failures + 1
    if failures >= MAX_TRIES:
        lost = Delivery(place=place, told_at=delivery.told_at, given_up=delivery.given_up + 1, error=error[:300])
        return carry_unknown(lost, delivery)
    pause = min(FIRST_RETRY * 2 ** (failures - 1), MAX_RETRY)
    return delivery.model_copy(update={"failures": failures, "due_at": now + pause, "error": error[:300]})


def signature(secret: str, name: str, seconds: int, body: bytes) -> str:
    """As Standard Webhooks has it: `v1,` and the HMAC-SHA256 of id, time and body, in base64."""
    signed = f"{name}.{seconds}.".encode() + body
    return "v1," + b64encode(digest(secret.encode(), signed, "sha256")).decode()


def webhook_id(url: str) -> str:
    return sha256(url.encode()).hexdigest()[:12]
