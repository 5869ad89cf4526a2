"""For load balancers, monitoring and the person on call: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from webapp.newsroom.times import rfc3339
from webapp.pages.ops.metrics import exposition, note
from webapp.web.answers import answer
from webapp.web.site import Site

FRESH = timedelta(seconds=10)
"""A board not confirmed for longer is not ready: the store is away, or the tail hangs."""


def blueprint(site: Site) -> Blueprint:
    views = Blueprint("health", __name__)
    replica = site.replica

    @views.get("/healthz")
    def healthz() -> Response:
        """This process answers; it says nothing of the store."""
        return answer({"status": "ok"})

    @views.get("/readyz")
    def readyz() -> Response:
        """200 while the store confirms that the board here is whole and fresh; else 503 with the reason.

        503 too where a newer build's entries keep this process from writing (`writes`) and another process may write.
        What another process would have as well is `degraded`, and no reason to send listeners there.
        """
        heard = replica.heard_at
        age = None if heard is None else (site.now() - heard).total_seconds()
        fresh = age is not None and age <= FRESH.total_seconds()
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
        """Prometheus text; of all workers together where PROMETHEUS_MULTIPROC_DIR is set."""
        note(site)
        return Response(exposition(), content_type=CONTENT_TYPE_LATEST)

    return views


def _reason(age: float | None, unread: str | None) -> str:
    if unread:
        return f"a newer build writes what this one cannot read: {unread}"
    return "the store has not been reached yet" if age is None else f"the store is away for {age:.0f} s"
