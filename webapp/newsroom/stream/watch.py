"""The status of a stream, derived from what each look at it found, and when a new status needs an event.

A look yields an `Observation`; `after_look` folds it into a `Watch`; `station_stream` combines the watches into the
`Stream` that listeners get.

=======================================  ======================================================
what was found                           status
=======================================  ======================================================
audio moves and can be heard             on_air (also where the encoder is away and a fallback plays)
audio moves, and was quiet for DEAD_AIR  silent
audio moves, level not known             on_air
audio does not move                      off_air
not known whether it moves               as the encoder: connected on_air, away off_air
their end was not reached                off_air where somebody else was reached meanwhile, else unknown
nothing of all this is known             unknown
=======================================  ======================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from webapp.newsroom.model import Stream, StreamSource, StreamStatus
from webapp.newsroom.stream.facts import LOOKS_TO_CHANGE, Fact, Layer, Observation, Watch

DEAD_AIR = timedelta(seconds=20)
"""Quiet for this long is dead air."""

REMEMBERED_FOR = timedelta(minutes=10)

LEVEL_LIFETIME = timedelta(seconds=60)
"""A measured level stays valid for this long when it cannot be measured again."""

TITLE_LIFETIME = timedelta(seconds=60)
"""A title stays for this long when the stream does not say any more what it plays."""

LOOK_EVERY_S = 10.0
"""The longest pause between two looks; it is up to `LOOK_JITTER_S` shorter, so that monitors do not look in step."""

LOOK_JITTER_S = 5.0

OFF_AIR_LOOK_EVERY_S = 5.0
"""The pause while it is off the air: people wait for it, and two looks of some seconds are needed to be sure."""

SECOND_LOOK_S = 1.5
"""The pause before the second look, when the first one contradicts what was known."""

MAX_PLAYING_CHARS = 120
"""How much is kept of the title that a stream announces; servers send anything there."""

STATUS_REFRESH = timedelta(seconds=105)
"""An unchanged status is published again this often, to confirm its age: sooner than after the two minutes from which pages say
how old it is, even with the pause between two reports. Of what an idle listener gets it is the most."""

STATUS_ORDER: tuple[StreamStatus, ...] = ("on_air", "silent", "unknown", "off_air")
"""The station has the first of these that any of its streams has; without streams it is unknown."""


def remembered(watch: Watch, now: datetime) -> Watch:
    """What is still true of a stream when another monitor starts: how its server sends, and how late its dates are.

    Of a stream that nobody looked at for `REMEMBERED_FOR` nothing is.
    """
    if watch.checked_at is None or now - watch.checked_at > REMEMBERED_FOR:
        return Watch()
    return Watch(burst=watch.burst, dates=watch.dates)


def after_look(watch: Watch, observation: Observation, now: datetime) -> Watch:
    """The watch after a look that found `observation` at `now`."""
    if not observation.reached:
        theirs: Fact = "no" if observation.others_reached else "unknown"
        observation = observation.model_copy(update={"moving": theirs, "connected": theirs})
    quiet_since = _quiet_since(watch, observation, now)
    connected = _look(watch.connected, observation.connected, now)
    moving = _look(watch.moving, observation.moving, now)
    audible = _listen(watch, observation, quiet_since, now)
    in_between = moving.holds == "unknown" and moving.against > 0
    status = watch.status if in_between else status_of(connected, moving, audible)
    pending = observation.doubt or any(layer.against for layer in (connected, moving, audible))
    pending_since = (watch.pending_since or now) if pending else None
    changed = status != watch.status
    began = quiet_since if status == "silent" else watch.pending_since
    title_checked_at = watch.title_checked_at if observation.title is None else now
    known_title = watch.title if observation.title is None else observation.title or None
    outdated = title_checked_at is None or now - title_checked_at >= TITLE_LIFETIME
    title = None if moving.holds == "no" or outdated else known_title
    reason = observation.reason
    if pending and not changed:
        reason = (watch.reason or reason) if status == "unknown" else watch.reason
    return Watch(
        connected=connected,
        moving=moving,
        audible=audible,
        quiet_since=quiet_since,
        burst=watch.burst.after(observation.burst_s),
        dates=watch.dates.after(observation.date_lag_s, anew=observation.new_encoder),
        title=title,
        title_since=watch.title_since if title == watch.title else now,
        title_checked_at=title_checked_at,
        listeners=observation.listeners,
        looks=watch.looks + 1,
        pending_since=pending_since,
        again_s=observation.again_s,
        status=status,
        reason=reason,
        detail=observation.detail,
        since=(began or now) if changed else watch.since or now,
        checked_at=now,
    )


def status_of(connected: Layer, moving: Layer, audible: Layer) -> StreamStatus:
    """Moving audio decides; the encoder's connection counts only where that is not known. See the table above."""
    if moving.holds == "yes":
        return "silent" if audible.holds == "no" else "on_air"
    if moving.holds == "no" or connected.holds == "no":
        return "off_air"
    return "on_air" if connected.holds == "yes" else "unknown"


