"""Notices to webhooks about the stream's status, and when a failed one is sent again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from webapp.newsroom.model import Stream, StreamStatus, Value
from webapp.newsroom.times import Instant
from webapp.newsroom.unknown import carry_unknown

FIRST_RETRY = timedelta(seconds=5)
MAX_RETRY = timedelta(hours=1)

MAX_TRIES = 14
"""About five hours of tries; then the notice is out of date, and the next one is sent."""


class StatusNotice(Value):
    """The station's status became `status` at `since`; before it was `was`. `by` as in `Stream`."""

    type: Literal["stream.status", "test"] = "stream.status"
    at: Instant
    status: StreamStatus
    was: StreamStatus
    since: Instant | None = None
    by: Literal["probe", "hand"] = "probe"
    reason: str | None = None


class Delivery(Value):
    """A webhook's progress. `place` is the last notice that it received or that was given up; `told_at` is the last
    delivery, `settings` the key of the settings by which it was tried last.
    """

    place: str = ""
    failures: int = 0
    due_at: Instant | None = None
    told_at: Instant | None = None
    given_up: int = 0
    error: str | None = None
    settings: str | None = None


def status_notice(before: Stream, after: Stream, now: datetime) -> StatusNotice | None:
    """The notice of a change; `None` when the status stays the same."""
    if before.status == after.status:
        return None
    reasons = {source.reason for source in after.streams if source.status == after.status and source.reason}
    reason = reasons.pop() if len(reasons) == 1 else None
    return StatusNotice(at=now, status=after.status, was=before.status, since=after.since, by=after.by, reason=reason)


def after_delivery(delivery: Delivery, place: str, now: datetime) -> Delivery:
    """The progress after the notice at `place` was delivered."""
    return carry_unknown(
        Delivery(place=place, told_at=now, given_up=delivery.given_up, settings=delivery.settings), delivery
    )


def after_skip(delivery: Delivery, place: str) -> Delivery:
    """The progress past a notice that this webhook does not want."""
    return delivery.model_copy(update={"place": place})


def after_failure(delivery: Delivery, place: str, error: str, now: datetime) -> Delivery:
    """The progress after a failed delivery. Each failure doubles the pause, up to an hour; after `MAX_TRIES` it is
    given up.
    """
    failures = delivery.failures + 1
    if failures >= MAX_TRIES:
        given_up = delivery.given_up + 1
        lost = Delivery(
            place=place, told_at=delivery.told_at, given_up=given_up, error=error[:300], settings=delivery.settings
        )
        return carry_unknown(lost, delivery)
    pause = min(FIRST_RETRY * 2 ** (failures - 1), MAX_RETRY)
    return delivery.model_copy(update={"failures": failures, "due_at": now + pause, "error": error[:300]})


def webhook_id(url: str) -> str:
    """A short stable id made of the address."""
    return sha256(url.encode()).hexdigest()[:12]
