"""Newsroom systems that post alerts, and what listeners find."""

from __future__ import annotations

from typing import Any

from tests.web.in_process_site import InProcessSite


def post(site: InProcessSite, document: str | bytes, role: str = "editor", **headers: str) -> Any:
    """The answer to an alert posted with a token of this role."""
    token = site.running.services.staff.add_token(f"the {role}'s system", role)
    answer = site.client(authorization=f"Bearer {token}", **headers).post(
        "/api/v1/alerts", data=document, content_type="application/cap+xml"
    )
    if site.room.log.board().seq > site.running.services.replica.board.seq:  # else there is nothing to wait for
        site.follow()
    return answer


def got(site: InProcessSite, path: str) -> Any:
    """The JSON at an address."""
    return site.client().get(path).json


def in_force(site: InProcessSite) -> list[str]:
    """The headlines of the alerts in force, which the snapshot, the API and the board have alike."""
    listed = got(site, "/api/v1/alerts")["alerts"]
    assert listed == got(site, "/api/v1/snapshot")["alerts"]
    return [alert["headline"] for alert in listed]