def next_look_s(watch: Watch, now: datetime, jitter: float) -> float:
    """Seconds until the stream is to be looked at again; `jitter` is from 0 to 1."""
    if watch.again_s is not None:
        return watch.again_s + jitter * LOOK_JITTER_S
    if watch.pending_since is not None or watch.looks < LOOKS_TO_CHANGE:
        return SECOND_LOOK_S
    usual = OFF_AIR_LOOK_EVERY_S if watch.status == "off_air" else LOOK_EVERY_S - jitter * LOOK_JITTER_S
    if watch.quiet_since is not None and watch.audible.holds != "no":
        dead_in = (watch.quiet_since + DEAD_AIR - now).total_seconds()
        return min(usual, max(dead_in, SECOND_LOOK_S))
    return usual


def station_stream(seen: Sequence[tuple[StreamSource, Watch]], before: Stream | None, now: datetime) -> Stream:
    """The station's stream: on air while any of its streams can be heard, off air only when all are known to be.

    `before` is the last report: its `since` stays while the status does, and no change is dated before it.
    """
    statuses: set[StreamStatus] = {watch.status for _, watch in seen} or {"unknown"}
    status = min(statuses, key=STATUS_ORDER.index)
    decisive = [watch for _, watch in seen if watch.status == status]
    began = [watch.since for watch in decisive if watch.since]
    since = (max(began) if status == "off_air" else min(began)) if began else now
    streams = (
        source.model_copy(
            update={
                "status": watch.status,
                "reason": watch.reason,
                "burst_s": watch.burst.told,
                "dates_late_s": watch.dates.late_s,
                "playing": watch.title[:MAX_PLAYING_CHARS] if watch.title and watch.status == "on_air" else None,
            }
        )
        for source, watch in seen
    )
    checked_at = max((watch.checked_at for watch in decisive if watch.checked_at), default=None)
    report = Stream(status=status, since=since, checked_at=checked_at, by="probe", streams=tuple(streams))
    return continue_since(before, report) if before else report


def continue_since(old: Stream, new: Stream) -> Stream:
    """`new`, with the `since` of `old` while the status is the same, so that restarting the monitor changes no times."""
    if old.since is None or new.since is None:
        return new
    return new.model_copy(update={"since": old.since if old.status == new.status else max(old.since, new.since)})


def status_needs_event(old: Stream, new: Stream, now: datetime) -> bool:
    """Whether `new` says something that `old` did not; its age alone counts once per `STATUS_REFRESH`."""
    if (old.status, old.by, old.until, old.streams) != (new.status, new.by, new.until, new.streams):
        return True
    if old.checked_at is None or new.checked_at is None:
        return new.checked_at is not None
    return new.checked_at > old.checked_at and now - old.checked_at >= STATUS_REFRESH


def _look(layer: Layer, seen: Fact, now: datetime, *, at_once: bool = False) -> Layer:
    """The layer after a look. When contradicting looks disagree with each other too, it becomes unknown."""
    checked_at = layer.checked_at if seen == "unknown" else now
    against = layer.against + 1
    if seen == layer.holds:
        return layer.model_copy(update={"checked_at": checked_at, "against": 0})
    if against < LOOKS_TO_CHANGE and not at_once:
        return layer.model_copy(update={"checked_at": checked_at, "other": seen, "against": against})
    if at_once or seen == layer.other:
        return Layer(holds=seen, since=now, checked_at=checked_at)
    since = layer.since if layer.holds == "unknown" else now
    return Layer(since=since, checked_at=checked_at, other=seen, against=0 if seen == "unknown" else 1)


def _listen(watch: Watch, observation: Observation, quiet_since: datetime | None, now: datetime) -> Layer:
    layer = watch.audible
    if observation.heard_s:
        dead = quiet_since is not None and now - quiet_since >= DEAD_AIR
        # Dead air took several looks already, so it needs no confirmation.
        return _look(layer, "no" if dead else "yes", now, at_once=dead and watch.quiet_since is not None)
    if layer.checked_at and now - layer.checked_at >= LEVEL_LIFETIME:
        return Layer(since=now, checked_at=layer.checked_at)
    return layer


def _quiet_since(watch: Watch, observation: Observation, now: datetime) -> datetime | None:
    if not observation.heard_s:
        heard = watch.audible.checked_at
        return watch.quiet_since if heard and now - heard < DEAD_AIR else None
    if not observation.quiet_s:
        return None
    began = now - timedelta(seconds=observation.quiet_s)
    quiet_throughout = observation.quiet_s >= observation.heard_s - 0.1
    return min(watch.quiet_since, began) if watch.quiet_since and quiet_throughout else began
