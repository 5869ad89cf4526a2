"""For load balancers, monitoring and the person on call: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from webapp.newsroom.times import rfc3339
from webapp.pages.ops.metrics import exposition, record_metrics
from webapp.web.answers import answer
from webapp.web.site import Site


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

        Also 503 where entries of a newer build keep this process from writing (`writes`) while another process may write, and
        before it goes down. Faults that other processes share are listed as `degraded`, with 200: listeners would gain nothing
        elsewhere.
        """
        heard, reason = replica.heard_at, site.readiness.reason()
        state = {
            "status": "not ready" if reason else "ready",
            "epoch": replica.board.epoch,
            "seq": replica.board.seq,
            "heard_at": rfc3339(heard) if heard else None,
            "writes": site.log.builds.unread is None,
            "degraded": [one.dump() for one in site.health.degraded],
        }
        if reason:
            state["reason"] = reason
        return answer(state, 503 if reason else 200)

    @views.get("/metrics")
    def metrics() -> Response:
        """Prometheus text; of all workers where PROMETHEUS_MULTIPROC_DIR is set."""
        record_metrics(site)
        return Response(exposition(), content_type=CONTENT_TYPE_LATEST)

    return views
