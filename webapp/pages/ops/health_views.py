"""For load balancers, monitoring and the person on call: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from webapp.newsroom.times import rfc3339
from webapp.pages.ops.metrics import exposition, record_metrics
from webapp.web.answers import answer
from webapp.web.site import Site

READY_MAX_AGE = timedelta(seconds=10)
"""A process whose board was not confirmed for longer is not ready: the store is away, or the relay hangs."""


def blueprint(site: Site) -> Blueprint:
    views = Blueprint("health", __name__)
    replica = site.replica

    @views.get("/healthz")
    def healthz() -> Response:
        """200 while this process answers, whatever the state of the store."""
        return answer({"status": "ok"})

    @views.get("/readyz")
    def readyz() -> Response:
        """200 while the store confirms that this process's board is whole and fresh; else 503 with the reason.

        Also 503 where entries of a newer build keep this process from writing (`writes`) while another process may write.
        Faults that other processes share are listed as `degraded`, with 200: listeners would gain nothing elsewhere.
        """
        heard = replica.heard_at
        age = None if heard is None else (site.now() - heard).total_seconds()
        fresh = age is not None and age <= READY_MAX_AGE.total_seconds()
        builds = site.log.builds
        ready = fresh and not builds.elsewhere
        state = {
            "status": "ready" if ready else "not ready",
            "epoch": replica.board.epoch,
            "seq": replica.board.seq,
            "heard_at": rfc3339(heard) if heard else None,
            "writes": builds.unread is None,
            "degraded": [one.dump() for one in site.health.degraded],
        }
        if not ready:
            state["reason"] = _reason(age, builds.unread)
        return answer(state, 200 if ready else 503)

    @views.get("/metrics")
    def metrics() -> Response:
        """Prometheus text; of all workers where PROMETHEUS_MULTIPROC_DIR is set."""
        record_metrics(site)
        return Response(exposition(), content_type=CONTENT_TYPE_LATEST)

    return views


def _reason(age: float | None, unread: str | None) -> str:
    if unread:
        return f"a newer build writes what this one cannot read: {unread}"
    return "the store has not been reached yet" if age is None else f"the store is away for {age:.0f} s"
