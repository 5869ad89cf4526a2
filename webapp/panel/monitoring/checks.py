"""What the last `airwire check` found, and running it now."""

from __future__ import annotations

import subprocess
import threading

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, Busy
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.processes.side_command import AIRWIRE
from webapp.web.site import Site

MAX_CHECK_S = 60


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/checks`, and `POST /panel/checks` by an admin, which runs them on this machine."""
    views = Blueprint("checks", __name__, url_prefix="/panel/checks")
    one_at_a_time = threading.Lock()

    @views.get("")
    def checks() -> Response | AnyResponse:
        return staff_page("panel/checks.html", site, checked=site.last_check.get())

    @views.post("")
    def run() -> AnyResponse:
        guard.actor("staff")
        if not one_at_a_time.acquire(blocking=False):
            raise Busy(N_("the checks are being run already; look again in a moment"))
        try:
            subprocess.run(
                [*AIRWIRE, "check"], capture_output=True, timeout=MAX_CHECK_S, stdin=subprocess.DEVNULL, check=False
            )
        except subprocess.TimeoutExpired:
            raise Busy(N_("the checks take too long; run airwire check on the machine")) from None
        finally:
            one_at_a_time.release()
        return redirect(url_for("checks.checks"), 303)

    return views
